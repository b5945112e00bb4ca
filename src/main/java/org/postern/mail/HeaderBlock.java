package org.postern.mail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message or part and where its body begins, split from the bytes in one
 * pass (RFC 5322 clause 2.2), with all limits applied before anything is parsed. Immutable.
 */
final class HeaderBlock {
  /**
   * One field: its name as written and its unfolded, undecoded value. Both are made when somebody
   * asks: a list of a hundred thousand messages needs a third of the fields.
   */
  static final class Field {
    private final byte[] b;
    private final int nameFrom;
    private final int nameTo;
    private final int from;
    private final int to;

    private Field(byte[] b, int nameFrom, int nameTo, int from, int to) {
      this.b = b;
      this.nameFrom = nameFrom;
      this.nameTo = nameTo;
      this.from = from;
      this.to = to;
    }

    String name() {
      return latin(b, nameFrom, nameTo).strip();
    }

    /** In any case; what is wanted is ASCII. */
    boolean is(String wanted) {
      return (b[nameFrom] | 0x20) == (wanted.charAt(0) | 0x20)
          && nameTo - nameFrom >= wanted.length()
          && name().equalsIgnoreCase(wanted);
    }

    /** Bytes that are not UTF-8 stand as U+FFFD, as most programs show them. */
    String value() {
      return unfolded(b, from, to, StandardCharsets.UTF_8);
    }

    /** The value read as windows-1252, a guess, if it is not UTF-8; else null. */
    @Nullable String western() {
      return value().indexOf('\uFFFD') >= 0 ? unfolded(b, from, to, Charsets.WESTERN) : null;
    }
  }

  /** What was odd about the block. */
  enum Oddity {
    BLOCK_TOO_LONG,
    FIELD_TOO_LONG,
    TOO_MANY_FIELDS,
    LINE_WITHOUT_COLON,
    NO_BLANK_LINE
  }

  private final List<Field> fields;
  private final List<Oddity> oddities;
  private final Slice body;
  private final Slice block;

  private HeaderBlock(List<Field> fields, List<Oddity> oddities, Slice block, Slice body) {
    this.fields = List.copyOf(fields);
    this.oddities = List.copyOf(oddities);
    this.block = block;
    this.body = body;
  }

  List<Field> fields() {
    return fields;
  }

  List<Oddity> oddities() {
    return oddities;
  }

  /** Everything after the blank line. */
  Slice body() {
    return body;
  }

  /** Every byte up to and without the blank line. */
  Slice block() {
    return block;
  }

  List<String> all(String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
  }

  /** The first field of that name: what most programs take when there are several. */
  @Nullable String first(String name) {
    for (Field field : fields) {
      if (field.is(name)) {
        return field.value();
      }
    }
    return null;
  }

  static HeaderBlock split(Slice from) {
    List<Field> fields = new ArrayList<>();
    List<Oddity> oddities = new ArrayList<>();
    byte[] b = from.bytes;
    boolean loneCr = isOldMac(from);
    int at = from.start;
    int blockEnd = from.end;
    int bodyStart = from.end;
    boolean blank = false;
    while (at < from.end) {
      int eol = lineEnd(b, at, from.end, loneCr);
      int next = afterBreak(b, eol, from.end);
      if (eol == at) {
        blockEnd = at;
        bodyStart = next;
        blank = true;
        break;
      }
      if (fields.isEmpty() && isWhite(b, at, eol) && !isField(b, next, from.end, loneCr)) {
        // A part that begins with a line of blanks has no header.
        blockEnd = at;
        bodyStart = next;
        blank = true;
        break;
      }
      if (b[at] == '-' && startsWith(b, at, eol, "--")) {
        // A delimiter where a field should be: the empty line is missing.
        blockEnd = at;
        bodyStart = at;
        break;
      }
      int fieldEnd = eol;
      // A line of blanks belongs to the field (RFC 5322 clause 4.2): ending the header there would
      // hide the fields below.
      while (next < from.end && (b[next] == ' ' || b[next] == '\t')) {
        fieldEnd = lineEnd(b, next, from.end, loneCr);
        next = afterBreak(b, fieldEnd, from.end);
      }
      int colon = colon(b, at, eol);
      if (colon < 0) {
        boolean mboxLine = fields.isEmpty() && startsWith(b, at, eol, "From ");
        if (!mboxLine && !startsWith(b, at, eol, ">From ")) {
          note(oddities, Oddity.LINE_WITHOUT_COLON);
        }
      } else if (at - from.start > Limits.HEADER_BLOCK) {
        note(oddities, Oddity.BLOCK_TOO_LONG);
      } else if (fields.size() >= Limits.HEADER_FIELDS) {
        note(oddities, Oddity.TOO_MANY_FIELDS);
      } else {
        int valueEnd = fieldEnd;
        if (fieldEnd - at > Limits.HEADER_FIELD) {
          note(oddities, Oddity.FIELD_TOO_LONG);
          valueEnd = at + Limits.HEADER_FIELD;
        }
        fields.add(new Field(b, at, colon, Math.min(colon + 1, valueEnd), valueEnd));
      }
      at = next;
    }
    if (!blank && at >= from.end) {
      note(oddities, Oddity.NO_BLANK_LINE);
      if (fields.isEmpty()) {
        // Not one header field: this is a body and nothing else.
        bodyStart = from.start;
        blockEnd = from.start;
      }
    }
    if (blockEnd - from.start > Limits.HEADER_BLOCK) {
      note(oddities, Oddity.BLOCK_TOO_LONG);
    }
    return new HeaderBlock(
        fields, oddities, new Slice(b, from.start, blockEnd), new Slice(b, bodyStart, from.end));
  }

  private static boolean isField(byte[] b, int at, int end, boolean loneCr) {
    return at < end && colon(b, at, lineEnd(b, at, end, loneCr)) > 0;
  }

  private static void note(List<Oddity> oddities, Oddity oddity) {
    if (!oddities.contains(oddity)) {
      oddities.add(oddity);
    }
  }

  /** Lone CR as a line end, but only where the first lines hold no LF at all. */
  private static boolean isOldMac(Slice s) {
    boolean cr = false;
    for (int i = s.start; i < Math.min(s.end, s.start + 4096); i++) {
      if (s.bytes[i] == '\n') {
        return false;
      }
      cr |= s.bytes[i] == '\r';
    }
    return cr;
  }

  /** Index of the line break (CR LF, LF, or lone CR where that is the custom), or the end. */
  private static int lineEnd(byte[] b, int at, int end, boolean loneCr) {
    for (int i = at; i < end; i++) {
      if (b[i] == '\n') {
        return i > at && b[i - 1] == '\r' ? i - 1 : i;
      }
      if (loneCr && b[i] == '\r') {
        return i;
      }
    }
    return end;
  }

  private static int afterBreak(byte[] b, int eol, int end) {
    int i = eol;
    if (i < end && b[i] == '\r') {
      i++;
    }
    if (i < end && b[i] == '\n') {
      i++;
    }
    return i;
  }

  private static boolean isWhite(byte[] b, int at, int end) {
    for (int i = at; i < end; i++) {
      if (b[i] != ' ' && b[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private static int colon(byte[] b, int at, int end) {
    for (int i = at; i < end; i++) {
      if (b[i] == ':') {
        return i > at ? i : -1;
      }
      boolean trailingBlank = b[i] == ' ' || b[i] == '\t';
      if (b[i] >= 0 && b[i] < ' ' && !trailingBlank) {
        return -1;
      }
      if (trailingBlank) {
        int rest = i;
        while (rest < end && (b[rest] == ' ' || b[rest] == '\t')) {
          rest++;
        }
        return rest < end && b[rest] == ':' && i > at ? rest : -1;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] b, int at, int end, String text) {
    return end - at >= text.length()
        && latin(b, at, at + text.length())
            .toUpperCase(Locale.ROOT)
            .equals(text.toUpperCase(Locale.ROOT));
  }

  private static String latin(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Line breaks before blanks go (RFC 5322 clause 2.2.3). */
  private static String unfolded(byte[] b, int from, int to, Charset charset) {
    if (!hasBreak(b, from, to)) {
      return new String(b, from, to - from, charset).strip();
    }
    byte[] out = new byte[to - from];
    int n = 0;
    for (int i = from; i < to; i++) {
      boolean lineBreak = b[i] == '\n' || (b[i] == '\r' && (i + 1 == to || b[i + 1] <= ' '));
      if (!lineBreak) {
        out[n++] = b[i];
      }
    }
    return new String(out, 0, n, charset).strip();
  }

  private static boolean hasBreak(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '\n' || b[i] == '\r') {
        return true;
      }
    }
    return false;
  }
}
