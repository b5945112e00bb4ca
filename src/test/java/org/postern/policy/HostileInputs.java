package org.postern.policy;

import java.util.List;
import java.util.SplittableRandom;

/** Input of every bad kind, made from a seed: the same seed gives the same inputs. */
final class HostileInputs {

  private static final String[] WORDS = {
    "army", "mil", "gov", "uk", "com", "homeoffice", "login", "mail", "a", "xn--", "www", "1", "m"
  };

  /** Letters that deceive, reorder, join, vanish, or are none (yet). */
  private static final int[] STRANGE = {
    0x430, 0x443, 0x3bf, 0x131, 0xdf, 0x17f, 0x202e, 0x2066, 0x200d, 0x200b, 0x300, 0x488, 0xff0e,
    0x3002, 0x5d0, 0x627, 0x660, 0x1d400, 0x378, 0xe0001, 0xfffd, 0xffff, 0x10ffff, 0xd800, 0x2100,
    0x1f600, 0xfdfa, 0x7f, 0, 9, 10, ' ', ',', ';', '@', '"', '[', '%', '_', '-', '.', '*', '='
  };

  private final SplittableRandom random;
  private final List<String> trusted;

  HostileInputs(long seed, List<String> trusted) {
    this.random = new SplittableRandom(seed);
    this.trusted = trusted;
  }

  String next() {
    String text =
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> edited(trusted(), 1 + random.nextInt(2));
          case 4 -> edited(trusted(), 3 + random.nextInt(6));
          case 5 -> words();
          case 6 -> trusted() + "." + word() + "." + word();
          case 7 -> word() + "-" + trusted().replace('.', '-') + "." + word();
          case 8 -> longName();
          case 9 -> manyLabels();
          case 10 -> "xn--" + letters(1 + random.nextInt(58)) + "." + word();
          default -> noise();
        };
    return random.nextInt(3) == 0 ? word() + "@" + text : text;
  }

  private String trusted() {
    return trusted.get(random.nextInt(trusted.size()));
  }

  private String word() {
    return random.nextInt(4) == 0
        ? letters(1 + random.nextInt(8))
        : WORDS[random.nextInt(WORDS.length)];
  }

  private String words() {
    StringBuilder text = new StringBuilder(word());
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(".-".charAt(random.nextInt(2))).append(word());
    }
    return text.toString();
  }

  private String letters(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
    }
    return text.toString();
  }

  /** Up to a little more than a name may have; of one letter, of hyphens, of digits, of a word. */
  private String longName() {
    String unit =
        switch (random.nextInt(4)) {
          case 0 -> "-";
          case 1 -> String.valueOf(random.nextInt(10));
          case 2 -> letters(1);
          default -> word();
        };
    StringBuilder text = new StringBuilder();
    int length = 240 + random.nextInt(18);
    while (text.length() < length) {
      text.append(unit.repeat(1 + random.nextInt(64 / unit.length()))).append('.');
    }
    return text.append(word()).toString();
  }

  private String manyLabels() {
    StringBuilder text = new StringBuilder();
    String label = random.nextBoolean() ? "a" : letters(1);
    for (int i = 120 + random.nextInt(10); i > 0; i--) {
      text.append(label).append('.');
    }
    return text.append(random.nextBoolean() ? trusted() : word()).toString();
  }

  private String noise() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int c = random.nextBoolean() ? random.nextInt(0x110000) : strange();
      text.appendCodePoint(c);
    }
    return text.toString();
  }

  private int strange() {
    return STRANGE[random.nextInt(STRANGE.length)];
  }

  private String edited(String name, int edits) {
    StringBuilder text = new StringBuilder(name);
    for (int i = 0; i < edits && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int letter = random.nextInt(4) == 0 ? strange() : 'a' + random.nextInt(26);
      switch (random.nextInt(5)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, Character.toString(letter));
        case 2 -> text.replace(at, at + 1, Character.toString(letter));
        case 3 -> text.insert(at, text.charAt(at));
        default -> text.insert(random.nextInt(text.length()), text.charAt(at)).deleteCharAt(at);
      }
    }
    return text.toString();
  }
}
