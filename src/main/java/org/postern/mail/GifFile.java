package org.postern.mail;

import java.io.ByteArrayOutputStream;

/** GIF (89a): the first picture, its colours and its transparency are kept. */
final class GifFile {
  private static final int HEADER = 6;
  private static final int SCREEN = 7;
  private static final int CONTROL = 8;
  private static final int DESCRIPTOR = 10;

  private final byte[] file;
  private int at;

  private GifFile(byte[] file) {
    this.file = file;
  }

  static PictureFile of(byte[] file) throws PictureFile.Refusal {
    return new GifFile(file).read();
  }

  private static PictureFile.Refusal damaged() {
    return new PictureFile.Refusal(PictureFile.DAMAGED);
  }

  private PictureFile read() throws PictureFile.Refusal {
    int colours = colours(PictureFile.u8(file, HEADER + 4));
    at = HEADER + SCREEN + colours;
    int control = -1;
    int block = PictureFile.u8(file, at);
    while (block == 0x21) {
      if (PictureFile.u8(file, at + 1) == 0xF9 && PictureFile.u8(file, at + 2) == 4) {
        control = at;
      }
      at += 2;
      skip();
      block = PictureFile.u8(file, at);
    }
    if (block != 0x2C) {
      throw damaged();
    }
    int width = PictureFile.low16(file, at + 5);
    int height = PictureFile.low16(file, at + 7);
    PictureFile.checkSize(width, height);
    int descriptor = at;
    int data = at + DESCRIPTOR + colours(PictureFile.u8(file, at + 9));
    int codes = PictureFile.u8(file, data);
    if (codes < 1 || codes > 8) {
      throw damaged();
    }
    at = data + 1;
    boolean whole = skip();
    ByteArrayOutputStream out = new ByteArrayOutputStream(at);
    out.write(file, 0, HEADER);
    size(out, width, height);
    out.write(file, HEADER + 4, 3 + colours);
    if (control >= 0) {
      out.write(file, control, CONTROL - 1);
      out.write(0);
    }
    out.write(0x2C);
    out.writeBytes(new byte[4]); // where it lies on the whole says nothing of the picture
    size(out, width, height);
    out.write(file, descriptor + 9, at - descriptor - 9);
    if (!whole) {
      out.write(0);
    }
    out.write(0x3B);
    return new PictureFile(
        PictureFile.Format.GIF, width, height, out.toByteArray(), whole && follows());
  }

  private static void size(ByteArrayOutputStream out, int width, int height) {
    for (int side : new int[] {width, height}) {
      out.write(side);
      out.write(side >> 8);
    }
  }

  /** Bytes of the table of colours that flags announce. */
  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Leaves the place behind a run of blocks; false if the file ends in it. */
  private boolean skip() {
    while (at < file.length && file[at] != 0) {
      int next = at + 1 + PictureFile.u8(file, at);
      if (next > file.length) {
        return false; // what there is of this block is no use to anybody
      }
      at = next;
    }
    boolean ended = at < file.length;
    at += ended ? 1 : 0;
    return ended;
  }

  /** Whether another picture comes; nothing of it is looked at. */
  private boolean follows() {
    while (at < file.length && PictureFile.u8(file, at) == 0x21) {
      at += 2;
      if (!skip()) {
        return false;
      }
    }
    return at < file.length && PictureFile.u8(file, at) == 0x2C;
  }
}
