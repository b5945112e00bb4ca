package org.postern.policy.slip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.policy.slip.LogisticFit.Example;

/**
 * Makes {@code weights.tsv} and {@code affixes.bin} from the open corpora, and prints what
 * cross-validation by intended name says of them. Run by hand, as {@code docs/slip-engine.md}
 * describes; not part of the product. Learns from human slips and legitimate names only, never from
 * registered squats or generated names.
 */
final class SlipTraining {

  private static final double RIDGE = 1;

  /** Weight of the names that a slip was not meant for, beside the one that it was. */
  private static final double WRONG_NAME = 0.1 / 3;

  private static final int WRONG_NAMES = 4;
  private static final int ROUNDS = 4;
  private static final int MAX_CANDIDATES = 8;
  private static final int[] LIST_LENGTHS = {100, 250, 500, 1000, 1500, 3000};

  /**
   * The candidates of one typed name.
   *
   * @param pair what was meant, null for a legitimate name
   * @param right index of the name meant, -1 if it is no candidate
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(
      String typed, SlipCorpus.@Nullable Pair pair, int fold, double[][] x, int right) {}

  /** Best score of a case by weights that have not seen it, and the rank of the name meant. */
  private record Judged(SlipCorpus.@Nullable Pair pair, int fold, double score, int rank) {}

  private final SlipCorpus corpus;
  private final SlipEngine engine;

  private SlipTraining(SlipCorpus corpus) {
    this.corpus = corpus;
    this.engine =
        SlipEngine.of(
            corpus.trusted().stream().map(n -> new Trusted(n, false)).toList(),
            Sensitivity.BALANCED);
  }

  /**
   * Arguments: the directory of the corpora, the directory to write to, the version to name the
   * data.
   */
  public static void main(String[] args) throws IOException {
    SlipTraining training = new SlipTraining(SlipCorpus.read(Path.of(args[0])));
    training.run(Path.of(args[1]), args[2]);
  }

  private void run(Path out, String version) throws IOException {
    Weights[] tables = new Weights[SlipCorpus.FOLDS];
    List<Case> cases = new ArrayList<>();
    for (int fold = 0; fold < tables.length; fold++) {
      tables[fold] = corpus.tables(Weights.SHIPPED, fold, version);
      cases.addAll(cases(fold, tables[fold]));
    }
    List<Judged> judged = new ArrayList<>();
    for (int fold = 0; fold < tables.length; fold++) {
      int left = fold;
      double[] w = fit(cases.stream().filter(c -> c.fold != left).toList());
      judged.addAll(judge(fold, withFeatures(tables[fold], w, version)));
    }
    report(judged);
    enumeration(judged, tables, version);
    Weights counted = withEdits(corpus.tables(Weights.SHIPPED, -1, version), -1, version);
    Weights all = withFeatures(counted, fit(cases), version);
    write(out, all, judged);
  }

  private List<Case> cases(int fold, Weights tables) {
    List<Case> cases = new ArrayList<>();
    for (SlipCorpus.Pair pair : corpus.pairs()) {
      if (SlipCorpus.fold(pair.meant()) == fold) {
        cases.add(aCase(pair.typed(), pair, fold, tables));
      }
    }
    for (String name : corpus.legitimate()) {
      if (SlipCorpus.fold(name) == fold) {
        cases.add(aCase(name, null, fold, tables));
      }
    }
    return cases;
  }

  private Case aCase(String typed, SlipCorpus.@Nullable Pair pair, int fold, Weights tables) {
    Typed prepared = new Typed(Folded.of(typed), Suffixes.SHIPPED);
    Map<Integer, Match> best = new HashMap<>();
    for (Match match : new Search(engine.index(), prepared, tables).alignments()) {
      best.merge(match.id(), match, (a, b) -> b.logOdds() > a.logOdds() ? b : a);
    }
    List<Match> matches = new ArrayList<>(best.values());
    matches.sort(Comparator.comparingDouble(Match::logOdds).reversed().thenComparingInt(Match::id));
    List<double[]> x = new ArrayList<>();
    int right = -1;
    for (Match match : matches) {
      boolean meant = pair != null && engine.index().names().name(match.id()).equals(pair.meant());
      if (meant) {
        right = x.size();
      }
      if (meant || x.size() < MAX_CANDIDATES) {
        x.add(
            Features.of(
                prepared, match.tailFrom(), engine.index(), match.id(), match.reading(), tables));
      }
    }
    return new Case(typed, pair, fold, x.toArray(double[][]::new), right);
  }

  /**
   * Legitimate names count with the candidate that looks worst by the weights so far, so the fit is
   * repeated.
   */
  private static double[] fit(List<Case> cases) {
    double[] w = new double[Features.NAMES.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = Weights.SHIPPED.value("feature " + Features.NAMES.get(i));
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<Example> examples = new ArrayList<>();
      for (Case c : cases) {
        if (c.pair != null && c.right >= 0) {
          for (int i = 0; i < c.x.length; i++) {
            if (i == c.right || i < WRONG_NAMES) {
              examples.add(new Example(c.x[i], i == c.right, i == c.right ? 1 : WRONG_NAME));
            }
          }
        } else if (c.pair == null && c.x.length > 0) {
          double[] worst = c.x[0];
          for (double[] x : c.x) {
            worst = LogisticFit.dot(w, x) > LogisticFit.dot(w, worst) ? x : worst;
          }
          examples.add(new Example(worst, false, 1));
        }
      }
      w = LogisticFit.fit(examples, w, RIDGE);
    }
    return w;
  }

  private static Weights withFeatures(Weights tables, double[] w, String version) {
    Map<String, Double> values = new HashMap<>(tables.values());
    values.keySet().removeIf(k -> k.startsWith("feature "));
    for (int i = 0; i < w.length; i++) {
      values.put("feature " + Features.NAMES.get(i), Math.rint(w[i] * 1e4) / 1e4);
    }
    return Weights.of(version, values, tables.letters(), tables.affixes());
  }

  private Weights withEdits(Weights tables, int but, String version) {
    Map<String, Double> values = new HashMap<>(tables.values());
    values.putAll(
        EditFit.fit(
            corpus.pairs().stream().filter(p -> SlipCorpus.fold(p.meant()) != but).toList(),
            tables));
    return Weights.of(version, values, tables.letters(), tables.affixes());
  }

  /** How many of the slips that are flagged at balanced the enumeration has, by unseen prices. */
  private void enumeration(List<Judged> judged, Weights[] tables, String version) {
    double balanced = threshold(judged, falseAlarms(Sensitivity.BALANCED));
    Map<String, int[]> count = new TreeMap<>();
    for (int fold = 0; fold < tables.length; fold++) {
      Weights weights = withEdits(tables[fold], fold, version);
      Map<String, List<String>> listed = new HashMap<>();
      for (Judged j : judged) {
        SlipCorpus.Pair pair = j.pair;
        if (pair == null || j.fold != fold || j.score < balanced) {
          continue;
        }
        int at =
            listed
                .computeIfAbsent(
                    pair.meant(),
                    meant ->
                        Neighbourhood.of(meant, Folded.of(meant), weights, Suffixes.SHIPPED)
                            .names(LIST_LENGTHS[LIST_LENGTHS.length - 1]))
                .indexOf(pair.typed());
        for (String source : List.of("all", pair.source())) {
          int[] n = count.computeIfAbsent(source, _ -> new int[LIST_LENGTHS.length + 1]);
          n[LIST_LENGTHS.length]++;
          for (int k = 0; k < LIST_LENGTHS.length; k++) {
            n[k] += at >= 0 && at < LIST_LENGTHS[k] ? 1 : 0;
          }
        }
      }
    }
    System.out.println("enumerated within " + Arrays.toString(LIST_LENGTHS) + " names:");
    count.forEach(
        (source, n) -> {
          System.out.printf("%-10s %6d", source, n[LIST_LENGTHS.length]);
          for (int k = 0; k < LIST_LENGTHS.length; k++) {
            System.out.printf(" %6.1f%%", 100.0 * n[k] / n[LIST_LENGTHS.length]);
          }
          System.out.println();
        });
  }

  /** The whole engine, rules included, on the fold that the weights have not seen. */
  private List<Judged> judge(int fold, Weights weights) {
    List<Judged> judged = new ArrayList<>();
    SlipEngine unseen = engine.with(weights);
    for (SlipCorpus.Pair pair : corpus.pairs()) {
      if (SlipCorpus.fold(pair.meant()) == fold) {
        judged.add(judge(unseen, pair.typed(), pair, fold));
      }
    }
    for (String name : corpus.legitimate()) {
      if (SlipCorpus.fold(name) == fold) {
        judged.add(judge(unseen, name, null, fold));
      }
    }
    return judged;
  }

  private static Judged judge(
      SlipEngine engine, String typed, SlipCorpus.@Nullable Pair pair, int fold) {
    List<Match> best =
        engine.isTrusted(typed)
            ? List.of()
            : engine.best(new Typed(Folded.of(typed), Suffixes.SHIPPED));
    int rank = Integer.MAX_VALUE;
    for (int i = 0; pair != null && i < best.size() && rank > i; i++) {
      if (engine.index().names().name(best.get(i).id()).equals(pair.meant())) {
        rank = i;
      }
    }
    double score = best.isEmpty() ? Double.NEGATIVE_INFINITY : best.getFirst().logOdds();
    return new Judged(pair, fold, score, rank);
  }

  /**
   * Shares of legitimate names that may be flagged at the three operating points, with room to stay
   * below the stated ones.
   */
  private static double falseAlarms(Sensitivity sensitivity) {
    return switch (sensitivity) {
      case CAUTIOUS -> 0.0020;
      case BALANCED -> 0.0044;
      case STRICT -> 0.0090;
    };
  }

  private static double threshold(List<Judged> judged, double falseAlarms) {
    double[] scores =
        judged.stream().filter(j -> j.pair == null).mapToDouble(Judged::score).sorted().toArray();
    return scores[(int) Math.ceil(scores.length * (1 - falseAlarms))];
  }

  private static void report(List<Judged> judged) {
    double[] rates = {0.001, 0.002, 0.003, 0.004, 0.0044, 0.005, 0.0075, 0.009, 0.01, 0.02};
    double balanced = threshold(judged, falseAlarms(Sensitivity.BALANCED));
    System.out.printf("%-10s %6s", "source", "pairs");
    for (double rate : rates) {
      System.out.printf(" %6.2f%%", rate * 100);
    }
    System.out.println("   top 1   top 3  and flagged: top 1   top 3");
    for (String source : List.of("", "oplists", "study", "dnslog")) {
      List<Judged> some =
          judged.stream().filter(j -> j.pair != null && j.pair.source().contains(source)).toList();
      System.out.printf("%-10s %6d", source.isEmpty() ? "all" : source, some.size());
      for (double rate : rates) {
        double threshold = threshold(judged, rate);
        System.out.printf(
            " %6.1f%%", share(some.stream().filter(j -> j.score >= threshold).count(), some));
      }
      System.out.printf(
          "  %5.1f%%  %5.1f%%              %5.1f%%  %5.1f%%%n",
          share(some.stream().filter(j -> j.rank == 0).count(), some),
          share(some.stream().filter(j -> j.rank < 3).count(), some),
          share(some.stream().filter(j -> j.score >= balanced && j.rank == 0).count(), some),
          share(some.stream().filter(j -> j.score >= balanced && j.rank < 3).count(), some));
    }
    System.out.print("false alarms at balanced, each fold by the threshold of the others:");
    for (int fold = 0; fold < SlipCorpus.FOLDS; fold++) {
      int left = fold;
      double others =
          threshold(
              judged.stream().filter(j -> j.fold != left).toList(),
              falseAlarms(Sensitivity.BALANCED));
      List<Judged> own = judged.stream().filter(j -> j.pair == null && j.fold == left).toList();
      System.out.printf(" %.2f%%", share(own.stream().filter(j -> j.score >= others).count(), own));
    }
    System.out.println();
  }

  private static double share(long count, List<Judged> of) {
    return 100.0 * count / of.size();
  }

  private static void write(Path out, Weights weights, List<Judged> judged) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    weights.values().forEach((name, value) -> lines.put(name, number(value)));
    weights.letters().rows().forEach((pair, row) -> lines.put("letters " + pair, row));
    for (Sensitivity s : Sensitivity.values()) {
      lines.put("threshold " + s, number(threshold(judged, falseAlarms(s))));
    }
    StringBuilder text = new StringBuilder("# Made by SlipTraining, see docs/slip-engine.md.\n");
    text.append("version\t").append(weights.version()).append('\n');
    lines.forEach((name, value) -> text.append(name).append('\t').append(value).append('\n'));
    Files.writeString(out.resolve("weights.tsv"), text);
    Files.write(out.resolve("affixes.bin"), weights.affixes().bytes());
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4f", value);
  }
}
