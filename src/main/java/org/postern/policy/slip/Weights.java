package org.postern.policy.slip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the engine has learned, as data with a version: prices of the alignment steps, weights of
 * the features, how often suffixes were confused and how many well-known names live under each, and
 * the operating points. Made by the training command described in {@code docs/slip-engine.md}.
 * Immutable.
 */
final class Weights {

  static final Weights SHIPPED = load("weights.tsv");

  private final String version;
  private final Map<String, Double> values;
  private final int[] prices;
  private final double[] features;

  /** What {@link #confusion} and {@link #crowd} say, ready: every candidate asks. */
  private final Map<String, Map<String, Double>> confused = new HashMap<>();

  private final Map<String, Double> crowds = new HashMap<>();

  private final LetterModel letters;
  private final Affixes affixes;
  private final EditPrices edits;

  private Weights(
      String version, Map<String, Double> values, LetterModel letters, Affixes affixes) {
    this.letters = letters;
    this.affixes = affixes;
    this.version = version;
    this.values = Map.copyOf(values);
    this.edits = new EditPrices(values);
    this.prices = new int[Op.values().length];
    for (Op op : Op.values()) {
      prices[op.index()] = (int) Math.round(values.getOrDefault("price " + op, 0.0));
    }
    values.forEach(
        (name, count) -> {
          String[] words = name.split(" ");
          if (words[0].equals("crowd")) {
            crowds.put(words[1], Math.log1p(count));
          } else if (words[0].equals("confused")) {
            confused
                .computeIfAbsent(words[1], _ -> new HashMap<>())
                .put(words[2], Math.log1p(count));
          }
        });
    this.features = new double[Features.NAMES.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = values.getOrDefault("feature " + Features.NAMES.get(i), 0.0);
    }
  }

  static Weights of(
      String version, Map<String, Double> values, LetterModel letters, Affixes affixes) {
    return new Weights(version, values, letters, affixes);
  }

  String version() {
    return version;
  }

  Map<String, Double> values() {
    return values;
  }

  /** Hundredths of a nat by {@link Op#ordinal()}. */
  int[] prices() {
    return prices.clone();
  }

  /** Log odds that the typed name is a slip. */
  double logOdds(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * features[i];
    }
    return sum;
  }

  LetterModel letters() {
    return letters;
  }

  /** How rare each single edit is. */
  EditPrices edits() {
    return edits;
  }

  /** Log odds from which a name counts as a lookalike. */
  double threshold(Sensitivity sensitivity) {
    return values.getOrDefault("threshold " + sensitivity, 0.0);
  }

  /** Log odds that a structural rule gives. */
  double rule(String name) {
    return values.getOrDefault("rule " + name, 0.0);
  }

  /** The endings that people typed for this one, with how often. */
  Map<String, Double> confusedWith(String meant) {
    Map<String, Double> typed = new TreeMap<>();
    values.forEach(
        (name, count) -> {
          if (name.startsWith("confused ") && name.endsWith(" " + meant)) {
            typed.put(
                name.substring("confused ".length(), name.length() - meant.length() - 1), count);
          }
        });
    return typed;
  }

  double value(String name) {
    return values.getOrDefault(name, 0.0);
  }

  Affixes affixes() {
    return affixes;
  }

  /** log(1 + how often people typed the first suffix for the second). */
  double confusion(String typed, String meant) {
    return confused.getOrDefault(typed, Map.of()).getOrDefault(meant, 0.0);
  }

  /**
   * log(1 + well-known names under the suffix): how crowded it is, so how likely a strange name
   * there is somebody's own.
   */
  double crowd(String suffix) {
    return crowds.getOrDefault(suffix, 0.0);
  }

  private static Weights load(String resource) {
    try (InputStream in = Weights.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lines of {@code name<TAB>value}; {@code #} comments; the line {@code version} names the data.
   */
  private static Weights read(BufferedReader lines) throws IOException {
    Map<String, Double> values = new HashMap<>();
    Map<String, String> letters = new HashMap<>();
    String version = "unnamed";
    for (String line; (line = lines.readLine()) != null; ) {
      int tab = line.indexOf('\t');
      if (line.startsWith("#") || tab < 0) {
        continue;
      }
      String name = line.substring(0, tab);
      String value = line.substring(tab + 1);
      if (name.equals("version")) {
        version = value;
      } else if (name.startsWith("letters ")) {
        letters.put(name.substring("letters ".length()), value);
      } else {
        values.put(name, Double.valueOf(value));
      }
    }
    return new Weights(version, values, LetterModel.read(letters), Affixes.SHIPPED);
  }
}
