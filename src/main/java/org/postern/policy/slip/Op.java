package org.postern.policy.slip;

/**
 * One step of an alignment from the letters meant to the letters typed, finer than {@link
 * SlipKind}: each has a weight of its own.
 */
enum Op {
  MATCH(SlipKind.LOOKALIKE_LETTER),
  OMIT(SlipKind.OMISSION),
  OMIT_DOUBLE(SlipKind.OMISSION),
  INSERT(SlipKind.INSERTION),
  INSERT_KEY(SlipKind.INSERTION),
  DOUBLE(SlipKind.DOUBLED),
  DIGIT(SlipKind.DIGIT),
  SWAP(SlipKind.TRANSPOSITION),
  KEY(SlipKind.NEIGHBOUR_KEY),
  VOWEL(SlipKind.VOWEL),
  SEEN(SlipKind.LOOKALIKE_LETTER),
  HEARD(SlipKind.SOUND_ALIKE),
  OTHER(SlipKind.SUBSTITUTION),
  SEEN_PAIR(SlipKind.LOOKALIKE_LETTER),
  HEARD_PAIR(SlipKind.SOUND_ALIKE),
  DOT_LOST(SlipKind.LOST_DOT),
  DOT_EXTRA(SlipKind.EXTRA_DOT),
  DOT_MOVED(SlipKind.MOVED_DOT),
  DOT_OTHER(SlipKind.SUBSTITUTION),
  HYPHEN_LOST(SlipKind.HYPHEN),
  HYPHEN_EXTRA(SlipKind.HYPHEN),
  HYPHEN_DOT(SlipKind.HYPHEN),
  SUFFIX(SlipKind.WRONG_SUFFIX),
  SUFFIX_ADDED(SlipKind.EXTRA_SUFFIX),
  /** Letters around or behind a trusted name: found by structure, not by alignment. */
  EMBEDDED(SlipKind.EMBEDDED),
  COMBO(SlipKind.COMBOSQUAT);

  private final SlipKind kind;

  Op(SlipKind kind) {
    this.kind = kind;
  }

  SlipKind kind() {
    return kind;
  }

  /**
   * Place in the tables of prices; weights in the data go by name, so the order is free to change.
   */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  /** What typing {@code typed} instead of {@code meant} is; neither is equal to the other. */
  static Op substitution(char typed, char meant) {
    if (typed == '.' || meant == '.') {
      return typed == '-' || meant == '-' ? HYPHEN_DOT : DOT_OTHER;
    }
    if (Letters.seenAlike(typed, meant) && (Letters.isDigit(typed) || Letters.isDigit(meant))) {
      return SEEN;
    }
    if (Letters.isVowel(typed) && Letters.isVowel(meant)) {
      return VOWEL;
    }
    if (Letters.neighbourKeys(typed, meant)) {
      return KEY;
    }
    if (Letters.seenAlike(typed, meant)) {
      return SEEN;
    }
    return Letters.heardAlike(typed, meant) ? HEARD : OTHER;
  }

  /** What leaving out {@code meant[j]} is. */
  static Op omission(char[] meant, int j, int from, int to) {
    char c = meant[j];
    if (c == '.') {
      return DOT_LOST;
    }
    if (c == '-') {
      return HYPHEN_LOST;
    }
    boolean doubled = (j > from && meant[j - 1] == c) || (j + 1 < to && meant[j + 1] == c);
    return doubled ? OMIT_DOUBLE : OMIT;
  }

  /** What the extra letter {@code typed[i]} is. */
  static Op insertion(char[] typed, int i, int from, int to) {
    char c = typed[i];
    if (c == '.') {
      return DOT_EXTRA;
    }
    if (c == '-') {
      return HYPHEN_EXTRA;
    }
    boolean before = i > from;
    boolean after = i + 1 < to;
    if ((before && typed[i - 1] == c) || (after && typed[i + 1] == c)) {
      return DOUBLE;
    }
    if (Letters.isDigit(c)) {
      return DIGIT;
    }
    boolean near =
        (before && Letters.neighbourKeys(c, typed[i - 1]))
            || (after && Letters.neighbourKeys(c, typed[i + 1]));
    return near ? INSERT_KEY : INSERT;
  }
}
