package org.postern.quarantine;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header fields of a held copy, read in one linear pass and cut to harmless lengths; RFC 5322
 * 2.2.
 */
final class Headers {
  private static final int FIELDS = 2000;
  private static final int VALUE = 32 * 1024;
  private static final int SHOWN = 1000;
  private static final int ADDRESSES = 500;
  private static final Pattern ADDRESS =
      Pattern.compile("([^\\s<>,;:\"()\\[\\]\\\\@]{1,128})@([^\\s<>,;:\"()\\[\\]\\\\@]{1,255})");

  /**
   * One field.
   *
   * @param name lower case
   * @param value unfolded, without leading and trailing space
   * @param start where the field begins
   * @param end where the next begins
   */
  record Field(String name, String value, int start, int end) {}

  private final List<Field> fields;

  private Headers(List<Field> fields) {
    this.fields = fields;
  }

  static Headers of(byte[] raw) {
    List<Field> fields = new ArrayList<>();
    int end = Math.min(raw.length, HeldId.HEADER_LIMIT);
    int at = 0;
    while (at < end && fields.size() < FIELDS) {
      int stop = endOfLine(raw, at, end);
      if (raw[at] == '\n' || (raw[at] == '\r' && at + 1 < end && raw[at + 1] == '\n')) {
        break;
      }
      while (stop < end && (raw[stop] == ' ' || raw[stop] == '\t')) {
        stop = endOfLine(raw, stop, end);
      }
      int colon = colon(raw, at, stop);
      if (colon < 0) {
        fields.add(new Field("", "", at, stop));
      } else {
        String name =
            new String(raw, at, colon - at, StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
        fields.add(new Field(name, text(raw, colon + 1, stop), at, stop));
      }
      at = stop;
    }
    return new Headers(List.copyOf(fields));
  }

  private static int endOfLine(byte[] raw, int from, int end) {
    int i = from;
    while (i < end && raw[i] != '\n') {
      i++;
    }
    return Math.min(i + 1, end);
  }

  private static int colon(byte[] raw, int from, int end) {
    for (int i = from; i < end && i - from <= 80; i++) {
      if (raw[i] == ':') {
        return i > from ? i : -1;
      }
      if (raw[i] < 33 && raw[i] != ' ' && raw[i] != '\t') {
        return -1;
      }
    }
    return -1;
  }

  private static String text(byte[] raw, int from, int to) {
    ByteBuffer bytes = ByteBuffer.wrap(raw, from, Math.min(to - from, VALUE));
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      text = new String(raw, from, Math.min(to - from, VALUE), StandardCharsets.ISO_8859_1);
    }
    StringBuilder unfolded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\r' && c != '\n') {
        unfolded.append(c);
      }
    }
    return unfolded.toString().strip();
  }

  List<Field> fields() {
    return fields;
  }

  /** The first field of that name, raw. */
  Optional<String> first(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).findFirst();
  }

  /**
   * The first field of that name with encoded words decoded (RFC 2047), for people; "" if there is
   * none.
   */
  String decoded(String name) {
    String value = first(name).orElse("");
    String cut = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    try {
      return MimeUtility.decodeText(cut);
    } catch (UnsupportedEncodingException e) {
      return cut;
    }
  }

  /**
   * Everything in To, Cc and Bcc that looks like an address, lower-case domain, in order, without
   * repeats.
   */
  List<String> addressed() {
    Set<String> found = new LinkedHashSet<>();
    for (Field f : fields) {
      if (f.name().equals("to") || f.name().equals("cc") || f.name().equals("bcc")) {
        Matcher m = ADDRESS.matcher(f.value());
        while (m.find() && found.size() < ADDRESSES) {
          found.add(m.group(1) + "@" + m.group(2).toLowerCase(Locale.ROOT));
        }
      }
    }
    return List.copyOf(found);
  }
}
