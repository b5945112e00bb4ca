package org.postern.mail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures for the tests, and messages that show them. */
public final class Drawings {
  static final int RED = 0xFFCC2010;
  static final int BLUE = 0xFF1020CC;

  private Drawings() {}

  /** The left half red, the right half blue. */
  static BufferedImage halves(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, x < width / 2 ? RED : BLUE);
      }
    }
    return image;
  }

  static byte[] written(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A picture of that format: {@code png}, {@code jpeg} or {@code gif}. */
  public static byte[] picture(String format, int width, int height) {
    return written(halves(width, height, BufferedImage.TYPE_INT_RGB), format);
  }

  /** In several scans. */
  static byte[] progressive(int width, int height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    ImageWriter writer = writers.next();
    try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(to);
      writer.write(
          null,
          new IIOImage(halves(width, height, BufferedImage.TYPE_INT_RGB), List.of(), null),
          param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  static byte[] chunk(String type, byte[] data) {
    byte[] named = joined(type.getBytes(StandardCharsets.ISO_8859_1), data);
    CRC32 sum = new CRC32();
    sum.update(named);
    return joined(
        ByteBuffer.allocate(4).putInt(data.length).array(),
        named,
        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  /** A PNG picture that says so many dots, with whatever data. */
  static byte[] png(int width, int height, int depth, int colours, boolean laced, byte[]... more) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colours)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) (laced ? 1 : 0))
            .array();
    byte[] start = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    return joined(start, chunk("IHDR", header), joined(more), chunk("IEND", new byte[0]));
  }

  /** So many zero bytes, packed. */
  static byte[] zeros(long bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 16];
    try (DeflaterOutputStream packed =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
      for (long left = bytes; left > 0; left -= block.length) {
        packed.write(block, 0, (int) Math.min(left, block.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(pieces).forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** With these bytes put in behind the first so many. */
  static byte[] with(byte[] file, int at, byte[] more) {
    return joined(Arrays.copyOf(file, at), more, Arrays.copyOfRange(file, at, file.length));
  }

  /** A message whose web page may show these parts, by their Content-ID. */
  public static byte[] message(String html, Map<String, byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        text(
            "From: a@example.com\r\nTo: b@example.com\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/related; boundary=x\r\n\r\n"
                + "--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                + html));
    parts.forEach(
        (id, bytes) ->
            out.writeBytes(
                text(
                    "\r\n--x\r\nContent-Type: image/png\r\nContent-ID: <"
                        + id
                        + ">\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(bytes))));
    out.writeBytes(text("\r\n--x--\r\n"));
    return out.toByteArray();
  }

  /** A message that shows one picture, named {@code p@x}. */
  static byte[] message(byte[] picture) {
    return message("<p><img src='cid:p@x'>", Map.of("p@x", picture));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
