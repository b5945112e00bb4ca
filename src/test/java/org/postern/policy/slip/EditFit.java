package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Counts {@link EditPrices} from human slips: how often each kind of edit was made, by how often it
 * could have been. A Poisson model whose factors multiply, fitted factor by factor; each is drawn
 * towards one by a little made-up evidence.
 */
final class EditFit {

  private static final int ROUNDS = 6;

  /** Made-up slips for the kind of an edit, and for what modifies it. */
  private static final double KIND = 0.5;

  private static final double MODIFIER = 3;

  /** A price below this changes no order that matters. */
  private static final int MIN_PRICE = 3;

  /**
   * The edits of one name meant.
   *
   * @param times how many slips of it there are
   * @param made how often each edit was the slip
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Name(int times, List<Edits.Edit> edits, int[] made, double[] rate) {}

  private final List<Name> names = new ArrayList<>();
  private final double[] factor = new double[EditPrices.NAMES.size()];
  private final double base;
  private int moreThanOne;

  private EditFit(List<SlipCorpus.Pair> pairs, Weights tables) {
    Map<String, List<String>> typed = new TreeMap<>();
    for (SlipCorpus.Pair pair : pairs) {
      typed.computeIfAbsent(pair.meant(), _ -> new ArrayList<>()).add(pair.typed());
    }
    double single = 0;
    double possible = 0;
    for (Map.Entry<String, List<String>> entry : typed.entrySet()) {
      Map<String, Edits.Edit> edits = Edits.of(entry.getKey(), tables, Suffixes.SHIPPED);
      int[] made = new int[edits.size()];
      List<String> keys = new ArrayList<>(edits.keySet());
      Map<String, Integer> at = new HashMap<>();
      keys.forEach(key -> at.put(key, at.size()));
      for (String slip : entry.getValue()) {
        Integer i = at.get(slip);
        if (i == null) {
          moreThanOne++;
        } else {
          made[i]++;
          single++;
        }
      }
      int times = entry.getValue().size();
      possible += (double) times * made.length;
      names.add(new Name(times, List.copyOf(edits.values()), made, new double[made.length]));
    }
    base = single / possible;
    Arrays.fill(factor, 1);
    names.forEach(name -> Arrays.fill(name.rate, base));
  }

  /** Prices by key, as they go into the data. */
  static Map<String, Double> fit(List<SlipCorpus.Pair> pairs, Weights tables) {
    EditFit fit = new EditFit(pairs, tables);
    List<boolean[]> groups = groups();
    for (int round = 0; round < ROUNDS; round++) {
      for (int g = 0; g < groups.size(); g++) {
        fit.scale(groups.get(g), g == 0 ? KIND : MODIFIER);
      }
    }
    return fit.prices(groups.getFirst());
  }

  /** Keys of which an edit has one at most: kinds first. */
  private static List<boolean[]> groups() {
    Map<String, boolean[]> groups = new TreeMap<>();
    for (int i = 0; i < EditPrices.NAMES.size(); i++) {
      groups.computeIfAbsent(EditPrices.groupOf(i), _ -> new boolean[EditPrices.NAMES.size()])[i] =
          true;
    }
    List<boolean[]> kindsFirst = new ArrayList<>();
    kindsFirst.add(Objects.requireNonNull(groups.remove(EditPrices.KIND)));
    kindsFirst.addAll(groups.values());
    return kindsFirst;
  }

  private void scale(boolean[] group, double prior) {
    double[] seen = new double[factor.length];
    double[] expected = new double[factor.length];
    for (Name name : names) {
      for (int i = 0; i < name.made.length; i++) {
        for (int key : name.edits.get(i).keys()) {
          if (group[key]) {
            seen[key] += name.made[i];
            expected[key] += name.times * name.rate[i];
          }
        }
      }
    }
    double[] change = new double[factor.length];
    for (int key = 0; key < group.length; key++) {
      if (group[key]) {
        double now = (seen[key] + prior) / (expected[key] / factor[key] + prior);
        change[key] = now / factor[key];
        factor[key] = now;
      }
    }
    for (Name name : names) {
      for (int i = 0; i < name.made.length; i++) {
        for (int key : name.edits.get(i).keys()) {
          if (group[key]) {
            name.rate[i] *= change[key];
          }
        }
      }
    }
  }

  private Map<String, Double> prices(boolean[] kinds) {
    Map<String, Double> prices = new TreeMap<>();
    for (int i = 0; i < factor.length; i++) {
      double price = -100 * Math.log(kinds[i] ? factor[i] * base : factor[i]);
      if (Math.abs(price) >= MIN_PRICE) {
        prices.put("edit " + EditPrices.NAMES.get(i), Math.rint(price));
      }
    }
    double pairs = 0;
    for (Name name : names) {
      double sum = 0;
      double squares = 0;
      for (double rate : name.rate) {
        sum += rate;
        squares += rate * rate;
      }
      pairs += name.times * (sum * sum - squares) / 2;
    }
    prices.put("edit again", Math.max(0, Math.rint(-100 * Math.log(moreThanOne / pairs))));
    return prices;
  }
}
