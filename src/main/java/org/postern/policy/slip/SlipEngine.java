package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which trusted name a typed domain resembles, by which slips, and how surely. Deterministic:
 * the same names, sensitivity and input give the same answer. An immutable snapshot for any number
 * of threads; names are A-labels ({@code xn--…}), lower case.
 */
public final class SlipEngine {

  /** More suggestions than a person reads. */
  private static final int MAX_RESEMBLANCES = 8;

  private final NameIndex index;
  private final Sensitivity sensitivity;
  private final Suffixes psl;
  private final Weights weights;

  private SlipEngine(NameIndex index, Sensitivity sensitivity, Suffixes psl, Weights weights) {
    this.index = index;
    this.sensitivity = sensitivity;
    this.psl = psl;
    this.weights = weights;
  }

  /** An engine for these trusted names. */
  public static SlipEngine of(Collection<Trusted> trusted, Sensitivity sensitivity) {
    return of(trusted, sensitivity, Weights.SHIPPED);
  }

  static SlipEngine of(Collection<Trusted> trusted, Sensitivity sensitivity, Weights weights) {
    Suffixes psl = Suffixes.SHIPPED;
    return new SlipEngine(new NameIndex(Names.of(trusted, psl)), sensitivity, psl, weights);
  }

  /**
   * The trusted names that the typed one resembles, best first; empty if there is none, or if the
   * typed name is trusted itself.
   */
  public List<Resemblance> resemblances(String typedDomain) {
    if (isTrusted(typedDomain)) {
      return List.of();
    }
    Typed typed = new Typed(Folded.of(typedDomain), psl);
    double threshold = weights.threshold(sensitivity);
    List<Match> matches = best(typed);
    if (matches.isEmpty() || matches.getFirst().logOdds() < threshold) {
      return List.of();
    }
    return matches.stream()
        .limit(MAX_RESEMBLANCES)
        .map(m -> explain(typedDomain, typed, m))
        .toList();
  }

  NameIndex index() {
    return index;
  }

  /** All matches, the best reading of each trusted name, best first. */
  List<Match> best(Typed typed) {
    Map<Integer, Match> byName = new LinkedHashMap<>();
    for (Match match : new Search(index, typed, weights).matches()) {
      byName.merge(match.id(), match, (a, b) -> b.logOdds() > a.logOdds() ? b : a);
    }
    List<Match> matches = new ArrayList<>(byName.values());
    matches.sort(Comparator.comparingDouble(Match::logOdds).reversed().thenComparingInt(Match::id));
    return matches;
  }

  private Resemblance explain(String typedDomain, Typed typed, Match match) {
    Names names = index.names();
    String name = names.name(match.id());
    List<Slip> slips =
        Explainer.explain(
            typed.folded(),
            Folded.of(name),
            match.tailFrom(),
            names.from(match.id()),
            match.reading());
    int tailLabels = 0;
    for (int l = 0; l < typed.labelCount() && typed.labelFrom(l) < match.tailFrom(); l++) {
      tailLabels++;
    }
    String kept = firstLabels(typedDomain, tailLabels);
    double score = 1 / (1 + Math.exp(-match.logOdds()));
    return new Resemblance(typedDomain, kept + name, name, slips, score);
  }

  private static String firstLabels(String domain, int labels) {
    int end = 0;
    for (int i = 0; i < labels; i++) {
      end = domain.indexOf('.', end) + 1;
    }
    return domain.substring(0, end);
  }

  /** Whether the name, or a name above it that trusts what is below, is listed. */
  boolean isTrusted(String domain) {
    Names names = index.names();
    for (int from = 0; ; ) {
      int id = names.indexOf(domain, from);
      if (id >= 0 && (from == 0 || names.withSubdomains(id))) {
        return true;
      }
      int dot = domain.indexOf('.', from);
      if (dot < 0) {
        return false;
      }
      from = dot + 1;
    }
  }

  /** The likeliest slips of one trusted name, likeliest first. */
  public List<Neighbour> neighbours(String trustedName, int limit) {
    return List.of();
  }

  /** Versions of the tables that answers rest on. */
  public String dataVersion() {
    return "weights "
        + weights.version()
        + "; public suffixes "
        + psl.version()
        + "; confusables "
        + Glyphs.version();
  }
}
