package org.postern.mail;

/**
 * A picture's file, taken apart as far as its size and the rules for hostile mail go, and put
 * together again from nothing but what is drawn: no colour profile, comment, preview, place or name
 * gets near a decoder. Confined to one call.
 *
 * @param bytes the file anew
 * @param moving whether more pictures follow the first, which were left out
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the decoder, never shared
record PictureFile(Format format, int width, int height, byte[] bytes, boolean moving) {
  /** What is drawn; nothing else is. */
  enum Format {
    PNG,
    JPEG,
    GIF
  }

  /** Why a picture is not drawn: an answer, not a bug. */
  static final class Refusal extends Exception {
    Refusal(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  static final String DAMAGED = "It is damaged, or not built as pictures are.";

  static PictureFile of(byte[] file) throws Refusal {
    if (file.length > Limits.PICTURE) {
      throw new Refusal("It is bigger than " + (Limits.PICTURE >> 20) + " MiB.");
    }
    FileKind kind = FileKind.of(file, Math.min(file.length, FileKind.HEAD));
    try {
      if (FileKind.PNG.equals(kind)) {
        return PngFile.of(file);
      } else if (FileKind.JPEG.equals(kind)) {
        return JpegFile.of(file);
      } else if (FileKind.GIF.equals(kind)) {
        return GifFile.of(file);
      }
    } catch (IndexOutOfBoundsException _) {
      throw new Refusal(DAMAGED); // every reading beyond the end of the file ends here
    }
    throw new Refusal(
        kind == null
            ? "Its content is no PNG, JPEG or GIF picture."
            : "Its content is: " + kind.label() + ". Only PNG, JPEG and GIF are drawn.");
  }

  /** Refuses what is too large, before a byte of it is unpacked. */
  static void checkSize(int width, int height) throws Refusal {
    if (width < 1 || height < 1) {
      throw new Refusal(DAMAGED);
    }
    if (width > Limits.PICTURE_SIDE
        || height > Limits.PICTURE_SIDE
        || (long) width * height > Limits.PICTURE_DOTS) {
      throw new Refusal(
          "It says that it has "
              + width
              + " × "
              + height
              + " dots. At most "
              + Limits.PICTURE_DOTS / 1_000_000
              + " million are drawn, and "
              + Limits.PICTURE_SIDE
              + " in a row.");
    }
  }

  static int u8(byte[] file, int at) {
    return file[at] & 0xFF;
  }

  /** Two bytes, the higher first. */
  static int u16(byte[] file, int at) {
    return u8(file, at) << 8 | u8(file, at + 1);
  }

  /** Two bytes, the lower first. */
  static int low16(byte[] file, int at) {
    return u8(file, at) | u8(file, at + 1) << 8;
  }

  /** Four bytes, the highest first; negative beyond 2³¹. */
  static int i32(byte[] file, int at) {
    return u16(file, at) << 16 | u16(file, at + 2);
  }
}
