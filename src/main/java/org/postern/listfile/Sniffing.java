package org.postern.listfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postern.listfile.Form.Encoding;
import org.postern.listfile.Form.Format;

/** Guesses from the beginning of a file how it is written down. */
final class Sniffing {
  private static final int LOOKED_AT = 200;

  private Sniffing() {}

  static Encoding encoding(byte[] b) {
    if (b.length >= 3 && at(b, 0) == 0xef && at(b, 1) == 0xbb && at(b, 2) == 0xbf) {
      return Encoding.UTF_8_BOM;
    }
    if (b.length >= 2 && at(b, 0) == 0xff && at(b, 1) == 0xfe) {
      return Encoding.UTF_16_LE;
    }
    if (b.length >= 2 && at(b, 0) == 0xfe && at(b, 1) == 0xff) {
      return Encoding.UTF_16_BE;
    }
    // Without a mark: names are ASCII, so every other byte is zero.
    int even = 0;
    int odd = 0;
    for (int i = 0; i + 1 < b.length; i += 2) {
      even += b[i] == 0 ? 1 : 0;
      odd += b[i + 1] == 0 ? 1 : 0;
    }
    int pairs = b.length / 2;
    if (pairs > 3 && odd > pairs * 3 / 4 && even < pairs / 8) {
      return Encoding.UTF_16_LE;
    }
    if (pairs > 3 && even > pairs * 3 / 4 && odd < pairs / 8) {
      return Encoding.UTF_16_BE;
    }
    return narrow(b);
  }

  /** UTF-8 unless more lines of it are something else than are UTF-8 beyond ASCII. */
  private static Encoding narrow(byte[] b) {
    int utf8 = 0;
    int other = 0;
    int from = 0;
    for (int i = 0; i < b.length; i++) {
      if (b[i] == '\n') {
        int kind = kind(b, from, i);
        utf8 += kind > 0 ? 1 : 0;
        other += kind < 0 ? 1 : 0;
        from = i + 1;
      }
    }
    if (from == 0) {
      other = kind(b, 0, b.length) < 0 ? 1 : 0;
    }
    return other > utf8 ? Encoding.WINDOWS_1252 : Encoding.UTF_8;
  }

  /** 0: ASCII, 1: UTF-8, -1: neither. */
  private static int kind(byte[] b, int from, int to) {
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      ascii &= b[i] >= 0;
    }
    if (ascii) {
      return 0;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(b, from, to - from));
      return 1;
    } catch (CharacterCodingException e) {
      return -1;
    }
  }

  private static int at(byte[] b, int i) {
    return b[i] & 0xff;
  }

  static Format format(byte[] beginning, Encoding encoding) {
    String text =
        new String(
            beginning,
            Math.min(mark(beginning, encoding), beginning.length),
            Math.max(0, beginning.length - mark(beginning, encoding)),
            encoding.charset());
    List<String> lines =
        text.lines()
            .filter(l -> !l.isBlank() && !l.startsWith("#"))
            .limit(LOOKED_AT)
            .map(l -> l.substring(0, Math.min(l.length(), LineRows.LONGEST)))
            .toList();
    if (lines.isEmpty()) {
      return Format.PLAIN;
    }
    String first = lines.getFirst().strip();
    if (first.startsWith("[")) {
      return Format.JSON;
    }
    if (CsvRows.separator(first).isPresent()) {
      return CsvRows.isDefender(first) ? Format.DEFENDER : Format.CSV;
    }
    return byLines(lines);
  }

  private static Format byLines(List<String> lines) {
    int zone = 0;
    int hosts = 0;
    int postfix = 0;
    for (String line : lines) {
      String[] words = LineRows.words(LineRows.withoutComment(line).strip());
      if (line.startsWith("$TTL")
          || line.startsWith("$ORIGIN")
          || line.matches("(?i)\\S+\\s+(\\d+\\s+)?(in\\s+)?(cname|soa)\\s.*")) {
        zone++;
      } else if (words.length > 1 && LineRows.isNumeric(words[0])) {
        hosts++;
      } else if (words.length > 1
          && (LineRows.isAction(words[1]) || LineRows.isTransport(words[1]))) {
        postfix++;
      }
    }
    int most = Math.max(zone, Math.max(hosts, postfix));
    if (most == 0 || most * 2 < lines.size()) {
      return Format.PLAIN;
    }
    return zone == most ? Format.RPZ : hosts == most ? Format.HOSTS : Format.POSTFIX;
  }

  /** How many bytes of byte order mark the file really begins with. */
  static int mark(byte[] b, Encoding encoding) {
    byte[] mark = "\uFEFF".getBytes(encoding.charset());
    boolean there =
        encoding.mark() > 0
            && b.length >= mark.length
            && java.util.Arrays.equals(b, 0, mark.length, mark, 0, mark.length);
    return there ? mark.length : 0;
  }
}
