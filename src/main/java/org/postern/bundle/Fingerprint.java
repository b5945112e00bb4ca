package org.postern.bundle;

import java.security.PublicKey;
import org.postern.files.Sha256;

/** What two people read to each other to know that they mean the same key or trust file. */
public final class Fingerprint {
  private static final String PREFIX = "sha256:";

  /** 128 bits: nobody finds a second key with the same ones. */
  private static final int SPOKEN_DIGITS = 32;

  private static final int GROUP = 4;

  private Fingerprint() {}

  /** {@code sha256:…} over the public key (SubjectPublicKeyInfo, DER). */
  public static String of(PublicKey key) {
    return PREFIX + Sha256.hex(key.getEncoded());
  }

  /**
   * A digest as it is read out: its first 32 hex digits in groups of four, "3f1c 0a5b …". The
   * gateway's programs print the same.
   *
   * @param digest {@code sha256:…}
   */
  public static String aloud(String digest) {
    String hex = digest.substring(PREFIX.length(), PREFIX.length() + SPOKEN_DIGITS);
    StringBuilder groups = new StringBuilder();
    for (int i = 0; i < SPOKEN_DIGITS; i += GROUP) {
      groups.append(i == 0 ? "" : " ").append(hex, i, i + GROUP);
    }
    return groups.toString();
  }
}
