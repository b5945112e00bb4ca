package org.postern.mail;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), lower-case hex. */
final class Hashes {
  /** Looked up once: the list of providers is slower than the hash of a header. */
  private static final Provider SHA256 = provider();

  private Hashes() {}

  private static Provider provider() {
    try {
      return MessageDigest.getInstance("SHA-256").getProvider();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256", SHA256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(byte[] bytes, int from, int to) {
    MessageDigest sha = sha256();
    sha.update(bytes, from, to - from);
    return HexFormat.of().formatHex(sha.digest());
  }
}
