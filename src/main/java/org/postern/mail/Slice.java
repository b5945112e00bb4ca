package org.postern.mail;

import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/** A range of the message's bytes, shared and never written to. Immutable. */
final class Slice {
  final byte[] bytes;
  final int start;
  final int end;

  Slice(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  int length() {
    return end - start;
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /**
   * The same bytes as Jakarta Mail wants them: without a copy, and able to give its own ranges back
   * as slices.
   */
  Stream stream() {
    return new Stream(this);
  }

  static final class Stream extends SharedByteArrayInputStream {
    Stream(Slice slice) {
      super(slice.bytes, slice.start, slice.length());
    }

    @Override
    public InputStream newStream(long from, long to) {
      int first = (int) (start + from);
      int last = to < 0 ? count : (int) (start + to);
      return new Stream(new Slice(buf, Math.min(first, last), last));
    }

    Slice slice() {
      return new Slice(buf, start, count);
    }
  }
}
