package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The likeliest slips of one trusted name, enumerated: what a gateway without the engine gets.
 * Every single edit of the part before the suffix, every ending that people confuse with this one
 * or that is a letter away, then the cheapest pairs of edits, until the limit. Not reusable.
 */
@SuppressWarnings("LoopOverCharArray") // letters to try, few and outside any hot loop
final class Neighbourhood {

  private static final String KEYS = "abcdefghijklmnopqrstuvwxyz0123456789-";

  /** Single edits that are combined in pairs: the cheapest ones. */
  private static final int PAIRED = 70;

  /**
   * Price of an ending that somebody was seen to confuse, before its count lowers it; of another;
   * of a mere letter in it.
   */
  private static final int CONFUSED = 260;

  private static final int FOREIGN_SUFFIX = 330;
  private static final int FIRST_LETTER = 80;

  /** Two slips in one name are rarer than their prices say. */
  private static final int SECOND_SLIP = 120;

  /** What people put behind or instead of an ending when they are not sure of it. */
  private static final List<String> COMMON =
      List.of("com", "net", "org", "co", "us", "co.uk", "eu");

  private record Edit(String name, int from, int to, int price) {}

  private final String name;
  private final int headTo;
  private final int[] prices;
  private final Weights weights;
  private final Suffixes psl;
  private final Map<String, Integer> found = new LinkedHashMap<>();
  private final List<Edit> singles = new ArrayList<>();

  Neighbourhood(String name, Weights weights, Suffixes psl) {
    this.name = name;
    int suffix = psl.startOf(name);
    this.headTo = suffix > 0 ? suffix - 1 : Math.max(0, name.indexOf('.'));
    this.prices = weights.prices();
    this.weights = weights;
    this.psl = psl;
  }

  /** Names, likeliest first; ties in the order of the alphabet. */
  List<String> names(int limit) {
    if (headTo == 0 || limit <= 0) {
      return List.of();
    }
    letters();
    found.put("www" + name, FOREIGN_SUFFIX);
    endings();
    pairs();
    return found.entrySet().stream()
        .filter(e -> !e.getKey().equals(name) && isName(e.getKey()))
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Integer> e) -> e.getValue())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void letters() {
    char[] s = name.toCharArray();
    for (int i = 0; i <= headTo; i++) {
      int start = i == 0 ? FIRST_LETTER : 0;
      edit(i, i + 1, "", price(Op.omission(s, i, 0, s.length)) + start);
      if (i + 1 < s.length && s[i] != s[i + 1]) {
        Op op = s[i] == '.' || s[i + 1] == '.' ? Op.DOT_MOVED : Op.SWAP;
        edit(i, i + 2, "" + s[i + 1] + s[i], price(op) + start);
      }
      for (int k = 0; k < KEYS.length(); k++) {
        char c = KEYS.charAt(k);
        if (c != s[i] && s[i] != '.') {
          edit(i, i + 1, "" + c, price(c == '-' ? Op.OTHER : Op.substitution(c, s[i])) + start);
        }
        inserted(i, c, start);
      }
      inserted(i, '.', start);
      looksLikePair(s, i);
    }
  }

  private void inserted(int at, char c, int more) {
    char[] typed = (name.substring(0, at) + c + name.substring(at)).toCharArray();
    edit(at, at, "" + c, price(Op.insertion(typed, at, 0, typed.length)) + more);
  }

  private void looksLikePair(char[] s, int i) {
    if (s[i] == 'm') {
      edit(i, i + 1, "rn", price(Op.SEEN_PAIR));
    } else if (s[i] == 'w') {
      edit(i, i + 1, "vv", price(Op.SEEN_PAIR));
    } else if (i + 1 < headTo && s[i] == 'r' && s[i + 1] == 'n') {
      edit(i, i + 2, "m", price(Op.SEEN_PAIR));
    }
  }

  private int price(Op op) {
    return prices[op.index()];
  }

  private void edit(int from, int to, String letters, int price) {
    String typed = name.substring(0, from) + letters + name.substring(to);
    singles.add(new Edit(letters, from, to, price));
    found.merge(typed, price, Math::min);
  }

  /**
   * Other endings: seen confused with this one, a letter away, common ones, part of it lost,
   * something behind it.
   */
  private void endings() {
    String head = name.substring(0, headTo);
    String suffix = name.substring(headTo + 1);
    weights
        .confusedWith(suffix)
        .forEach((typed, count) -> ending(head, typed, (int) (CONFUSED - 40 * Math.log1p(count))));
    oneLetterOff(suffix)
        .forEach(
            (typed, price) -> {
              boolean exists = psl.topLevelExists(typed.substring(typed.lastIndexOf('.') + 1));
              ending(head, typed, exists ? price - 60 : price);
            });
    for (String common : COMMON) {
      ending(head, common, FOREIGN_SUFFIX);
      ending(head, suffix + "." + common, FOREIGN_SUFFIX);
      int dot = suffix.indexOf('.');
      if (dot > 0) {
        ending(head, suffix.substring(0, dot + 1) + common, FOREIGN_SUFFIX);
      }
    }
    int dot = suffix.indexOf('.');
    if (dot > 0) {
      ending(head, suffix.substring(dot + 1), CONFUSED);
      ending(head, suffix.substring(0, dot), CONFUSED);
      String country = suffix.substring(dot + 1);
      for (String second :
          List.of("com", "co", "org", "net", "gov", "edu", "ac", "go", "ne", "or")) {
        ending(head, second + "." + country, FOREIGN_SUFFIX);
      }
    }
  }

  private void ending(String head, String suffix, int price) {
    found.merge(head + "." + suffix, price, Math::min);
    singles.add(new Edit("." + suffix, headTo, name.length(), price));
  }

  private Map<String, Integer> oneLetterOff(String suffix) {
    Map<String, Integer> typed = new TreeMap<>();
    char[] s = suffix.toCharArray();
    for (int i = 0; i <= s.length; i++) {
      String before = suffix.substring(0, i);
      String after = suffix.substring(i);
      for (int k = 0; k < KEYS.length(); k++) {
        char c = KEYS.charAt(k);
        char[] t = (before + c + after).toCharArray();
        typed.merge(before + c + after, price(Op.insertion(t, i, 0, t.length)), Math::min);
        if (i < s.length && s[i] != '.' && c != s[i]) {
          int price = price(c == '-' ? Op.OTHER : Op.substitution(c, s[i]));
          typed.merge(before + c + after.substring(1), price, Math::min);
        }
      }
      if (i < s.length) {
        typed.merge(before + after.substring(1), price(Op.omission(s, i, 0, s.length)), Math::min);
      }
      if (i + 1 < s.length) {
        typed.merge(before + s[i + 1] + s[i] + after.substring(2), price(Op.SWAP), Math::min);
      }
    }
    typed.remove(suffix);
    return typed;
  }

  /** Two slips at once, each among the likeliest. */
  private void pairs() {
    List<Edit> cheap =
        singles.stream()
            .sorted(
                Comparator.comparingInt(Edit::price)
                    .thenComparingInt(Edit::from)
                    .thenComparing(Edit::name))
            .limit(PAIRED)
            .toList();
    for (Edit a : cheap) {
      for (Edit b : cheap) {
        if (a.to < b.from) {
          String typed =
              name.substring(0, a.from)
                  + a.name
                  + name.substring(a.to, b.from)
                  + b.name
                  + name.substring(b.to);
          found.merge(typed, a.price + b.price + SECOND_SLIP, Math::min);
        }
      }
    }
  }

  /**
   * Letters, digits, hyphens in labels of 1 to 63, at least two of them, and a last one that is not
   * a number.
   */
  private static boolean isName(String name) {
    if (name.length() > 253 || name.indexOf('.') < 0) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
        return false;
      }
    }
    return name.substring(name.lastIndexOf('.') + 1).chars().anyMatch(c -> c >= 'a');
  }
}
