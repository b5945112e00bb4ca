package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** PNG (W3C Recommendation, third edition): header, palette, transparency and dots are kept. */
final class PngFile {
  private static final int SIGNATURE = 8;
  private static final int HEADER = 13;

  private final byte[] file;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream dots = new ByteArrayOutputStream();
  private int width;
  private int height;
  private int colours;
  private int palette;
  private boolean moving;

  private PngFile(byte[] file) {
    this.file = file;
  }

  static PictureFile of(byte[] file) throws PictureFile.Refusal {
    PngFile png = new PngFile(file);
    png.read();
    return new PictureFile(
        PictureFile.Format.PNG, png.width, png.height, png.out.toByteArray(), png.moving);
  }

  private static PictureFile.Refusal damaged() {
    return new PictureFile.Refusal(PictureFile.DAMAGED);
  }

  private void read() throws PictureFile.Refusal {
    out.write(file, 0, SIGNATURE);
    int at = SIGNATURE;
    for (String type = ""; !type.equals("IEND"); ) {
      int length = PictureFile.i32(file, at);
      if (length < 0 || length > file.length - at - 12) {
        throw new PictureFile.Refusal("It ends in the middle.");
      }
      type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      chunk(type, Arrays.copyOfRange(file, at + 8, at + 8 + length));
      at += length + 12;
    }
    if (dots.size() == 0) {
      throw damaged();
    }
    write("IDAT", dots.toByteArray());
    write("IEND", new byte[0]);
  }

  private void chunk(String type, byte[] data) throws PictureFile.Refusal {
    if (type.equals("IHDR") == width > 0) {
      throw damaged(); // the header stands first, and once
    }
    switch (type) {
      case "IHDR" -> header(data);
      case "PLTE" -> {
        if (palette > 0 || data.length == 0 || data.length % 3 != 0 || data.length > 3 * 256) {
          throw damaged();
        }
        palette = data.length / 3;
        if (colours == 3) { // elsewhere it is a mere suggestion
          write(type, data);
        }
      }
      case "tRNS" -> {
        boolean fits =
            switch (colours) {
              case 0 -> data.length == 2;
              case 2 -> data.length == 6;
              case 3 -> data.length <= palette;
              case 4, 6 -> false;
              default -> throw damaged();
            };
        if (fits && dots.size() == 0) {
          write(type, data);
        }
      }
      case "IDAT" -> {
        if (colours == 3 && palette == 0) {
          throw damaged();
        }
        dots.write(data, 0, data.length);
      }
      case "acTL" -> moving = true;
      default -> {
        // Whatever else there is says nothing of the dots.
      }
    }
  }

  private void header(byte[] data) throws PictureFile.Refusal {
    if (data.length != HEADER) {
      throw damaged();
    }
    width = PictureFile.i32(data, 0);
    height = PictureFile.i32(data, 4);
    PictureFile.checkSize(width, height);
    int depth = data[8];
    colours = data[9];
    boolean known =
        switch (colours) {
          case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case 2, 4, 6 -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!known || data[10] != 0 || data[11] != 0 || data[12] < 0 || data[12] > 1) {
      throw damaged();
    }
    write("IHDR", data);
  }

  private void write(String type, byte[] data) {
    byte[] named =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.ISO_8859_1))
            .put(data)
            .array();
    CRC32 sum = new CRC32();
    sum.update(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
