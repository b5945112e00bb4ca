package org.postern.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names bytes by their digest (FIPS 180-4). */
public final class Sha256 {
  private static final String PREFIX = "sha256:";

  private Sha256() {}

  /** A digest to feed piece by piece. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 64 hex digits. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** {@code sha256:} and 64 hex digits, of a text in UTF-8. */
  public static String named(String text) {
    return PREFIX + hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code sha256:} and 64 hex digits, of what was fed to {@code digest}, which begins anew. */
  public static String named(MessageDigest digest) {
    return PREFIX + HexFormat.of().formatHex(digest.digest());
  }
}
