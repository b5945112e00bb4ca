package org.postern.policy.slip;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a character looks like in plain letters: compatibility form without marks, then the UTS #39
 * skeleton, again without marks. Marks go first because attackers use accents ({@code á}), which
 * UTS #39 alone keeps apart from the bare letter.
 */
final class Glyphs {

  private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();
  private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().build();

  /** Small letters that UTS #39 sends to a capital or to nothing we use, as people read them. */
  private static final Map<Integer, String> READ_AS =
      Map.ofEntries(
          Map.entry(0x043C, "m"), // м
          Map.entry(0x043A, "k"), // к
          Map.entry(0x043D, "h"), // н
          Map.entry(0x0442, "t"), // т
          Map.entry(0x0432, "b"), // в
          Map.entry(0x0433, "r"), // г
          Map.entry(0x0438, "u"), // и
          Map.entry(0x043F, "n"), // п
          Map.entry(0x03B2, "b"), // β
          Map.entry(0x03B7, "n"), // η
          Map.entry(0x03BC, "u"), // μ
          Map.entry(0x03C4, "t"), // τ
          Map.entry(0x03C9, "w"), // ω
          Map.entry(0x03B5, "e"), // ε
          Map.entry(0x03BA, "k"), // κ
          Map.entry(0x00E6, "ae"), // æ
          Map.entry(0x0153, "oe"), // œ
          Map.entry(0x00DF, "b"), // ß
          Map.entry(0x00F0, "d"), // ð
          Map.entry(0x00FE, "p"), // þ
          Map.entry(0x0259, "e"), // ə
          Map.entry(0x0127, "h"), // ħ
          Map.entry(0x0167, "t"), // ŧ
          Map.entry(0x0138, "k")); // ĸ

  private Glyphs() {}

  /** Version of the confusables table, that of ICU's Unicode data. */
  static String version() {
    return UCharacter.getUnicodeVersion().getMajor()
        + "."
        + UCharacter.getUnicodeVersion().getMinor();
  }

  /**
   * Plain form of one non-ASCII code point; empty for what shows nothing, itself if nothing plainer
   * is known.
   */
  static String plain(int codePoint) {
    String read = READ_AS.get(codePoint);
    if (read != null) {
      return read;
    }
    String self = Character.toString(codePoint);
    String bare = withoutMarks(self).toLowerCase(Locale.ROOT);
    if (bare.isEmpty() || isAscii(bare)) {
      return bare;
    }
    read = bare.codePointCount(0, bare.length()) == 1 ? READ_AS.get(bare.codePointAt(0)) : null;
    if (read != null) {
      return read;
    }
    String skeleton = skeleton(bare);
    if (skeleton == null || skeleton.isEmpty()) {
      return bare;
    }
    return isAscii(skeleton) ? skeleton : bare;
  }

  private static @Nullable String skeleton(String bare) {
    return withoutMarks(CONFUSABLES.getSkeleton(bare)).toLowerCase(Locale.ROOT);
  }

  private static String withoutMarks(String text) {
    String decomposed = NFKD.normalize(text);
    StringBuilder out = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(
            c ->
                switch (Character.getType(c)) {
                  case Character.NON_SPACING_MARK,
                      Character.ENCLOSING_MARK,
                      Character.COMBINING_SPACING_MARK,
                      Character.FORMAT,
                      Character.CONTROL ->
                      false;
                  default -> true;
                })
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
