package org.postern.listfile;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.postern.listfile.Form.Packing;
import org.tukaani.xz.XZInputStream;

/** Unpacks as it is read, and stops where a small file becomes a huge one. */
final class Unpacking extends FilterInputStream {
  /** No list of names is larger: two hundred million of them. */
  private static final long LARGEST = 4L << 30;

  /** Below this many bytes no ratio matters. */
  private static final long HARMLESS = 16L << 20;

  /** Lists of names pack to a tenth; what packs better than this is made to fill the disk. */
  private static final int MOST_RATIO = 250;

  /** What xz may need at its highest ordinary setting, in KiB. */
  private static final int XZ_MEMORY = 80 * 1024;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  private final Counted packed;
  private long given;

  private Unpacking(InputStream in, Counted packed) {
    super(in);
    this.packed = packed;
  }

  /** How a file is packed that begins so. */
  static Packing of(byte[] beginning) {
    return starts(beginning, XZ)
        ? Packing.XZ
        : starts(beginning, GZIP) ? Packing.GZIP : Packing.NONE;
  }

  private static boolean starts(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  static Unpacking of(Packing packing, Counted packed) throws IOException {
    return switch (packing) {
      case NONE -> new Unpacking(packed, packed);
      case GZIP -> new Unpacking(new GZIPInputStream(packed, 1 << 16), packed);
      case XZ -> new Unpacking(new XZInputStream(packed, XZ_MEMORY), packed);
    };
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int n = super.read(bytes, from, length);
    count(Math.max(0, n));
    return n;
  }

  private void count(int n) {
    given += n;
    if (given > LARGEST || (given > HARMLESS && given / MOST_RATIO > packed.taken())) {
      throw new UnreadableList(
          "It unpacks to far more than a list of names needs. Unpack it yourself and look at it"
              + " first.");
    }
  }

  /** Knows how far a file was read. */
  static final class Counted extends FilterInputStream {
    private volatile long taken;

    Counted(InputStream in) {
      super(in);
    }

    long taken() {
      return taken;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads, another one looks
    public int read() throws IOException {
      int b = super.read();
      taken += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads, another one looks
    public int read(byte[] bytes, int from, int length) throws IOException {
      int n = super.read(bytes, from, length);
      taken += Math.max(0, n);
      return n;
    }
  }
}
