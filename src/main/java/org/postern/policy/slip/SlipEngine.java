package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Says which trusted name a typed domain resembles, by which slips, and how surely. Deterministic:
 * the same names, sensitivity and input give the same answer. An immutable snapshot for any number
 * of threads; names are A-labels ({@code xn--…}), lower case.
 */
public final class SlipEngine {

  /** More suggestions than a person reads. */
  private static final int MAX_RESEMBLANCES = 5;

  /** Log odds behind the best at which a suggestion is noise. */
  private static final double NOISE = 7;

  private static final int MAX_NEIGHBOURS = 10_000;

  /**
   * Log odds that a name loses because the organisation has written to it before: odds of one to
   * one become one to fifty-five. What a short list gained goes too: it stands for how rarely a
   * stranger is near by chance, and this one is no stranger.
   */
  public static final double KNOWN_RELIEF = 4;

  private final NameIndex index;
  private final Suffixes psl;
  private final Weights weights;
  private final double cut;

  /** Log odds, before the ease of a short list, from which a name is a lookalike. */
  private final double threshold;

  /** Log odds that a short list adds. */
  private final double ease;

  /**
   * @param cut log odds, with the ease of a short list, from which a name is a lookalike
   */
  private SlipEngine(NameIndex index, Suffixes psl, Weights weights, double cut) {
    this.index = index;
    this.psl = psl;
    this.weights = weights;
    this.cut = cut;
    this.ease = ease(index.names().size(), weights);
    this.threshold = cut - ease;
  }

  /** An engine for these trusted names. */
  public static SlipEngine of(Collection<Trusted> trusted, Sensitivity sensitivity) {
    return of(trusted, sensitivity, Weights.SHIPPED);
  }

  static SlipEngine of(Collection<Trusted> trusted, Sensitivity sensitivity, Weights weights) {
    Suffixes psl = Suffixes.SHIPPED;
    NameIndex index = new NameIndex(Names.of(trusted, psl));
    return new SlipEngine(index, psl, weights, weights.threshold(sensitivity));
  }

  /**
   * The engine for the names after a change. It answers as a fresh one would; a change of few names
   * takes a few milliseconds.
   *
   * @param added names that came, or whose reach is another now
   * @param removed names that left
   */
  public SlipEngine with(Collection<Trusted> added, Collection<String> removed) {
    return added.isEmpty() && removed.isEmpty()
        ? this
        : new SlipEngine(index.with(added, removed, psl), psl, weights, cut);
  }

  /** The same names judged at another sensitivity. */
  public SlipEngine at(Sensitivity sensitivity) {
    return new SlipEngine(index, psl, weights, weights.threshold(sensitivity));
  }

  /**
   * The trusted names that the typed one resembles, best first; empty if there is none, or if the
   * typed name is trusted itself.
   */
  public List<Resemblance> resemblances(String typedDomain) {
    if (isTrusted(typedDomain)) {
      return List.of();
    }
    return resemblances(typedDomain, 0, threshold);
  }

  /**
   * The same for a name that the organisation has written to before: what the weights have learned
   * counts less by {@link #KNOWN_RELIEF} and by what a short list gained, the fixed rules against
   * deceit count in full. However faint they are; {@link #isLookalike} says whether they still
   * matter.
   */
  public List<Resemblance> resemblancesOfKnown(String typedDomain) {
    return isTrusted(typedDomain)
        ? List.of()
        : resemblances(typedDomain, KNOWN_RELIEF + Math.max(0, ease), Double.NEGATIVE_INFINITY);
  }

  /** The other trusted names that a trusted one resembles, as if it were not trusted itself. */
  public List<Resemblance> resemblancesOfTrusted(String trusted) {
    return resemblances(trusted, 0, threshold).stream()
        .filter(r -> !trusted.equals(r.trusted()) && !trusted.endsWith("." + r.trusted()))
        .toList();
  }

  /** Whether resemblances, best first, are sure enough to hold mail. */
  public boolean isLookalike(List<Resemblance> bestFirst) {
    return !bestFirst.isEmpty() && bestFirst.getFirst().score() >= score(threshold);
  }

  private List<Resemblance> resemblances(String typedDomain, double relief, double from) {
    Typed typed = new Typed(Folded.of(typedDomain), psl);
    List<Match> matches = best(typed, relief);
    if (matches.isEmpty() || matches.getFirst().logOdds() < from) {
      return List.of();
    }
    double noise = matches.getFirst().logOdds() - NOISE;
    return matches.stream()
        .filter(m -> m.logOdds() > noise)
        .limit(MAX_RESEMBLANCES)
        .map(m -> explain(typedDomain, typed, m))
        .toList();
  }

  /**
   * Log odds that a short list of names gains: the fewer names there are, the less often a
   * stranger's name is near one by chance, so that a list of ten can afford to look harder than one
   * of forty thousand at the same rate of false alarms.
   */
  private static double ease(int names, Weights weights) {
    double fewer = Math.log(weights.value("reference names") / Math.max(1, names));
    return Math.clamp(weights.value("ease") * fewer, -1, weights.value("ease limit"));
  }

  /** The same names judged by other weights. */
  SlipEngine with(Weights other) {
    return new SlipEngine(index, psl, other, cut);
  }

  /**
   * The same engine with every resemblance, however faint: for measuring what other thresholds
   * would do.
   */
  public SlipEngine atAnyScore() {
    return new SlipEngine(index, psl, weights, -1e6);
  }

  /**
   * The score from which a name counts as a lookalike at this sensitivity, with this list of
   * trusted names.
   */
  public double threshold(Sensitivity sensitivity) {
    return score(weights.threshold(sensitivity) - ease);
  }

  /** Probability; a short list makes each resemblance likelier to be meant. */
  private double score(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds - ease)); // the same bits on every machine
  }

  /**
   * The part of a domain that somebody registered, {@code army.ml} of {@code us.army.ml}; empty if
   * the name is a registry's itself.
   *
   * @param domain in lower-case A-label form
   */
  public static Optional<String> registrable(String domain) {
    int suffix = Suffixes.SHIPPED.startOf(domain);
    return suffix == 0
        ? Optional.empty()
        : Optional.of(domain.substring(domain.lastIndexOf('.', suffix - 2) + 1));
  }

  NameIndex index() {
    return index;
  }

  /** All matches, the best reading of each trusted name, best first. */
  List<Match> best(Typed typed) {
    return best(typed, 0);
  }

  private List<Match> best(Typed typed, double relief) {
    Map<Integer, Match> byName = new LinkedHashMap<>();
    for (Match match : new Search(index, typed, weights).matches(relief)) {
      byName.merge(match.id(), match, (a, b) -> b.logOdds() > a.logOdds() ? b : a);
    }
    List<Match> matches = new ArrayList<>(byName.values());
    // Equal scores go by name: ids say only when a name came.
    matches.sort(
        Comparator.comparingDouble(Match::logOdds)
            .reversed()
            .thenComparing(Match::id, index.names()::compare));
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
    String kept = kept(typedDomain, typed, match.tailFrom());
    double score = score(match.logOdds());
    return new Resemblance(typedDomain, kept + name, name, slips, score);
  }

  /**
   * The labels before the compared part, kept as they were typed; a part of a label gets its lost
   * dot back.
   */
  private static String kept(String domain, Typed typed, int tailFrom) {
    Folded folded = typed.folded();
    String front = folded.shown(0, tailFrom);
    if (front.isEmpty()) {
      return "";
    }
    if (!front.endsWith(".")) {
      return front + ".";
    }
    // The same labels as they were given: xn-- where they were.
    int end = 0;
    for (int i = 0; i < front.length(); i++) {
      end = front.charAt(i) == '.' ? domain.indexOf('.', end) + 1 : end;
    }
    return domain.substring(0, end).toLowerCase(Locale.ROOT);
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

  /**
   * The likeliest slips of one trusted name, likeliest first; none that is trusted itself. Of an
   * international name, its plain spellings and the slips of the first; none for a name in another
   * script than Latin.
   *
   * @param limit at most so many, {@value #MAX_NEIGHBOURS} at the very most
   */
  public List<Neighbour> neighbours(String trustedName, int limit) {
    int wanted = Math.clamp(limit, 0, MAX_NEIGHBOURS);
    Folded meant = Folded.of(trustedName);
    NameIndex alone = new NameIndex(Names.of(List.of(new Trusted(trustedName, false)), psl));
    return Neighbourhood.of(trustedName, meant, weights, psl)
        .names(wanted + index.names().size() / 100 + 16)
        .stream()
        .filter(name -> !isTrusted(name))
        .limit(wanted)
        .map(name -> neighbour(name, trustedName, meant, alone))
        .toList();
  }

  /** The top-level domains that exist one edit away from this one, likeliest first. */
  public List<Neighbour> endingsNear(String topLevel) {
    return Endings.near(topLevel, weights, psl);
  }

  private Neighbour neighbour(String name, String trusted, Folded meant, NameIndex alone) {
    Typed typed = new Typed(Folded.of(name), psl);
    Reading reading = new Search(alone, typed, weights).cheapest(0, 0);
    List<Slip> slips = Explainer.explain(typed.folded(), meant, 0, 0, reading);
    String suffix = name.substring(psl.startOf(name));
    boolean sameRegistry = Features.closed(suffix) && trusted.endsWith("." + suffix);
    return new Neighbour(name, trusted, slips, TopLevel.of(name), sameRegistry);
  }

  /** Versions of the tables that answers rest on. */
  public DataVersions data() {
    return new DataVersions(Glyphs.version(), psl.version(), psl.version(), weights.version());
  }

  /** The same in one line of text. */
  public String dataVersion() {
    return data().toString();
  }
}
