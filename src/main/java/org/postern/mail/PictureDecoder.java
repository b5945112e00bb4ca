package org.postern.mail;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Turns a checked picture into dots with the JDK's own readers: no plug-in that happens to lie on
 * the class path, no file beside, no colour management, no window system. Holds one picture at a
 * time, thinned out where it is larger than is kept. Confined to one call.
 */
final class PictureDecoder {
  private PictureDecoder() {}

  static Picture.Drawn decode(PictureFile file, Budget budget) throws IOException {
    ImageReader reader = reader(file.format());
    try (Input input = new Input(file.bytes(), budget)) {
      reader.setInput(input, true, true);
      if (reader.getWidth(0) != file.width() || reader.getHeight(0) != file.height()) {
        throw new IOException("the reader sees another picture than the one that was checked");
      }
      ImageReadParam param = reader.getDefaultReadParam();
      int step = step(file.width(), file.height());
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, param);
      budget.check();
      return new Picture.Drawn(
          image.getWidth(),
          image.getHeight(),
          dots(image),
          file.width(),
          file.height(),
          file.moving());
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(PictureFile.Format format) throws IOException {
    Iterator<ImageReaderSpi> own =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                ImageReaderSpi.class, candidate -> reads(candidate, format), false);
    if (!own.hasNext()) {
      throw new IOException("this Java has no reader for " + format);
    }
    return own.next().createReaderInstance();
  }

  private static boolean reads(Object candidate, PictureFile.Format format) {
    return candidate instanceof ImageReaderSpi spi
        && spi.getClass().getModule().equals(ImageReader.class.getModule())
        && List.of(spi.getFormatNames()).contains(format.name());
  }

  /** Every which dot of which row is kept. */
  private static int step(int width, int height) {
    int step = 1;
    while (Math.ceilDiv(width, step) * Math.ceilDiv(height, step) > Limits.PICTURE_DRAWN
        || Math.ceilDiv(Math.max(width, height), step) > Limits.PICTURE_DRAWN_SIDE) {
      step++;
    }
    return step;
  }

  /** How many dots will be kept. */
  static int kept(PictureFile file) {
    int step = step(file.width(), file.height());
    return Math.ceilDiv(file.width(), step) * Math.ceilDiv(file.height(), step);
  }

  /**
   * Samples are taken as they are: the JDK would read grey as light measured without a curve, which
   * no other program does.
   */
  private static int[] dots(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int[] dots = new int[width * image.getHeight()];
    int bands = raster.getNumBands();
    int shift = raster.getSampleModel().getSampleSize(0) - 8;
    int[] palette = palette(image);
    int[] row = new int[width * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int dot;
        if (palette.length > 0) {
          dot = palette[row[x]];
        } else {
          int at = x * bands;
          int red = row[at] >> shift;
          int green = bands < 3 ? red : row[at + 1] >> shift;
          int blue = bands < 3 ? red : row[at + 2] >> shift;
          int alpha = bands % 2 == 1 ? 255 : row[at + bands - 1] >> shift;
          dot = alpha << 24 | red << 16 | green << 8 | blue;
        }
        dots[y * width + x] = multiplied(dot);
      }
    }
    return dots;
  }

  /** Empty where the samples are colours themselves. */
  private static int[] palette(BufferedImage image) {
    if (!(image.getColorModel() instanceof IndexColorModel model)) {
      return new int[0];
    }
    int[] palette = new int[model.getMapSize()];
    model.getRGBs(palette);
    return palette;
  }

  private static int multiplied(int dot) {
    int alpha = dot >>> 24;
    if (alpha == 255) {
      return dot;
    }
    int red = (dot >> 16 & 255) * alpha / 255;
    int green = (dot >> 8 & 255) * alpha / 255;
    int blue = (dot & 255) * alpha / 255;
    return alpha << 24 | red << 16 | green << 8 | blue;
  }

  /** The file, as long as there is time. */
  private static final class Input extends ImageInputStreamImpl {
    private final byte[] file;
    private final Budget budget;

    private Input(byte[] file, Budget budget) {
      this.file = file;
      this.budget = budget;
    }

    @Override
    public int read() {
      bitOffset = 0;
      return streamPos < file.length ? file[(int) streamPos++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int from, int most) {
      budget.check();
      bitOffset = 0;
      if (streamPos >= file.length) {
        return -1;
      }
      int n = (int) Math.min(most, file.length - streamPos);
      System.arraycopy(file, (int) streamPos, to, from, n);
      streamPos += n;
      return n;
    }

    @Override
    public long length() {
      return file.length;
    }
  }
}
