package org.postern.target;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.postern.files.Sha256;

/** A file being written: ASCII, buffered, counted and digested on the way. */
final class Text {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private long size;

  Text(OutputStream out) {
    this.out = out;
  }

  /**
   * @throws UncheckedIOException so that it can be used where rules are handed out
   */
  Text add(String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > BUFFER - used) {
      flush();
    }
    if (bytes.length > BUFFER) {
      put(bytes, bytes.length);
    } else {
      System.arraycopy(bytes, 0, buffer, used, bytes.length);
      used += bytes.length;
    }
    return this;
  }

  void flush() {
    put(buffer, used);
    used = 0;
  }

  private void put(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    digest.update(bytes, 0, length);
    size += length;
  }

  /** What was written; {@link #flush} comes first. */
  Rendering.Written written(String name) {
    return new Rendering.Written(name, size, Sha256.named(digest));
  }
}
