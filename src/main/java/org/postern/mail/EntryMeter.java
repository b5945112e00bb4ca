package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What the archives of one message may cost together, in entries, unpacked bytes and time. Confined
 * to one call.
 */
final class EntryMeter {
  /** Thrown where the message's archives have cost enough. */
  static final class Spent extends IOException {
    Spent() {
      super("the archives of this message cost more than may be spent on them");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /**
   * What came of unpacking one file.
   *
   * @param kept its first bytes; all of it if it is an archive that fits
   * @param size how many bytes there are, counted no further than the limit
   * @param whole whether the end was reached
   */
  record Contents(Slice kept, long size, boolean whole) {
    byte[] head() {
      return kept.bytes;
    }

    boolean complete() {
      return whole && kept.bytes.length == size;
    }
  }

  private final Budget budget;
  private int entries = Limits.ARCHIVE_ENTRIES;
  private long bytes = Limits.ARCHIVE_UNPACKED;

  EntryMeter(Budget budget) {
    this.budget = budget;
  }

  /** Whether one more entry may be listed. */
  boolean entry() {
    budget.check();
    return entries-- > 0;
  }

  boolean exhausted() {
    return bytes <= 0;
  }

  /** The same bytes, each of which costs. */
  InputStream metered(InputStream in) {
    return new Metered(in);
  }

  /**
   * Unpacks one file: archives are kept as far as they may be looked into, everything else is
   * counted only.
   *
   * @param in metered already, or it costs nothing
   */
  Contents unpack(InputStream in) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(FileKind.HEAD);
    byte[] buffer = new byte[16 << 10];
    int keep = FileKind.HEAD;
    long size = 0;
    try {
      while (true) {
        budget.check();
        boolean begin =
            size < FileKind.HEAD; // nothing of an archive may be lost before it is known
        int n = in.read(buffer, 0, begin ? FileKind.HEAD - (int) size : buffer.length);
        if (n < 0) {
          return new Contents(Slice.of(kept.toByteArray()), size, true);
        }
        kept.write(buffer, 0, Math.min(n, keep - kept.size()));
        size += n;
        if (size == FileKind.HEAD && FileKind.archiveOf(kept.toByteArray(), kept.size()) != null) {
          keep = Limits.ARCHIVE_NESTED;
        }
        if (size > Limits.ARCHIVE_ENTRY) {
          return new Contents(Slice.of(kept.toByteArray()), size, false);
        }
      }
    } catch (Spent _) {
      return new Contents(Slice.of(kept.toByteArray()), size, false);
    }
  }

  private final class Metered extends FilterInputStream {
    private Metered(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      spend(1);
      return super.read();
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      spend(0);
      int n = super.read(b, off, (int) Math.min(len, Math.max(1, bytes)));
      bytes -= Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      byte[] buffer = new byte[Math.clamp(n, 1, 16 << 10)];
      int read = n <= 0 ? 0 : read(buffer, 0, buffer.length);
      return Math.max(0, read);
    }

    private void spend(int n) throws IOException {
      budget.check();
      if (bytes <= 0) {
        throw new Spent();
      }
      bytes -= n;
    }
  }
}
