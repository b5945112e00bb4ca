package org.postern.mail;

import java.util.Locale;

/**
 * Makes a string that an attacker may have chosen safe to show: on screen, on a terminal, in a log,
 * a table, a tooltip, a report.
 *
 * <p>Characters that are invisible or that move other characters about (control characters,
 * bidirectional controls, zero-width characters, tags, odd blanks, lone surrogates) become visible
 * text such as {@code [U+202E]}; piles of combining marks are cut. Letters of every script stay.
 * The result of one call may be passed in again unchanged. Pure functions, no limits on threads.
 */
public final class Inert {
  private static final int MAX_MARKS = 4;
  private static final char FIRST_STRONG_ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';

  private Inert() {}

  /**
   * One line: line breaks and tabs are made visible too. For names, subjects, addresses, file
   * names.
   */
  public static String text(String hostile) {
    return visible(hostile, false);
  }

  /**
   * Many lines: LF and TAB stay (CR LF and CR become LF), everything else as in {@link #text}. For
   * bodies.
   */
  public static String lines(String hostile) {
    String oneBreak =
        hostile.indexOf('\r') < 0 ? hostile : hostile.replace("\r\n", "\n").replace('\r', '\n');
    return visible(oneBreak, true);
  }

  /**
   * {@link #text} wrapped in U+2068 … U+2069, so that right-to-left letters cannot reorder what
   * stands beside them (UAX #9, clause 2.7). For screens and PDF; not for terminals, which print
   * the isolates.
   */
  public static String isolated(String hostile) {
    return FIRST_STRONG_ISOLATE + text(hostile) + POP_ISOLATE;
  }

  /**
   * At most {@code maxChars} UTF-16 units of {@link #text}, cut between code points, with an
   * ellipsis where something is missing.
   */
  public static String brief(String hostile, int maxChars) {
    int bound = Math.min(hostile.length(), maxChars + 1);
    String shown = text(hostile.substring(0, bound));
    if (shown.length() <= maxChars && bound == hostile.length()) {
      return shown;
    }
    int end = Math.min(shown.length(), Math.max(0, maxChars - 1));
    if (end > 0 && Character.isHighSurrogate(shown.charAt(end - 1))) {
      end--;
    }
    return shown.substring(0, end) + "…";
  }

  /** Whether {@link #text} would change anything. */
  public static boolean isPlain(String hostile) {
    return text(hostile).equals(hostile);
  }

  /**
   * Whether the text holds a character that reorders its neighbours (UAX #9 explicit formatting).
   */
  public static boolean hasBidiControl(String hostile) {
    return hostile.codePoints().anyMatch(Inert::isBidiControl);
  }

  /** Whether the text holds a character that takes no room but is there. */
  public static boolean hasInvisible(String hostile) {
    return hostile.codePoints().anyMatch(c -> isInvisible(c) && !isBidiControl(c));
  }

  /** Whether the text holds a C0 or C1 control character other than a line break or a tab. */
  public static boolean hasControl(String hostile) {
    return hostile
        .codePoints()
        .anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
  }

  private static String visible(String hostile, boolean keepBreaks) {
    int clean = 0;
    while (clean < hostile.length()
        && hostile.charAt(clean) >= ' '
        && hostile.charAt(clean) < 0x7F) {
      clean++;
    }
    if (clean == hostile.length()) {
      return hostile;
    }
    StringBuilder shown = new StringBuilder(hostile.length() + 16).append(hostile, 0, clean);
    int marks = 0;
    for (int i = clean; i < hostile.length(); ) {
      int c = hostile.codePointAt(i);
      i += Character.charCount(c);
      if (Character.getType(c) == Character.NON_SPACING_MARK
          || Character.getType(c) == Character.ENCLOSING_MARK) {
        marks++;
      } else {
        marks = 0;
      }
      if (keepBreaks && (c == '\n' || c == '\t')) {
        shown.append((char) c);
      } else if (marks > MAX_MARKS || mustShow(c)) {
        shown.append("[U+").append(String.format(Locale.ROOT, "%04X", c)).append(']');
      } else {
        shown.appendCodePoint(c);
      }
    }
    return shown.toString();
  }

  private static boolean mustShow(int c) {
    return Character.isISOControl(c)
        || isBidiControl(c)
        || isInvisible(c)
        || (c >= 0xD800 && c <= 0xDFFF)
        || (c & 0xFFFE) == 0xFFFE
        || (c >= 0xFDD0 && c <= 0xFDEF)
        || c == 0x2028
        || c == 0x2029;
  }

  static boolean isBidiControl(int c) {
    return (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F
        || c == 0x061C;
  }

  /**
   * Default-ignorable and blank-looking characters (Unicode DerivedCoreProperties), except the
   * emoji variation selectors.
   */
  static boolean isInvisible(int c) {
    return (c >= 0x200B && c <= 0x200D)
        || (c >= 0x2060 && c <= 0x2065)
        || (c >= 0x206A && c <= 0x206F)
        || c == 0xFEFF
        || c == 0x00AD
        || c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800
        || c == 0x3164
        || c == 0xFFA0
        || (c >= 0xFE00 && c <= 0xFE0D)
        || (c >= 0xFFF0 && c <= 0xFFFC)
        || (c >= 0x1BCA0 && c <= 0x1BCA3)
        || (c >= 0x1D173 && c <= 0x1D17A)
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }
}
