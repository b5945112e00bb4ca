package org.postern.quarantine;

/** Text that others chose, made harmless for one line on a screen, in a log or on a terminal. */
final class Visible {
  private Visible() {}

  /**
   * Control, format (bidi, zero-width), surrogate and private characters as {@code \}{@code
   * u{hex}}, cut at 300.
   */
  static String of(String text) {
    return of(text, 300);
  }

  static String of(String text, int limit) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), limit) + 16);
    int i = 0;
    while (i < text.length() && out.length() < limit) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (harmless(c)) {
        out.appendCodePoint(c);
      } else {
        out.append("\\u{").append(Integer.toHexString(c)).append('}');
      }
    }
    if (i < text.length()) {
      out.append('…');
    }
    return out.toString();
  }

  private static boolean harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
