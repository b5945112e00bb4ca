package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Decodes RFC 2047 encoded words as leniently as mail programs do: inside quotes, with blanks in
 * them, with unknown charsets, with a multi-byte character split over two words. Linear in the
 * length. Pure functions.
 */
final class EncodedWords {
  /** One word; its decoded bytes stand in a string, one char a byte. */
  private record Word(String charset, String latin, int end) {
    byte[] bytes() {
      return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private EncodedWords() {}

  static String decode(String value) {
    if (!value.contains("=?")) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length());
    int at = 0;
    while (at < value.length()) {
      int begin = value.indexOf("=?", at);
      Word word = begin < 0 ? null : wordAt(value, begin);
      if (begin < 0) {
        out.append(value, at, value.length());
        break;
      }
      if (word == null) {
        out.append(value, at, begin + 2);
        at = begin + 2;
        continue;
      }
      out.append(value, at, begin);
      at = run(value, word, out);
    }
    return out.toString();
  }

  /**
   * Appends this word and all that follow it with only blanks between; returns where the run ends.
   */
  private static int run(String value, Word first, StringBuilder out) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Word word = first;
    bytes.writeBytes(word.bytes());
    while (true) {
      int next = word.end();
      while (next < value.length() && isBlank(value.charAt(next))) {
        next++;
      }
      Word following = value.startsWith("=?", next) ? wordAt(value, next) : null;
      if (following == null) {
        append(bytes, word, out);
        return word.end();
      }
      if (!following.charset().equalsIgnoreCase(word.charset())) {
        append(bytes, word, out);
        bytes.reset();
      }
      bytes.writeBytes(following.bytes());
      word = following;
    }
  }

  private static void append(ByteArrayOutputStream bytes, Word word, StringBuilder out) {
    out.append(Charsets.decode(bytes.toByteArray(), bytes.size(), word.charset()).text());
  }

  /**
   * The length of the encoded word that begins at {@code at}, or 0: so that a comma inside it does
   * not split an address list.
   */
  static int lengthAt(String value, int at) {
    Word word = wordAt(value, at);
    return word == null ? 0 : word.end() - at;
  }

  private static @Nullable Word wordAt(String s, int at) {
    int charsetEnd = s.indexOf('?', at + 2);
    if (charsetEnd < 0
        || charsetEnd - at > 80
        || charsetEnd + 2 >= s.length()
        || s.charAt(charsetEnd + 2) != '?') {
      return null;
    }
    char encoding = Character.toUpperCase(s.charAt(charsetEnd + 1));
    if (encoding != 'B' && encoding != 'Q') {
      return null;
    }
    String charset = s.substring(at + 2, charsetEnd);
    if (charset.chars().anyMatch(c -> c <= ' ' || c == '=' || c == '"' || c == '<')) {
      return null;
    }
    int star = charset.indexOf('*');
    int from = charsetEnd + 3;
    int to = s.indexOf("?=", from);
    if (to < 0) {
      return null;
    }
    String text = s.substring(from, to);
    byte[] bytes = encoding == 'B' ? base64(text) : quoted(text);
    String name = star < 0 ? charset : charset.substring(0, star);
    return new Word(name, new String(bytes, StandardCharsets.ISO_8859_1), to + 2);
  }

  private static byte[] base64(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        break;
      }
      if (TransferDecoder.isBase64(c)) {
        clean.append(c);
      }
    }
    if (clean.length() % 4 == 1) {
      clean.setLength(clean.length() - 1);
    }
    return Base64.getDecoder().decode(clean.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] quoted(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (c == '_') {
        out.write(' ');
        i++;
      } else if (c == '=' && high >= 0 && low >= 0) {
        out.write(high * 16 + low);
        i += 3;
      } else {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c);
      }
    }
    return out.toByteArray();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
