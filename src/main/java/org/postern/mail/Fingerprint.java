package org.postern.mail;

import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What two parsers must agree on about the content of a part: its bytes, or, where programs change
 * line ends on the way, its bytes without blanks and line breaks. Confined to one call.
 */
final class Fingerprint {
  /**
   * The fingerprint of content without a single letter: programs differ in whether they count it as
   * a part.
   */
  static final String NOTHING = new Fingerprint("text/plain", "").print();

  private final MessageDigest sha = Hashes.sha256();
  private final boolean lines;
  private long size;

  Fingerprint(String type, String encoding) {
    // base64 protects line ends on the way, but what was text before is often text of another
    // system.
    this.lines = type.startsWith("text/") || !encoding.contains("base64");
  }

  void update(byte[] bytes, int length) {
    size += length;
    if (!lines) {
      sha.update(bytes, 0, length);
      return;
    }
    byte[] letters = new byte[length];
    int n = 0;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        letters[n++] = b;
      }
    }
    sha.update(letters, 0, n);
  }

  /** Call once, when all bytes are in. */
  String print() {
    String hash = HexFormat.of().formatHex(sha.digest()).substring(0, 16);
    return lines ? "text " + hash : size + " bytes " + hash;
  }
}
