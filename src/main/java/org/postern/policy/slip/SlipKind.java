package org.postern.policy.slip;

import java.util.Locale;

/**
 * What kind of slip leads from the domain meant to the domain typed. Each kind has a sentence for
 * officers.
 */
public enum SlipKind {
  OMISSION("one letter left out: %2$s", "letters left out: %2$s"),
  INSERTION("one letter too many: %1$s", "letters too many: %1$s"),
  DOUBLED("letter typed twice: %1$s"),
  TRANSPOSITION("letters swapped: %1$s for %2$s"),
  NEIGHBOUR_KEY("neighbouring key: %1$s for %2$s"),
  VOWEL("wrong vowel: %1$s for %2$s"),
  SOUND_ALIKE("sounds alike: %1$s for %2$s"),
  LOOKALIKE_LETTER("looks alike: %1$s for %2$s"),
  SUBSTITUTION("wrong letter: %1$s for %2$s", "wrong letters: %1$s for %2$s"),
  BIT_FLIP("one bit off, as by a memory fault: %1$s for %2$s"),
  DIGIT("digit added: %1$s", "digits added: %1$s"),
  WRONG_SUFFIX("wrong ending: .%1$s for .%2$s"),
  MISSING_SUFFIX("part of the ending left out: %2$s"),
  EXTRA_SUFFIX("something put behind the ending: %1$s"),
  LOST_DOT("dot left out: %2$s"),
  EXTRA_DOT("dot too many: %1$s"),
  MOVED_DOT("dot in the wrong place: %1$s for %2$s"),
  HYPHEN("hyphen confused with a dot: %1$s for %2$s"),
  EMBEDDED("a trusted name at the front of a stranger’s domain: %1$s is what counts"),
  COMBOSQUAT("a trusted name with words around it: %1$s for %2$s");

  private final String one;
  private final String many;

  SlipKind(String one) {
    this(one, one);
  }

  SlipKind(String one, String many) {
    this.one = one;
    this.many = many;
  }

  /** The word for it in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The slip in an officer's words. The letters are quoted; what is not a plain letter, digit, dot
   * or hyphen is named by its code point, so that a hostile name cannot hide or reorder the text.
   */
  String sentence(String typed, String meant) {
    String form = Math.max(typed.length(), meant.length()) > 1 ? many : one;
    if (this == HYPHEN && (typed.isEmpty() || meant.isEmpty())) {
      form = typed.isEmpty() ? "hyphen left out: %2$s" : "hyphen too many: %1$s";
    } else if (this == COMBOSQUAT && meant.isEmpty()) {
      form = "a trusted name with words around it: %1$s";
    }
    return form.formatted(quoted(typed), quoted(meant)).replace(".“.", "“.").replace(".“", "“.");
  }

  private static String quoted(String letters) {
    if (letters.isEmpty()) {
      return "nothing";
    }
    StringBuilder out = new StringBuilder("“");
    letters
        .codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c < 0x7f) {
                out.append((char) c);
              } else if (Character.isLetter(c) && Character.getDirectionality(c) == 0) {
                out.appendCodePoint(c);
                out.append("” (U+%04X)“".formatted(c));
              } else {
                out.append("U+%04X".formatted(c));
              }
            });
    return out.append("”").toString().replace("“”", "");
  }
}
