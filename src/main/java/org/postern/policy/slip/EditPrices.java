package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How rare each single edit is: what {@link Neighbourhood} lists by. A sum over named keys (kind of
 * edit, letter, place, ending), each with a price in hundredths of a nat that training counted from
 * human slips. Immutable.
 */
final class EditPrices {

  /** Where in a name an edit is; an ending of several labels has a front and a country behind. */
  enum Place {
    HEAD,
    ENDING,
    FRONT,
    COUNTRY;

    @SuppressWarnings("EnumOrdinal")
    int index() {
      return ordinal();
    }
  }

  /** Kinds of edit that share letters and positions. */
  enum Group {
    OMIT,
    INSERT,
    REPLACE,
    SWAP;

    @SuppressWarnings("EnumOrdinal")
    int index() {
      return ordinal();
    }
  }

  private static final String[] POSITIONS = {"first", "inside", "last"};
  static final int FIRST = 0;
  static final int INSIDE = 1;
  static final int LAST = 2;

  /** What can be said of an ending as a whole, and kinds of edit that are no single step. */
  private static final List<String> WHOLE =
      List.of(
          "other ending",
          "confused 2",
          "confused 4",
          "confused 8",
          "confused 16",
          "confused 32",
          "common",
          "extended",
          "common country",
          "other second level",
          "cut at the front",
          "cut at the back",
          "exists",
          "www",
          "both letters of a pair",
          "letter moved");

  private static final List<String> KINDS =
      List.of("other ending", "www", "both letters of a pair", "letter moved");

  /** The group of the keys that say what kind of edit one is: every edit has one of these. */
  static final String KIND = "kind";

  private static final int LETTERS = LetterModel.size();
  private static final int SURPRISES = 8;

  private static final int OPS = 0;
  private static final int PLACES = OPS + Op.values().length * Place.values().length;
  private static final int LETTER = PLACES + Group.values().length * POSITIONS.length;
  private static final int PAIR = LETTER + Group.values().length * LETTERS;
  private static final int SURPRISE = PAIR + LETTERS * LETTERS;
  private static final int ENDING = SURPRISE + Group.values().length * SURPRISES;

  static final List<String> NAMES = names();

  private final float[] prices = new float[NAMES.size()];

  EditPrices(Map<String, Double> values) {
    for (int i = 0; i < prices.length; i++) {
      prices[i] = values.getOrDefault("edit " + NAMES.get(i), 0.0).floatValue();
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Op op : Op.values()) {
      for (Place place : Place.values()) {
        names.add(op + " " + place);
      }
    }
    for (Group group : Group.values()) {
      for (String position : POSITIONS) {
        names.add(group + " " + position);
      }
    }
    for (Group group : Group.values()) {
      for (int letter = 0; letter < LETTERS; letter++) {
        names.add(group + " letter " + LetterModel.SYMBOLS.charAt(letter));
      }
    }
    for (int typed = 0; typed < LETTERS; typed++) {
      for (int meant = 0; meant < LETTERS; meant++) {
        names.add("pair " + LetterModel.SYMBOLS.charAt(typed) + LetterModel.SYMBOLS.charAt(meant));
      }
    }
    for (Group group : Group.values()) {
      for (int i = 0; i < SURPRISES; i++) {
        names.add(group + " surprise " + i);
      }
    }
    names.addAll(WHOLE);
    return List.copyOf(names);
  }

  /** Keys of which an edit has one at most. */
  static String groupOf(int key) {
    String name = NAMES.get(key);
    if (key < PLACES || KINDS.contains(name)) {
      return KIND;
    }
    if (key < LETTER) {
      return "position";
    }
    if (key < PAIR) {
      return "letter";
    }
    if (key < SURPRISE) {
      return "pair";
    }
    if (key < ENDING) {
      return "surprise";
    }
    return name.startsWith("confused") || name.equals("exists") ? name.substring(0, 6) : "ending";
  }

  static int op(Op op, Place place) {
    return OPS + op.index() * Place.values().length + place.index();
  }

  static int position(Group group, int position) {
    return PLACES + group.index() * POSITIONS.length + position;
  }

  static int letter(Group group, char letter) {
    return LETTER + group.index() * LETTERS + LetterModel.symbol(letter);
  }

  static int pair(char typed, char meant) {
    return PAIR + LetterModel.symbol(typed) * LETTERS + LetterModel.symbol(meant);
  }

  /** How much stranger the label looks after the edit, in nats. */
  static int surprise(Group group, double more) {
    return SURPRISE + group.index() * SURPRISES + Math.clamp((int) Math.floor(more / 2) + 2, 0, 7);
  }

  static int whole(String what) {
    return ENDING + WHOLE.indexOf(what);
  }

  static int confused(double count) {
    return ENDING + 1 + Math.clamp((int) (Math.log(count) / Math.log(2)) - 1, 0, 4);
  }

  /** Hundredths of a nat; never below one. */
  int price(int[] keys) {
    float sum = 0;
    for (int key : keys) {
      sum += prices[key];
    }
    return Math.max(1, Math.round(sum));
  }
}
