package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.postern.bundle.Receipt.Result;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;

/** A gateway as the console meets it: a file, receipts, and now and then another key. */
public final class TestGateway {
  public static final String NOTHING = "none";

  private final String name;
  private final Clock clock;
  private OfficerKey key;
  private long sequence;
  private long serial;
  private String digest = NOTHING;

  public TestGateway(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.key = newKey();
  }

  private OfficerKey newKey() {
    try {
      return OfficerKey.create(name, clock);
    } catch (OfficerException e) {
      throw new AssertionError(e);
    }
  }

  public String name() {
    return name;
  }

  public PublicKey publicKey() {
    return key.publicKey();
  }

  /** What it says next is not this number's receipt but one so many later: they are lost. */
  public TestGateway losing(int receipts) {
    sequence += receipts;
    return this;
  }

  /** Made anew: another key, numbers from 1, nothing in force. */
  public TestGateway madeAnew() {
    key = newKey();
    sequence = 0;
    serial = 0;
    digest = NOTHING;
    return this;
  }

  /** What postern-enrol writes. */
  public String file(String policyId) {
    return signed(text(policyId, NOTHING), "signature", key);
  }

  /** What postern-enrol --renew writes. */
  public String renewed(String policyId) {
    OfficerKey before = key;
    key = newKey();
    String text = text(policyId, Fingerprint.of(before.publicKey()));
    return signed(text, "signature", key)
        + signed(text, "previous-signature", before).substring(text.length());
  }

  /**
   * The same gateway with the key that it has now, however it goes on: whoever has a copy of it.
   */
  public TestGateway copy() {
    TestGateway copy = new TestGateway(name, clock);
    copy.key = key;
    copy.sequence = sequence;
    copy.serial = serial;
    copy.digest = digest;
    return copy;
  }

  private String text(String policyId, String previous) {
    return GatewayFile.FORM.text(
        List.of(
            name,
            policyId,
            now().toString(),
            Long.toString(sequence),
            Base64.getEncoder().encodeToString(key.publicKey().getEncoded()),
            previous));
  }

  private static String signed(String text, String field, OfficerKey by) {
    byte[] signature = by.sign(text.getBytes(StandardCharsets.US_ASCII));
    return text + field + ": " + Base64.getEncoder().encodeToString(signature) + "\n";
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** It enforces that bundle from now on, and says so. */
  public String applies(long newSerial, String newDigest) {
    serial = newSerial;
    digest = newDigest;
    return says(Result.APPLIED, "applied", "signed by 2 officers", newSerial, newDigest);
  }

  /** It goes on with what it enforces. */
  public String refuses(long refused, String manifest, String word, String sentence) {
    return says(Result.REFUSED, word, sentence, refused, manifest);
  }

  public String says(Result result, String word, String sentence, long about, String manifest) {
    sequence++;
    return new Receipt(
            name,
            now(),
            sequence,
            about,
            manifest,
            result,
            word,
            sentence,
            serial,
            digest,
            "sha256:" + "c".repeat(64),
            0)
        .signed(key::sign);
  }
}
