package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JPEG (ITU-T T.81) with Huffman codes, 8 bits, one or three colours: tables, frame and scans are
 * kept. What a decoder has to do and to hold is known from the headers, and bounded.
 */
final class JpegFile {
  /** JFIF 1.01, no preview: says that the colours are those of a screen. */
  private static final byte[] JFIF = {
    (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private static final int ADOBE = 14;

  private final byte[] file;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at = 2;
  private int width;
  private int height;
  private long coefficients;
  private int scans;
  private boolean adobe;

  private JpegFile(byte[] file) {
    this.file = file;
  }

  static PictureFile of(byte[] file) throws PictureFile.Refusal {
    JpegFile jpeg = new JpegFile(file);
    jpeg.out.write(file, 0, 2);
    boolean more = true;
    while (more && jpeg.at < file.length) {
      more = jpeg.segment();
    }
    if (jpeg.scans == 0) {
      throw damaged();
    }
    jpeg.out.write(0xFF); // programs show what there is of a picture that was cut
    jpeg.out.write(0xD9);
    return new PictureFile(
        PictureFile.Format.JPEG, jpeg.width, jpeg.height, jpeg.out.toByteArray(), false);
  }

  private static PictureFile.Refusal damaged() {
    return new PictureFile.Refusal(PictureFile.DAMAGED);
  }

  /** Whether something may follow. */
  private boolean segment() throws PictureFile.Refusal {
    if (PictureFile.u8(file, at) != 0xFF) {
      throw damaged();
    }
    while (PictureFile.u8(file, at + 1) == 0xFF) {
      at++;
    }
    int marker = PictureFile.u8(file, at + 1);
    if (marker == 0xD9) {
      return false;
    }
    int length = PictureFile.u16(file, at + 2);
    if (length < 2 || at + 2 + length > file.length) {
      throw damaged();
    }
    int start = at;
    at += 2 + length;
    switch (marker) {
      case 0xC0, 0xC1, 0xC2 -> {
        frame(start + 4, length);
        keep(start);
      }
      case 0xC4, 0xDB, 0xDD -> keep(start);
      case 0xDA -> {
        scan();
        keep(start);
      }
      case 0xE0 -> {
        if (out.size() == 2 && says("JFIF\0", start + 4)) {
          out.writeBytes(JFIF);
        }
      }
      case 0xEE -> {
        if (!adobe && length == ADOBE && says("Adobe", start + 4)) {
          adobe = true;
          keep(start);
        }
      }
      case 0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF ->
          throw new PictureFile.Refusal("It is of a rare kind of JPEG that is not drawn here.");
      default -> {
        if (marker < 0xC0) {
          throw damaged();
        }
        // Comments, previews, places, profiles: they say nothing of the dots.
      }
    }
    return true;
  }

  private boolean says(String text, int from) {
    return new String(file, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }

  private void keep(int start) {
    out.write(file, start, at - start);
  }

  private void frame(int body, int length) throws PictureFile.Refusal {
    int colours = PictureFile.u8(file, body + 5);
    if (width > 0 || length != 8 + 3 * colours || PictureFile.u8(file, body) != 8) {
      throw damaged();
    }
    height = PictureFile.u16(file, body + 1);
    width = PictureFile.u16(file, body + 3);
    PictureFile.checkSize(width, height);
    if (colours == 4) {
      throw new PictureFile.Refusal("Its colours are made for printing (CMYK).");
    } else if (colours != 1 && colours != 3) {
      throw damaged();
    }
    int most = 1;
    int[] shares = new int[colours];
    for (int i = 0; i < colours; i++) {
      int sampling = PictureFile.u8(file, body + 7 + 3 * i);
      int across = sampling >> 4;
      int down = sampling & 15;
      if (across < 1 || across > 4 || down < 1 || down > 4) {
        throw damaged();
      }
      shares[i] = across * down;
      most = Math.max(most, shares[i]);
    }
    for (int share : shares) {
      coefficients += (long) width * height * share / most;
    }
  }

  /** Leaves the place behind the scan's data, at the marker that ends it. */
  private void scan() throws PictureFile.Refusal {
    scans++;
    if (width == 0) {
      throw damaged();
    }
    // Several scans: the decoder holds the whole picture, and goes over it for each of them.
    if (scans > 1
        && (coefficients > Limits.PICTURE_COEFFICIENTS
            || (long) width * height * scans > Limits.PICTURE_WORK)) {
      throw new PictureFile.Refusal(
          "It is built so that drawing it takes too much memory or time.");
    }
    while (at < file.length) {
      if (file[at] == (byte) 0xFF) {
        int next = at + 1 < file.length ? PictureFile.u8(file, at + 1) : 0xD9;
        if (next != 0 && (next < 0xD0 || next > 0xD7)) {
          return;
        }
      }
      at++;
    }
  }
}
