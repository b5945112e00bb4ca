package org.postern.policy.slip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The open corpora that weights are made from, and the tables counted from them. Pairs fall into
 * folds by the name meant, legitimate names by themselves, so that no table or weight has seen what
 * it is judged on.
 *
 * @param trusted the trusted names of the evaluation
 * @param pairs what people typed for what; human slips only
 * @param legitimate real names that are in no trusted list
 */
record SlipCorpus(List<String> trusted, List<Pair> pairs, List<String> legitimate) {

  static final int FOLDS = 5;

  /** What was typed, and what was meant. */
  record Pair(String typed, String meant, String source) {}

  private static final List<String> SOURCES = List.of("oplists", "study", "dnslog");

  /** A confusion seen once is noise. */
  private static final int MIN_CONFUSED = 2;

  static SlipCorpus read(Path dir) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String source : SOURCES) {
      for (String line : Files.readAllLines(dir.resolve("typos_" + source + ".tsv"))) {
        String[] fields = line.split("\t");
        pairs.add(new Pair(fields[0], fields[1], source));
      }
    }
    List<String> trusted = Files.readAllLines(dir.resolve("trusted_eval.txt"));
    Set<String> known = new HashSet<>(trusted);
    List<String> legitimate =
        Files.readAllLines(dir.resolve("negatives.txt")).stream()
            .filter(name -> !known.contains(name))
            .toList();
    return new SlipCorpus(trusted, pairs, legitimate);
  }

  static int fold(String name) {
    return Math.floorMod((name.hashCode() * 0x9E3779B9) >>> 7, FOLDS);
  }

  /**
   * The hand-set values of {@code base} with tables counted from every fold but one; none is left
   * out for -1.
   */
  Weights tables(Weights base, int but, String version) {
    Map<String, Double> values = new HashMap<>(base.values());
    values
        .keySet()
        .removeIf(
            k ->
                k.startsWith("confused ")
                    || k.startsWith("crowd ")
                    || k.startsWith("threshold ")
                    || k.startsWith("edit "));
    Map<String, Double> confused = new HashMap<>();
    for (Pair pair : pairs) {
      String typed = suffix(pair.typed);
      String meant = suffix(pair.meant);
      if (fold(pair.meant) != but && !typed.equals(meant)) {
        confused.merge("confused " + typed + " " + meant, 1.0, Double::sum);
      }
    }
    confused.values().removeIf(count -> count < MIN_CONFUSED);
    values.putAll(confused);
    List<String> heads = new ArrayList<>();
    double share = but < 0 ? 1 : (double) FOLDS / (FOLDS - 1);
    for (String name : legitimate) {
      if (fold(name) != but) {
        values.merge("crowd " + suffix(name), share, Double::sum);
        heads.add(head(name));
      }
    }
    List<String> governments =
        trusted.stream().filter(n -> Features.government(suffix(n))).map(SlipCorpus::head).toList();
    List<String> all = new ArrayList<>(heads);
    all.addAll(governments);
    List<String> letters = new ArrayList<>(heads);
    trusted.forEach(name -> letters.add(head(name)));
    return Weights.of(version, values, letterModel(letters), Affixes.of(words(all)));
  }

  private static String head(String name) {
    int suffix = Suffixes.SHIPPED.startOf(name);
    return suffix == 0 ? name : name.substring(0, suffix - 1);
  }

  private static String suffix(String name) {
    int suffix = Suffixes.SHIPPED.startOf(name);
    return name.substring(suffix == 0 ? name.indexOf('.') + 1 : suffix);
  }

  /**
   * Beginnings and ends that several labels share and that no longer one explains: words and
   * places. Short ones need more evidence.
   */
  private static Set<String> words(Collection<String> labels) {
    Map<String, Integer> count = new HashMap<>();
    for (String label : new TreeSet<>(labels)) {
      for (int n = Affixes.MIN_LENGTH; n < label.length() && n <= Affixes.MAX_LENGTH; n++) {
        count.merge("^" + label.substring(0, n), 1, Integer::sum);
        count.merge("$" + label.substring(label.length() - n), 1, Integer::sum);
      }
    }
    count.values().removeIf(n -> n < 2);
    Set<String> explained = new HashSet<>();
    count.forEach(
        (affix, n) -> {
          String shorter =
              affix.startsWith("^")
                  ? affix.substring(0, affix.length() - 1)
                  : "$" + affix.substring(2);
          if (n.equals(count.get(shorter))) {
            explained.add(shorter);
          }
        });
    Set<String> words = new TreeSet<>();
    count.forEach(
        (affix, n) -> {
          if (!explained.contains(affix) && (affix.length() > 6 || n > 3)) {
            words.add(affix.substring(1));
          }
        });
    return words;
  }

  /** Trigrams, each order smoothed by the one below (Witten-Bell). */
  private static LetterModel letterModel(Collection<String> labels) {
    int n = LetterModel.size();
    double[] three = new double[n * n * n];
    double[] two = new double[n * n];
    double[] one = new double[n];
    for (String label : labels) {
      int context = 0;
      for (int i = 0; i <= label.length(); i++) {
        int s = i < label.length() ? LetterModel.symbol(label.charAt(i)) : n - 1;
        three[context * n + s]++;
        two[context % n * n + s]++;
        one[s]++;
        context = context % n * n + s;
      }
    }
    double[] p1 = new double[n];
    double[] even = new double[n];
    Arrays.fill(even, 1.0 / n);
    smooth(one, 0, even, 0, p1, 0, n);
    double[] p2 = new double[n * n];
    for (int a = 0; a < n; a++) {
      smooth(two, a * n, p1, 0, p2, a * n, n);
    }
    double[] p3 = new double[n * n * n];
    for (int a = 0; a < n * n; a++) {
      smooth(three, a * n, p2, a % n * n, p3, a * n, n);
    }
    float[] surprise = new float[n * n * n];
    for (int i = 0; i < surprise.length; i++) {
      surprise[i] = (float) -Math.log(p3[i]);
    }
    // As it will be read back: quantised.
    return LetterModel.read(new LetterModel(surprise).rows());
  }

  private static void smooth(
      double[] count, int at, double[] below, int belowAt, double[] out, int outAt, int n) {
    double total = 0;
    double kinds = 0;
    for (int s = 0; s < n; s++) {
      total += count[at + s];
      kinds += count[at + s] > 0 ? 1 : 0;
    }
    for (int s = 0; s < n; s++) {
      double lower = below[belowAt + s];
      out[outAt + s] = total == 0 ? lower : (count[at + s] + kinds * lower) / (total + kinds);
    }
  }
}
