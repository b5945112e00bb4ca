package org.postern.mail;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of a text as Unix programs save it: LF for each CR LF, in which lines travel (RFC 5322
 * clause 2.1). Confined to one call.
 */
final class UnixLines {
  private final MessageDigest sha = Hashes.sha256();
  private boolean afterCr;
  private boolean converted;

  void update(byte[] bytes, int length) {
    byte[] out = new byte[length + 1];
    int n = 0;
    for (int i = 0; i < length; i++) {
      if (afterCr && bytes[i] != '\n') {
        out[n++] = '\r';
      }
      converted |= afterCr && bytes[i] == '\n';
      afterCr = bytes[i] == '\r';
      if (!afterCr) {
        out[n++] = bytes[i];
      }
    }
    sha.update(out, 0, n);
  }

  /** Call once, when all bytes are in; null if there was nothing to convert. */
  @Nullable String print() {
    if (afterCr) {
      sha.update((byte) '\r');
    }
    return converted ? HexFormat.of().formatHex(sha.digest()) : null;
  }
}
