package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A header value with parameters (Content-Type, Content-Disposition; RFC 2045 clause 5.1, RFC 2183,
 * RFC 2231), read leniently: double semicolons, missing quotes, comments, raw UTF-8, encoded words
 * in file names, split and percent-encoded parameters. The first of two equal parameters wins, as
 * in most programs, and the fact is kept. Immutable.
 */
record Params(String value, Map<String, String> map, List<String> repeated) {
  private record Piece(boolean encoded, String text) {}

  @Nullable String get(String name) {
    return map.get(name);
  }

  static Params parse(String header) {
    List<String> tokens = split(header);
    String value = tokens.isEmpty() ? "" : stripComments(tokens.getFirst()).strip();
    int first = 1;
    if (value.indexOf('=') > 0 && value.indexOf('/') < 0) {
      // "Content-Disposition: filename=x": the value itself is missing.
      first = 0;
      value = "";
    }
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, TreeMap<Integer, Piece>> pieces = new LinkedHashMap<>();
    List<String> repeated = new ArrayList<>();
    for (String token : tokens.subList(Math.min(first, tokens.size()), tokens.size())) {
      int eq = token.indexOf('=');
      if (eq <= 0) {
        continue;
      }
      String name =
          stripComments(token.substring(0, eq)).replaceAll("\\s", "").toLowerCase(Locale.ROOT);
      String text = unquote(token.substring(eq + 1).strip());
      int star = name.indexOf('*');
      if (star > 0) {
        boolean encoded = name.endsWith("*");
        String digits = name.substring(star).replaceAll("\\D", "");
        int index = digits.isEmpty() ? 0 : digits.length() > 4 ? 9999 : Integer.parseInt(digits);
        boolean taken =
            pieces
                    .computeIfAbsent(name.substring(0, star), _ -> new TreeMap<>())
                    .putIfAbsent(index, new Piece(encoded, text))
                != null;
        if (taken) {
          repeated.add(name.substring(0, star));
        }
      } else if (plain.putIfAbsent(name, text) != null) {
        repeated.add(name);
      }
    }
    for (Map.Entry<String, TreeMap<Integer, Piece>> entry : pieces.entrySet()) {
      String joined = join(entry.getValue());
      String other = plain.put(entry.getKey(), joined);
      if (other != null && !EncodedWords.decode(other).equals(joined)) {
        repeated.add(entry.getKey());
      }
    }
    return new Params(value.toLowerCase(Locale.ROOT), Map.copyOf(plain), List.copyOf(repeated));
  }

  private static String join(TreeMap<Integer, Piece> pieces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String charset = null;
    boolean first = true;
    for (Piece piece : pieces.values()) {
      String text = piece.text();
      if (first && piece.encoded()) {
        int quote = text.indexOf('\'');
        int second = quote < 0 ? -1 : text.indexOf('\'', quote + 1);
        if (second >= 0) {
          charset = quote == 0 ? null : text.substring(0, quote);
          text = text.substring(second + 1);
        }
      }
      first = false;
      if (piece.encoded()) {
        percent(text, bytes);
      } else {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return Charsets.decode(bytes.toByteArray(), bytes.size(), charset).text();
  }

  private static void percent(String text, ByteArrayOutputStream out) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (c == '%' && high >= 0 && low >= 0) {
        out.write(high * 16 + low);
        i += 3;
      } else {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c);
      }
    }
  }

  /** At semicolons outside quotes; a quote that is never closed is an ordinary character. */
  private static List<String> split(String s) {
    List<String> tokens = new ArrayList<>();
    int from = 0;
    boolean quote = false;
    int lastQuote = s.lastIndexOf('"');
    for (int i = 0; i < s.length() && tokens.size() <= Limits.PARAMETERS; i++) {
      char c = s.charAt(i);
      if (c == '\\' && quote) {
        i++;
      } else if (c == '"' && (quote || i < lastQuote)) {
        quote = !quote;
      } else if (c == ';' && !quote) {
        tokens.add(s.substring(from, i));
        from = i + 1;
      }
    }
    tokens.add(s.substring(Math.min(from, s.length())));
    return tokens;
  }

  private static String unquote(String text) {
    if (!text.startsWith("\"")) {
      return stripComments(text).strip();
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        break;
      }
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      out.append(c);
    }
    return out.toString();
  }

  /**
   * Only where a comment is closed and stands apart: "report(1).pdf" without quotes is a file name.
   */
  private static String stripComments(String text) {
    return text.indexOf('(') < 0
        ? text
        : text.replaceAll("(^|\\s)\\([^()]*\\)(?=\\s|$)", " ").strip();
  }
}
