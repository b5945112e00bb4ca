package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.policy.slip.EditPrices.Group;
import org.postern.policy.slip.EditPrices.Place;

/**
 * Every single edit of a name: of a letter of the part before the suffix, or of the ending. Each
 * carries the keys that price it, so that training counts by the same. Not reusable.
 */
@SuppressWarnings("LoopOverCharArray") // letters to try, few and outside any hot loop
final class Edits {

  /**
   * One edit: {@code letters} instead of {@code [from,to)}.
   *
   * @param keys see {@link EditPrices}
   * @param price hundredths of a nat
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Edit(int from, int to, String letters, int[] keys, int price) {}

  private static final String KEYS = "abcdefghijklmnopqrstuvwxyz0123456789-";

  /** What people put behind or instead of an ending when they are not sure of it. */
  private static final List<String> COMMON =
      List.of("com", "net", "org", "co", "us", "co.uk", "eu");

  private static final List<String> SECOND_LEVELS =
      List.of("com", "co", "org", "net", "gov", "edu", "ac", "go", "ne", "or");

  private final String name;
  private final char[] s;
  private final int headTo;
  private final Weights weights;
  private final Suffixes psl;
  private final double surprise;

  /** By the name that each makes; where two make the same, the first counts. */
  private final Map<String, Edit> found = new LinkedHashMap<>();

  private Edits(String name, int headTo, Weights weights, Suffixes psl) {
    this.name = name;
    this.s = name.toCharArray();
    this.headTo = headTo;
    this.weights = weights;
    this.psl = psl;
    this.surprise = weights.letters().surprise(s, 0, headTo);
  }

  /** The edits by the names that they make; none if the name has no part before a suffix. */
  static Map<String, Edit> of(String name, Weights weights, Suffixes psl) {
    int suffix = psl.startOf(name);
    int headTo = suffix > 0 ? suffix - 1 : name.indexOf('.');
    if (headTo <= 0) {
      return Map.of();
    }
    Edits edits = new Edits(name, headTo, weights, psl);
    edits.endings();
    edits.head();
    edits.found.remove(name);
    return edits.found;
  }

  private void head() {
    add(0, 0, "www", new int[] {EditPrices.whole("www")});
    for (int i = 0; i <= headTo; i++) {
      omission(i);
      swap(i);
      if (i < headTo && s[i] != '.') {
        for (int k = 0; k < KEYS.length(); k++) {
          substitution(i, KEYS.charAt(k));
        }
      } else if (i < headTo) {
        substitution(i, '-');
      }
      for (int k = 0; k < KEYS.length(); k++) {
        insertion(i, KEYS.charAt(k));
      }
      insertion(i, '.');
      pairs(i);
      twice(i);
      moved(i);
    }
  }

  private int position(int from, int to) {
    return from == 0 ? EditPrices.FIRST : to >= headTo ? EditPrices.LAST : EditPrices.INSIDE;
  }

  private void omission(int i) {
    if (i > 0 && s[i] == s[i - 1]) {
      return;
    }
    letters(Op.omission(s, i, 0, s.length), Group.OMIT, i, i + 1, "", s[i]);
  }

  private void swap(int i) {
    if (i + 1 < s.length && s[i] != s[i + 1]) {
      Op op = s[i] == '.' || s[i + 1] == '.' ? Op.DOT_MOVED : Op.SWAP;
      letters(op, Group.SWAP, i, i + 2, "" + s[i + 1] + s[i], s[i]);
    }
  }

  private void substitution(int i, char c) {
    if (c != s[i]) {
      Op op = c == '-' && s[i] != '.' ? Op.OTHER : Op.substitution(c, s[i]);
      letters(op, Group.REPLACE, i, i + 1, "" + c, c);
    }
  }

  private void insertion(int i, char c) {
    if (i > 0 && c == s[i - 1]) {
      return;
    }
    char[] typed = (name.substring(0, i) + c + name.substring(i)).toCharArray();
    letters(Op.insertion(typed, i, 0, typed.length), Group.INSERT, i, i, "" + c, c);
  }

  /** Two letters that look or sound like one, either way round. */
  private void pairs(int i) {
    for (String pair : Letters.PAIRS) {
      char single = pair.charAt(2);
      boolean seen = Letters.pairLooksLike(pair.charAt(0), pair.charAt(1), single);
      Op op = seen ? Op.SEEN_PAIR : Op.HEARD_PAIR;
      if (i < headTo && s[i] == single) {
        letters(op, Group.REPLACE, i, i + 1, pair.substring(0, 2), pair.charAt(1));
      }
      if (i + 1 < headTo && s[i] == pair.charAt(0) && s[i + 1] == pair.charAt(1)) {
        letters(op, Group.REPLACE, i, i + 2, "" + single, single);
      }
    }
  }

  /** The same wrong letter for both of a pair: yahuu for yahoo. */
  private void twice(int i) {
    if (i + 1 >= headTo || s[i] != s[i + 1] || s[i] == '.' || s[i] == '-') {
      return;
    }
    for (int k = 0; k < KEYS.length(); k++) {
      char c = KEYS.charAt(k);
      if (c != s[i] && c != '-') {
        int kind = EditPrices.whole("both letters of a pair");
        add(i, i + 2, "" + c + c, new int[] {kind, EditPrices.pair(c, s[i])});
      }
    }
  }

  /** A letter that comes two places late or early: icould for icloud. */
  private void moved(int i) {
    if (i + 2 < headTo && s[i] != s[i + 1] && s[i + 1] != s[i + 2]) {
      int[] keys = {
        EditPrices.whole("letter moved"), EditPrices.position(Group.SWAP, position(i, i + 3))
      };
      add(i, i + 3, "" + s[i + 1] + s[i + 2] + s[i], keys);
      add(i, i + 3, "" + s[i + 2] + s[i] + s[i + 1], keys);
    }
  }

  private void letters(Op op, Group group, int from, int to, String letters, char letter) {
    int end = Math.min(to, headTo);
    String head = name.substring(0, from) + letters + name.substring(end, headTo);
    double more = weights.letters().surprise(head.toCharArray(), 0, head.length()) - surprise;
    int kind = EditPrices.op(op, Place.HEAD);
    int place = EditPrices.position(group, position(from, to));
    int which = EditPrices.letter(group, letter);
    int strange = EditPrices.surprise(group, more);
    int[] keys =
        group == Group.REPLACE && letters.length() == 1 && to - from == 1
            ? new int[] {kind, place, which, strange, EditPrices.pair(letter, s[from])}
            : new int[] {kind, place, which, strange};
    add(from, to, letters, keys);
  }

  private void add(int from, int to, String letters, int[] keys) {
    String typed = name.substring(0, from) + letters + name.substring(to);
    if (!found.containsKey(typed)) {
      found.put(typed, new Edit(from, to, letters, keys, weights.edits().price(keys)));
    }
  }

  /**
   * Other endings: seen confused with this one, a letter away, common ones, part of it lost,
   * something behind it.
   */
  private void endings() {
    String suffix = name.substring(headTo + 1);
    int dot = suffix.indexOf('.');
    String country = suffix.substring(dot + 1);
    Map<String, Double> confused = weights.confusedWith(suffix);
    Map<String, Integer> near = nearEndings(suffix, dot);
    TreeSet<String> all = new TreeSet<>(confused.keySet());
    all.addAll(near.keySet());
    for (String common : COMMON) {
      all.add(common);
      all.add(suffix + "." + common);
      if (dot > 0) {
        all.add(suffix.substring(0, dot + 1) + common);
      }
    }
    if (dot > 0) {
      all.add(country);
      all.add(suffix.substring(0, dot));
      SECOND_LEVELS.forEach(second -> all.add(second + "." + country));
    }
    all.remove(suffix);
    for (String typed : all) {
      List<Integer> keys = new ArrayList<>();
      Integer letter = near.get(typed);
      keys.add(letter != null ? letter : EditPrices.whole("other ending"));
      Double count = confused.get(typed);
      if (count != null) {
        keys.add(EditPrices.confused(count));
      }
      if (COMMON.contains(typed)) {
        keys.add(EditPrices.whole("common"));
      } else if (typed.startsWith(suffix + ".")) {
        keys.add(EditPrices.whole("extended"));
      } else if (dot > 0 && typed.equals(country)) {
        keys.add(EditPrices.whole("cut at the front"));
      } else if (dot > 0 && typed.equals(suffix.substring(0, dot))) {
        keys.add(EditPrices.whole("cut at the back"));
      } else if (dot > 0 && letter == null && typed.endsWith("." + country)) {
        keys.add(EditPrices.whole("other second level"));
      } else if (dot > 0 && letter == null && typed.startsWith(suffix.substring(0, dot + 1))) {
        keys.add(EditPrices.whole("common country"));
      }
      if (psl.topLevelExists(typed.substring(typed.lastIndexOf('.') + 1))) {
        keys.add(EditPrices.whole("exists"));
      }
      add(headTo + 1, s.length, typed, keys.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  /**
   * Endings one letter off, with the key of the edit. Which letter it is counts for nothing: an
   * ending is no word, and what exists beside it decides where the mail goes.
   */
  private static Map<String, Integer> nearEndings(String suffix, int dot) {
    Map<String, Integer> near = new TreeMap<>();
    char[] s = suffix.toCharArray();
    for (int i = 0; i <= s.length; i++) {
      Place place = dot < 0 ? Place.ENDING : i <= dot ? Place.FRONT : Place.COUNTRY;
      String before = suffix.substring(0, i);
      String after = suffix.substring(i);
      for (int k = 0; k < KEYS.length(); k++) {
        char c = KEYS.charAt(k);
        char[] t = (before + c + after).toCharArray();
        near.putIfAbsent(before + c + after, EditPrices.op(Op.insertion(t, i, 0, t.length), place));
        if (i < s.length && s[i] != '.' && c != s[i]) {
          Op op = c == '-' ? Op.OTHER : Op.substitution(c, s[i]);
          near.putIfAbsent(before + c + after.substring(1), EditPrices.op(op, place));
        }
      }
      if (i < s.length) {
        near.putIfAbsent(
            before + after.substring(1), EditPrices.op(Op.omission(s, i, 0, s.length), place));
      }
      if (i + 1 < s.length) {
        near.putIfAbsent(
            before + s[i + 1] + s[i] + after.substring(2), EditPrices.op(Op.SWAP, place));
      }
    }
    return near;
  }
}
