package org.postern.policy.slip;

import com.ibm.icu.text.IDNA;
import java.util.Arrays;
import java.util.Locale;

/**
 * A domain as people see it and, beside it, the plain letters that the engine compares: {@code
 * armу.mil} (Cyrillic у) with key {@code army.mil}. Every key letter knows which shown letters it
 * stands for.
 */
final class Folded {

  private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE);

  private final String shown;
  private final char[] key;

  /** Offset in the shown text for each key letter, and the shown length at the end. */
  private final int[] at;

  private final boolean plain;

  private Folded(String shown, char[] key, int[] at) {
    this.shown = shown;
    this.key = key;
    this.at = at;
    this.plain = key.length == shown.length() && isAscii(shown);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Folds a domain in A-label or U-label form. Invalid punycode stays as it is written. */
  static Folded of(String domain) {
    int end = domain.endsWith(".") ? domain.length() - 1 : domain.length();
    String name = domain.substring(0, end).toLowerCase(Locale.ROOT);
    if (isAscii(name) && !name.contains("xn--")) {
      return new Folded(name, name.toCharArray(), identity(name.length()));
    }
    return fold(unicode(name));
  }

  private static Folded fold(String shown) {
    StringBuilder key = new StringBuilder(shown.length());
    int[] at = new int[shown.length() * 4 + 1];
    for (int i = 0; i < shown.length(); ) {
      int c = shown.codePointAt(i);
      String plain = c < 0x80 ? Character.toString(c) : Glyphs.plain(c);
      // Four key letters for each shown one at most: no compatibility form may blow the name up.
      for (int k = 0; k < Math.min(plain.length(), 4); k++) {
        at[key.length()] = i;
        key.append(plain.charAt(k));
      }
      i += Character.charCount(c);
    }
    at[key.length()] = shown.length();
    return new Folded(shown, key.toString().toCharArray(), Arrays.copyOf(at, key.length() + 1));
  }

  private static int[] identity(int length) {
    int[] at = new int[length + 1];
    Arrays.setAll(at, i -> i);
    return at;
  }

  /** Label by label, because one undecodable label must not hide another that is. */
  private static String unicode(String name) {
    StringBuilder out = new StringBuilder(name.length());
    String dot = "";
    for (String label : name.split("\\.", -1)) {
      out.append(dot);
      dot = ".";
      if (label.startsWith("xn--") && label.length() <= 63) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder decoded = UTS46.labelToUnicode(label, new StringBuilder(), info);
        boolean sound =
            !info.getErrors().contains(IDNA.Error.PUNYCODE)
                && decoded.indexOf(".") < 0
                && decoded.indexOf("\uFFFD") < 0;
        out.append(sound ? decoded : label);
      } else {
        out.append(label);
      }
    }
    return out.toString();
  }

  String shown() {
    return shown;
  }

  /** Whether every shown letter is a plain one. */
  boolean isPlain() {
    return plain;
  }

  /** Whether the key letter is shown as itself. */
  boolean isPlain(int index, char letter) {
    return shown.charAt(at[index]) == letter;
  }

  char[] key() {
    return key;
  }

  /** The shown letters behind the key range. */
  String shown(int from, int to) {
    return shown.substring(at[from], at[to]);
  }

  int shownAt(int index) {
    return at[index];
  }

  /** Whether a key position lies between two shown letters, not inside one. */
  boolean isBoundary(int index) {
    return index == 0 || index == key.length || at[index] != at[index - 1];
  }
}
