package org.postern.mail;

import java.io.IOException;

/**
 * Looks at how the directory of a 7-Zip archive is packed (7zFormat.txt of the LZMA SDK) before a
 * library unpacks it: it would take as much memory as the archive asks for. Reads what the 7-Zip
 * programs write, one folder of simple coders, and nothing else. Confined to one call.
 */
final class SevenDirectory {
  private static final int START = 32;
  private static final int END = 0;
  private static final int PACK_INFO = 6;
  private static final int UNPACK_INFO = 7;
  private static final int SIZES = 9;
  private static final int SUMS = 10;
  private static final int FOLDER = 11;
  private static final int UNPACKED_SIZES = 12;
  private static final int PACKED = 23;

  private final byte[] file;
  private int at;

  private SevenDirectory(byte[] file) {
    this.file = file;
  }

  /**
   * How many bytes the directory has once it is unpacked.
   *
   * @throws IOException if it is not built as the 7-Zip programs build it
   */
  static long size(byte[] file) throws IOException {
    SevenDirectory directory = new SevenDirectory(file);
    try {
      return directory.size();
    } catch (IndexOutOfBoundsException _) {
      throw new IOException("its list of files lies beyond its end");
    }
  }

  private long size() throws IOException {
    long from = START + low64(12);
    long length = low64(20);
    if (length == 0) {
      return 0;
    }
    if (from < START || from > file.length || length < 0 || length > file.length - from) {
      throw new IOException("its list of files lies beyond its end");
    }
    at = (int) from;
    if (u8() != PACKED) {
      return length;
    }
    packInfo();
    return unpackedSize();
  }

  private void packInfo() throws IOException {
    expect(PACK_INFO);
    number();
    long streams = number();
    if (streams != 1) {
      throw odd();
    }
    for (int id = u8(); id != END; id = u8()) {
      if (id == SIZES) {
        number();
      } else if (id == SUMS && u8() == 1) {
        at += 4;
      } else {
        throw odd();
      }
    }
  }

  /** Of all that the coders make on the way, the most. */
  private long unpackedSize() throws IOException {
    expect(UNPACK_INFO);
    expect(FOLDER);
    expect(1); // folders
    expect(0); // which stand here
    int coders = u8();
    if (coders < 1 || coders > 4) {
      throw odd();
    }
    for (int i = 0; i < coders; i++) {
      int flags = u8();
      if ((flags & 0xD0) != 0) { // several streams, or what is not defined
        throw odd();
      }
      at += flags & 0x0F;
      if ((flags & 0x20) != 0) {
        long length = number();
        if (length < 0 || length > file.length - at) {
          throw odd();
        }
        at += (int) length;
      }
    }
    for (int bond = 1; bond < coders; bond++) {
      number();
      number();
    }
    expect(UNPACKED_SIZES);
    long most = 0;
    for (int i = 0; i < coders; i++) {
      long size = number();
      most = size < 0 ? Long.MAX_VALUE : Math.max(most, size);
    }
    return most;
  }

  private static IOException odd() {
    return new IOException("its list of files is packed in an unusual way");
  }

  private void expect(int id) throws IOException {
    if (u8() != id) {
      throw odd();
    }
  }

  private int u8() {
    return file[at++] & 0xFF;
  }

  private long low64(int from) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | (file[from + i] & 0xFF);
    }
    return value;
  }

  /** As many leading ones as bytes follow; negative beyond 2⁶³. */
  private long number() {
    int first = u8();
    long value = 0;
    int mask = 0x80;
    for (int i = 0; i < 8; i++) {
      if ((first & mask) == 0) {
        return value | (long) (first & (mask - 1)) << (8 * i);
      }
      value |= (long) u8() << (8 * i);
      mask >>= 1;
    }
    return value;
  }
}
