package org.postern.listfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postern.listfile.Form.Encoding;

/**
 * The lines of a text, each decoded by itself: what is wrong with one line (too long, a NUL,
 * another encoding) is said of that line, and the next one is read as if nothing had been.
 */
final class Lines {
  /**
   * @param number from 1
   * @param trouble why the text cannot be used, a sentence; null if it can
   */
  record Line(long number, String text, @Nullable String trouble) {}

  private final InputStream in;
  private final boolean wide;
  private final boolean bigEndian;
  private final Encoding encoding;
  private final CharsetDecoder decoder;
  private final int longest;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[256];
  private int at;
  private int end;
  private long number;

  /**
   * @param longest line that is kept, in characters
   */
  Lines(InputStream in, Encoding encoding, int longest) {
    this.in = in;
    this.encoding = encoding;
    this.wide = encoding.wide();
    this.bigEndian = encoding == Encoding.UTF_16_BE;
    this.longest = longest;
    this.decoder =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** The next line without its end; null at the end of the text. */
  @Nullable Line next() {
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Line read() throws IOException {
    if (at == end && !fill()) {
      return null;
    }
    number++;
    int length = 0;
    boolean plain = !wide;
    boolean tooLong = false;
    int most = longest * 4;
    while (at < end || fill()) {
      byte b = buffer[at++];
      if (b == '\n' && !wide) {
        break;
      }
      if (length == most) {
        tooLong = true;
        if (wide) {
          // What is passed over still has its line end at an even place.
          line[0] = line[most - 2];
          line[1] = line[most - 1];
          length = 2;
        } else {
          continue;
        }
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(most, 2 * length));
      }
      plain &= b > 0;
      line[length++] = b;
      if (wide && length % 2 == 0 && unit(length - 2) == '\n') {
        length -= 2;
        break;
      }
    }
    String tooMuch = "It is longer than " + longest + " characters.";
    return tooLong ? new Line(number, "", tooMuch) : decoded(length, plain, tooMuch);
  }

  private Line decoded(int length, boolean plain, String tooMuch) {
    String text;
    if (plain) {
      text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    } else {
      try {
        text = decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
      } catch (CharacterCodingException e) {
        return new Line(number, "", "Its letters are not " + encoding.label() + ".");
      }
      if (text.indexOf('\0') >= 0) {
        return new Line(number, "", "It contains a NUL character.");
      }
    }
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    return text.length() > longest ? new Line(number, "", tooMuch) : new Line(number, text, null);
  }

  private int unit(int i) {
    int high = line[bigEndian ? i : i + 1] & 0xff;
    return (high << 8) | (line[bigEndian ? i + 1 : i] & 0xff);
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }
}
