package org.postern.ui;

/**
 * Text that an attacker may have chosen, made harmless to look at: control, direction, zero-width
 * and private characters are spelled out as ‹U+202E›, line ends become spaces, piles of combining
 * marks are cut, and the length is bounded. Pure; any thread.
 */
public final class InertText {
  private static final int MARKS = 4;

  private InertText() {}

  /** One line of at most {@code max} characters. */
  public static String of(String text, int max) {
    return clean(text, max, false);
  }

  /** One line, long enough for any mail address. */
  public static String of(String text) {
    return clean(text, 400, false);
  }

  /** The same for running text: line feeds and tabs stay. */
  public static String lines(String text, int max) {
    return clean(text, max, true);
  }

  private static String clean(String text, int max, boolean keepLines) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 16);
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      marks = combining(c) ? marks + 1 : 0;
      if (marks > MARKS) {
        continue;
      }
      if (out.length() >= max) {
        out.append('…');
        break;
      }
      append(out, c, keepLines);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int c, boolean keepLines) {
    if (c == '\n' || c == '\r' || c == '\t') {
      if (!keepLines) {
        out.append(' ');
      } else if (c != '\r') {
        out.appendCodePoint(c);
      }
    } else if (harmful(c)) {
      out.append(String.format("‹U+%04X›", c));
    } else {
      out.appendCodePoint(c);
    }
  }

  static boolean harmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ' && c != 0xA0;
      default ->
          c == 0x115F
              || c == 0x1160
              || c == 0x3164
              || c == 0xFFA0
              || c == 0x2800; // letters that draw nothing
    };
  }

  private static boolean combining(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }
}
