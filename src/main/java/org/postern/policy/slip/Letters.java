package org.postern.policy.slip;

import java.util.List;

/**
 * How two letters of a domain come to be confused: fingers, sound, sight. Pure functions of
 * lower-case ASCII.
 */
final class Letters {

  /**
   * Rows of the three common Latin keyboards; a key's neighbours are the next in its row and the
   * two above and below.
   */
  private static final String[][] KEYBOARDS = {
    {"1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm"},
    {"1234567890-", "azertyuiop", "qsdfghjklm", "wxcvbn"},
    {"1234567890-", "qwertzuiop", "asdfghjkl", "yxcvbnm"},
  };

  private static final boolean[] NEIGHBOURS = neighbours();

  /** Pairs that are read as each other, from paper or screen. */
  private static final String SEEN_ALIKE =
      "0o 1l 1i li l7 17 bd pq mn nu uv vw ij lj ft gq ce co 5s 8b 6b 9g 9q 2z 3e 4a tf rn lt yv hb ao ae aq 6g";

  private static final String HEARD_ALIKE =
      "cs ck sz fv pb td gj kq gk iy mn fh lr bv wv vw wu yj xs xz aeieioou";

  /** Two letters and the one that they look or sound like. */
  static final List<String> PAIRS =
      List.of(
          "rnm", "nnm", "vvw", "cld", "lob", "lck", "rin", "phf", "ksx", "chk", "chc", "iey", "eei",
          "oou");

  private static final boolean[] SEEN = pairs(SEEN_ALIKE);
  private static final boolean[] HEARD = pairs(HEARD_ALIKE);

  private Letters() {}

  static boolean neighbourKeys(char a, char b) {
    return a < 128 && b < 128 && NEIGHBOURS[(a << 7) | b];
  }

  static boolean seenAlike(char a, char b) {
    return a < 128 && b < 128 && SEEN[(a << 7) | b];
  }

  static boolean heardAlike(char a, char b) {
    return a < 128 && b < 128 && HEARD[(a << 7) | b];
  }

  static boolean isVowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** One bit apart, as a faulty memory cell leaves them. */
  static boolean oneBitApart(char a, char b) {
    return Integer.bitCount(a ^ b) == 1;
  }

  /** Two letters that read as one: {@code rn} for {@code m}. */
  static boolean pairLooksLike(char first, char second, char single) {
    return switch (single) {
      case 'm' -> (first == 'r' || first == 'n') && second == 'n';
      case 'w' -> first == 'v' && second == 'v';
      case 'd' -> first == 'c' && second == 'l';
      case 'b' -> first == 'l' && second == 'o';
      case 'k' -> first == 'l' && second == 'c';
      case 'n' -> first == 'r' && second == 'i';
      default -> false;
    };
  }

  /** Two letters that sound as one: {@code ph} for {@code f}. */
  static boolean pairSoundsLike(char first, char second, char single) {
    return switch (single) {
      case 'f' -> first == 'p' && second == 'h';
      case 'x' -> first == 'k' && second == 's';
      case 'k' -> first == 'c' && second == 'h';
      case 'c' -> first == 'c' && second == 'h';
      case 'y' -> first == 'i' && second == 'e';
      case 'i' -> first == 'e' && second == 'e';
      case 'u' -> first == 'o' && second == 'o';
      default -> false;
    };
  }

  private static boolean[] neighbours() {
    boolean[] near = new boolean[128 * 128];
    for (String[] rows : KEYBOARDS) {
      for (int r = 0; r < rows.length; r++) {
        for (int c = 0; c < rows[r].length(); c++) {
          link(near, rows[r], c, rows[r], c + 1);
          if (r + 1 < rows.length) {
            link(near, rows[r], c, rows[r + 1], c);
            link(near, rows[r], c, rows[r + 1], c - 1);
          }
        }
      }
    }
    // The dot and the hyphen sit beside letters on every one of them; the same key of another
    // keyboard has the other letter.
    for (String pair : new String[] {"l.", "m.", ".-", "p-", "yz", "aq", "wz"}) {
      link(near, pair, 0, pair, 1);
    }
    return near;
  }

  private static void link(boolean[] table, String a, int i, String b, int j) {
    if (j >= 0 && j < b.length()) {
      table[(a.charAt(i) << 7) | b.charAt(j)] = true;
      table[(b.charAt(j) << 7) | a.charAt(i)] = true;
    }
  }

  private static boolean[] pairs(String list) {
    boolean[] table = new boolean[128 * 128];
    for (String pair : list.split(" ")) {
      link(table, pair, 0, pair, 1);
    }
    return table;
  }

  /** Whether one letter more, less or another, or two swapped, lead from the one to the other. */
  static boolean oneEditApart(String a, String b) {
    int head = 0;
    while (head < Math.min(a.length(), b.length()) && a.charAt(head) == b.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(a.length(), b.length()) - head
        && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) {
      tail++;
    }
    int left = a.length() - head - tail;
    int right = b.length() - head - tail;
    boolean swapped =
        left == 2
            && right == 2
            && a.charAt(head) == b.charAt(head + 1)
            && a.charAt(head + 1) == b.charAt(head);
    return Math.max(left, right) == 1 || swapped;
  }
}
