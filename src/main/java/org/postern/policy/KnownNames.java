package org.postern.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postern.policy.slip.SlipEngine;

/**
 * The domains that the organisation has written to before, each with the day since when: they raise
 * fewer false alarms. Kept as 64 bits of a keyed hash, so that nobody can read the names back, and
 * so that nobody without the key can make a name that collides with one. At most {@value #LIMIT}
 * names, 12 bytes each. Immutable; any number of threads may ask.
 */
public final class KnownNames {

  /** More are not taken. */
  public static final int LIMIT = 2_000_000;

  /** Nothing is known, or the officer turned it off. */
  public static final KnownNames NONE = new KnownNames(new byte[1], new long[0], new int[0]);

  private final byte[] key;
  private final long[] hashes;
  private final int[] days;

  private KnownNames(byte[] key, long[] hashes, int[] days) {
    this.key = key.clone();
    this.hashes = hashes;
    this.days = days;
  }

  /**
   * @param key what the hashes were made with, not empty
   * @param hashes by {@link #hash}, ascending, each once
   * @param days since when each is known, in days since 1970
   * @throws IllegalArgumentException if they are not as said
   */
  public static KnownNames of(byte[] key, long[] hashes, int[] days) {
    boolean ascending = true;
    for (int i = 1; i < hashes.length; i++) {
      ascending &= hashes[i - 1] < hashes[i];
    }
    if (!ascending || hashes.length != days.length || hashes.length > LIMIT) {
      throw new IllegalArgumentException("not a set of known names");
    }
    return new KnownNames(key, hashes.clone(), days.clone());
  }

  /**
   * The hash that stands for what somebody registered of a domain, {@code firm.example} of {@code
   * mail.firm.example}; empty for a registry's own name, which is nobody's correspondent.
   */
  public static Optional<Long> hash(byte[] key, DomainName domain) {
    return SlipEngine.registrable(domain.ascii())
        .map(
            name ->
                ByteBuffer.wrap(mac(key).doFinal(name.getBytes(StandardCharsets.US_ASCII)))
                    .getLong());
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Since which day the organisation has written there; empty if it has not. */
  public Optional<LocalDate> since(DomainName domain) {
    if (hashes.length == 0) {
      return Optional.empty();
    }
    return hash(key, domain)
        .map(h -> Arrays.binarySearch(hashes, h))
        .filter(at -> at >= 0)
        .map(at -> LocalDate.ofEpochDay(days[at]));
  }

  /** How many names. */
  public int size() {
    return hashes.length;
  }
}
