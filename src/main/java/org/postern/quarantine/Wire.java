package org.postern.quarantine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What the server sends, read in large pieces and counted against the {@link Allowance} before
 * anybody parses it. Reading as a stream gives one line at most, so that Angus, which buffers for
 * itself, never holds more than the response that it reads: between two responses everything that
 * came lies here, where {@link FetchLine} may look at it. Used by one thread at a time.
 */
final class Wire extends InputStream {
  /** A response that is larger than this is read as a stream. */
  static final int SIZE = 1 << 17;

  private final InputStream in;
  private final Allowance allowance;
  private final byte[] buffer = new byte[SIZE];
  private int at;
  private int end;

  Wire(InputStream in, Allowance allowance) {
    this.in = in;
    this.allowance = allowance;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end && !arrived()) {
      return -1;
    }
    int most = Math.min(length, end - at);
    int n = 0;
    while (n < most && buffer[at + n++] != '\n') {
      // to the end of the line
    }
    allowance.take(buffer, at, n);
    System.arraycopy(buffer, at, into, offset, n);
    at += n;
    return n;
  }

  @Override
  public int available() throws IOException {
    return at < end ? end - at : in.available();
  }

  @Override
  public long skip(long n) throws IOException {
    throw new IOException("every byte is counted");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean arrived() throws IOException {
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
    }
    int n = in.read(buffer, end, SIZE - end);
    end += Math.max(0, n);
    return n > 0;
  }

  /**
   * The next response, if it is one that {@code line} reads; waits until that can be told. Null if
   * it is not: then nothing of it was taken.
   */
  @org.jspecify.annotations.Nullable
  Fetched next(FetchLine line) throws IOException {
    while (true) {
      int n = line.read(buffer, at, end);
      if (n > 0) {
        allowance.take(buffer, at, n);
        at += n;
        return line.fetched();
      }
      if (n == FetchLine.OTHER || (at == 0 && end == SIZE)) {
        return null;
      }
      if (!arrived()) {
        throw new EOFException("the server hung up");
      }
    }
  }
}
