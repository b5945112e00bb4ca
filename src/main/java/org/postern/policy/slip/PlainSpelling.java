package org.postern.policy.slip;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How people write an international name with plain letters: the marks left out, {@code munchen.de}
 * for {@code münchen.de}, or spelled, {@code muenchen.de}. Latin letters only: from another script
 * nobody slips into this one. Stateless.
 */
final class PlainSpelling {

  private static final Map<Integer, String> SPELLED =
      Map.of(
          (int) 'ä', "ae", (int) 'ö', "oe", (int) 'ü', "ue", (int) 'ß', "ss", (int) 'å', "aa",
          (int) 'æ', "ae", (int) 'ø', "oe", (int) 'œ', "oe", (int) 'ð', "d", (int) 'þ', "th");

  private PlainSpelling() {}

  /** The plain names, the one without marks first; none if a letter has no plain form. */
  static List<String> of(String shown) {
    boolean latin =
        shown
            .codePoints()
            .allMatch(
                c -> c < 0x80 || Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN);
    return latin
        ? Stream.of(write(shown, false), write(shown, true))
            .filter(name -> name.chars().allMatch(c -> c < 0x80))
            .distinct()
            .toList()
        : List.of();
  }

  private static String write(String shown, boolean spelled) {
    StringBuilder plain = new StringBuilder(shown.length() + 4);
    shown
        .codePoints()
        .forEach(
            c -> {
              String letters = SPELLED.get(c);
              if (c < 0x80) {
                plain.append((char) c);
              } else if (letters != null && (spelled || c == 'ß')) {
                plain.append(letters);
              } else {
                plain.append(Glyphs.plain(c));
              }
            });
    return plain.toString();
  }
}
