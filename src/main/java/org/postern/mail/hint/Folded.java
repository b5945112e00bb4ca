package org.postern.mail.hint;

import java.util.Arrays;

/**
 * A text made comparable, and where each of its characters came from. Immutable.
 *
 * @param clean as written, without what takes no room, every dash and blank the same
 * @param folded upper case, with one blank for any run of blanks, hyphens, colons and underscores
 * @param from for each character of {@code folded} its place in {@code clean}
 */
@SuppressWarnings("ArrayRecordComponent") // lives inside this package and is never compared
record Folded(String clean, String folded, int[] from) {
  static Folded of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!nothing(c)) {
        clean.append(plain(c));
      }
    }
    StringBuilder folded = new StringBuilder(clean.length());
    int[] from = new int[clean.length() + 1];
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      char mapped = separates(c) ? ' ' : Character.toUpperCase(c);
      boolean again =
          mapped == ' ' && !folded.isEmpty() && folded.charAt(folded.length() - 1) == ' ';
      if (!again) {
        from[folded.length()] = i;
        folded.append(mapped);
      }
    }
    from[folded.length()] = clean.length();
    return new Folded(
        clean.toString(), folded.toString(), Arrays.copyOf(from, folded.length() + 1));
  }

  /** A term of a list, folded the same way. */
  static String term(String term) {
    return of(term).folded.strip();
  }

  private static boolean separates(char c) {
    return c == ' ' || c == '-' || c == ':' || c == '_';
  }

  /** What is invisible: it must not hide a word. */
  private static boolean nothing(char c) {
    return (c >= 0x200B && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x206F)
        || c == 0xFEFF
        || c == 0x00AD;
  }

  private static char plain(char c) {
    if (c < 0x80) {
      return c == '\t' || c == '\f' || c == 0x0B ? ' ' : c == '\r' ? '\n' : c;
    } else if (c >= 0xFF01 && c <= 0xFF5E) {
      return (char) (c - 0xFEE0);
    } else if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
      return '-';
    } else if (c == 0x2028 || c == 0x2029 || c == 0x85) {
      return '\n';
    }
    return Character.isSpaceChar(c) ? ' ' : c;
  }
}
