package org.postern.mail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to characters, never an exception: the declared charset, an alias of it, strict UTF-8,
 * windows-1252, in this order; says which one it was. Pure functions.
 */
final class Charsets {
  /** Text and how it was found; {@code fallback} tells that the declared charset was of no use. */
  record Decoded(String text, String charset, boolean fallback) {}

  static final Charset WESTERN = Charset.forName("windows-1252");

  /** Names met in real mail that the platform does not know. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("x-gbk", "GBK"),
          Map.entry("gb2312-80", "GB18030"),
          Map.entry("x-mac-cyrillic", "x-MacCyrillic"),
          Map.entry("x-mac-roman", "x-MacRoman"),
          Map.entry("macintosh", "x-MacRoman"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("iso-8859-8-i", "ISO-8859-8"),
          Map.entry("iso-8859-8-e", "ISO-8859-8"),
          Map.entry("iso-8859-6-i", "ISO-8859-6"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("ks_c_5601", "x-windows-949"),
          Map.entry("euc_kr", "EUC-KR"),
          Map.entry("unicode-1-1-utf-7", "UTF-7"),
          Map.entry("utf8", "UTF-8"),
          Map.entry("utf", "UTF-8"),
          Map.entry("unicode-1-1-utf-8", "UTF-8"),
          Map.entry("ansi_x3.110-1983", "windows-1252"),
          Map.entry("ascii", "US-ASCII"),
          Map.entry("x-us-ascii", "US-ASCII"),
          Map.entry("7bit", "US-ASCII"),
          Map.entry("8bit", "windows-1252"),
          Map.entry("x-user-defined", "windows-1252"),
          Map.entry("x-unknown", "windows-1252"),
          Map.entry("unknown-8bit", "windows-1252"),
          Map.entry("iso-8859-1-windows-3.0-latin-1", "windows-1252"));

  private Charsets() {}

  static @Nullable Charset find(@Nullable String declared) {
    if (declared == null) {
      return null;
    }
    String name = declared.strip().replaceAll("^[\"'=]+|[\"';,]+$", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("charset=")) {
      name = name.substring(8);
    }
    if (name.isEmpty() || name.length() > 60) {
      return null;
    }
    Charset charset = byName(ALIASES.getOrDefault(name, name));
    if (charset == null && name.matches("(cp|windows)[-_ ]?\\d{3,5}")) {
      charset = byName("windows-" + name.replaceAll("\\D", ""));
    }
    if (charset == null && name.matches("iso[-_ ]?8859[-_ ]?\\d{1,2}")) {
      charset = byName("iso-8859-" + name.replaceAll("^iso[-_ ]?8859[-_ ]?", ""));
    }
    if (charset == null) {
      return null;
    }
    // What calls itself Latin 1 or ASCII is windows-1252 in practice (WHATWG Encoding, names and
    // labels).
    boolean western =
        charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII);
    return western
        ? WESTERN
        : charset.name().equalsIgnoreCase("GB2312") ? byName("GB18030") : charset;
  }

  static Decoded decode(byte[] bytes, int length, @Nullable String declared) {
    Charset charset = find(declared);
    if (StandardCharsets.UTF_16.equals(charset) && !hasByteOrderMark(bytes, length)) {
      // Little-endian in practice (WHATWG Encoding, label utf-16), whatever RFC 2781 says.
      charset = StandardCharsets.UTF_16LE;
    }
    boolean unknown = declared != null && charset == null;
    if (charset != null && !charset.equals(WESTERN)) {
      String strict = strict(bytes, length, charset);
      if (strict != null) {
        return new Decoded(strict, charset.name(), false);
      }
      if (!charset.equals(StandardCharsets.UTF_8)) {
        String utf8 = strict(bytes, length, StandardCharsets.UTF_8);
        if (utf8 != null) {
          return new Decoded(utf8, "UTF-8", true);
        }
      }
      return new Decoded(new String(bytes, 0, length, charset), charset.name(), true);
    }
    boolean latin = charset != null && declared != null && !isAsciiName(declared);
    if (!latin) {
      String utf8 = strict(bytes, length, StandardCharsets.UTF_8);
      if (utf8 != null) {
        return new Decoded(utf8, "UTF-8", unknown);
      }
    }
    return new Decoded(new String(bytes, 0, length, WESTERN), WESTERN.name(), !latin);
  }

  static String utf8OrWestern(byte[] bytes, int length) {
    String utf8 = strict(bytes, length, StandardCharsets.UTF_8);
    return utf8 != null ? utf8 : new String(bytes, 0, length, WESTERN);
  }

  private static boolean hasByteOrderMark(byte[] b, int length) {
    return length >= 2 && ((b[0] == -1 && b[1] == -2) || (b[0] == -2 && b[1] == -1));
  }

  private static boolean isAsciiName(String declared) {
    return declared.toLowerCase(Locale.ROOT).contains("ascii");
  }

  private static @Nullable Charset byName(String name) {
    try {
      return Charset.isSupported(name) ? Charset.forName(name) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable String strict(byte[] bytes, int length, Charset charset) {
    try {
      CharBuffer text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, 0, length));
      return text.toString();
    } catch (CharacterCodingException | RuntimeException _) {
      // Some decoders of the platform throw unchecked exceptions on malformed input.
      return null;
    }
  }
}
