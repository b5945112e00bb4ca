package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One query against one set of names: gathers the candidates by hash, reads each, scores it. Its
 * tables are its own, so a query needs no lock. Not reusable.
 */
final class Search {

  /** Labels before the registrable one that may belong to a trusted host name. */
  private static final int MAX_SUBDOMAIN_LABELS = 5;

  /** Readings dearer than this never score. */
  private static final int PRICE_LIMIT = 1300;

  private static final int MAX_CANDIDATES = 2000;

  /** Labels that stand between a name and its country. */
  private static final String[] SECOND_LEVELS = {
    "co", "com", "ac", "go", "gov", "ne", "net", "or", "org", "edu"
  };

  /** Of more readings than this the cheapest are scored, with those that cost the same. */
  private static final int MAX_SCORED = 16;

  /** What a reading can cost: its steps and an ending. */
  private static final int DEAREST = PRICE_LIMIT + 2000;

  private static final int[] NO_COUNTS = {};

  private final NameIndex index;
  private final Names names;
  private final Typed typed;
  private final Weights weights;
  private final Aligner aligner;
  private final int[] prices;
  private final Variants variants = new Variants();
  private final Postings.Hashes hashes = new Postings.Hashes();
  private int[] found = new int[64];
  private @Nullable Reading[] readings = new Reading[0];
  private int foundCount;

  Search(NameIndex index, Typed typed, Weights weights) {
    this.index = index;
    this.names = index.names();
    this.typed = typed;
    this.weights = weights;
    this.prices = weights.prices();
    this.aligner = new Aligner(prices);
  }

  /**
   * Every reading of the typed name, or of it without its first labels, as a trusted name; in no
   * order.
   *
   * @param relief log odds by which what was learned counts less; the fixed rules count in full
   */
  List<Match> matches(double relief) {
    List<Match> matches = alignments();
    matches.replaceAll(m -> weighed(m, relief));
    matches.addAll(new Structure(index, typed, weights, aligner).matches());
    return matches;
  }

  private Match weighed(Match match, double relief) {
    Match near = Raise.nearMiss(typed, index, match, weights);
    return Raise.deceit(typed, index, near.at(near.logOdds() - relief), weights);
  }

  /**
   * The readings letter by letter, with the learned score alone: what the weights are trained on.
   */
  List<Match> alignments() {
    List<Match> matches = new ArrayList<>();
    int last = Math.max(0, typed.suffixLabel() - 1);
    int first = Math.max(0, last - MAX_SUBDOMAIN_LABELS);
    for (int label = last; label >= first; label--) {
      gather(label, last);
      int tailFrom = typed.labelFrom(label);
      int limit = readAll(tailFrom);
      for (int i = 0; i < foundCount; i++) {
        Reading reading = readings[i];
        if (reading != null && reading.cost() <= limit) {
          matches.add(match(found[i], tailFrom, reading));
        }
      }
    }
    return matches;
  }

  /**
   * Reads the candidates; returns the cost beyond which there are cheaper ones enough. As soon as
   * there are, what costs more is not read to its end.
   */
  private int readAll(int tailFrom) {
    if (readings.length < foundCount) {
      readings = new Reading[found.length];
    }
    int[] countOf = foundCount > MAX_SCORED ? new int[DEAREST + 1] : NO_COUNTS;
    int limit = DEAREST;
    int within = 0;
    for (int i = 0; i < foundCount; i++) {
      Reading reading = read(found[i], tailFrom, Math.min(PRICE_LIMIT, limit));
      boolean same = reading != null && reading.steps().isEmpty() && isSame(found[i], tailFrom);
      readings[i] = same ? null : reading;
      if (foundCount > MAX_SCORED && reading != null && !same && reading.cost() <= limit) {
        countOf[reading.cost()]++;
        within++;
        while (within - countOf[limit] >= MAX_SCORED) {
          within -= countOf[limit--];
        }
      }
    }
    return limit;
  }

  private void gather(int label, int registrable) {
    foundCount = 0;
    hashes.clear();
    char[] key = typed.key();
    int from = typed.labelFrom(label);
    int headTo = typed.headTo();
    variants.head(key, from, headTo, hashes);
    variants.shortHead(key, from, headTo, typed.suffix().hashCode(), hashes);
    // What looks like a suffix may be one put behind the real one: army.mil.evil.com,
    // yahoo.com.ber.
    for (int l = Math.max(label, registrable - 2); l < registrable; l++) {
      if (l == registrable - 1 && nearlySecondLevel(registrable)) {
        variants.head(key, from, typed.labelTo(l), hashes);
      } else {
        variants.exactHead(key, from, typed.labelTo(l), hashes);
      }
    }
    variants.whole(key, from, key.length, hashes);
    bareHead(key, from, headTo);
    hashes.find(index.postings(), this::add);
    Arrays.sort(found, 0, foundCount);
    int kept = 0;
    for (int i = 0; i < foundCount; i++) {
      if (kept == 0 || found[i] != found[kept - 1]) {
        found[kept++] = found[i];
      }
    }
    foundCount = kept;
  }

  /** Whether a label is what is left of {@code co} or {@code gov} after a slip: name.c.jp. */
  private boolean nearlySecondLevel(int label) {
    int from = typed.labelFrom(label);
    int to = typed.labelTo(label);
    if (to - from > 4) {
      return false;
    }
    for (String known : SECOND_LEVELS) {
      int length = known.length();
      if (Math.abs(length - (to - from)) <= 1) {
        int same = 0;
        while (same < Math.min(length, to - from)
            && known.charAt(same) == typed.key()[from + same]) {
          same++;
        }
        int tail = 0;
        while (tail < Math.min(length, to - from) - same
            && known.charAt(length - 1 - tail) == typed.key()[to - 1 - tail]) {
          tail++;
        }
        if (Math.max(length, to - from) - same - tail <= 1) {
          return true;
        }
      }
    }
    return false;
  }

  /** The head without what people put around it: digits, {@code www}. */
  private void bareHead(char[] key, int from, int headTo) {
    int start = from;
    int end = headTo;
    if (end - start > 4 && key[start] == 'w' && key[start + 1] == 'w' && key[start + 2] == 'w') {
      start += 3;
    }
    while (start < end && Letters.isDigit(key[start])) {
      start++;
    }
    while (end > start && Letters.isDigit(key[end - 1])) {
      end--;
    }
    if (end - start > 2 && end - start < headTo - from) {
      variants.exactHead(key, start, end, hashes);
    }
  }

  private void add(int id) {
    if (foundCount < MAX_CANDIDATES) {
      if (foundCount == found.length) {
        found = Arrays.copyOf(found, found.length * 2);
      }
      found[foundCount++] = id;
    }
  }

  private Match match(int id, int tailFrom, Reading reading) {
    double[] x = Features.of(typed, tailFrom, index, id, reading, weights);
    return new Match(id, tailFrom, reading, weights.logOdds(x));
  }

  /** Same letters as people see them: the trusted name itself, or a name below it. */
  private boolean isSame(int id, int tailFrom) {
    Folded shown = typed.folded();
    String tail = shown.shown(tailFrom, typed.key().length);
    return names.isInternational(id)
        ? tail.equals(Folded.of(names.name(id)).shown())
        : tail.equals(names.key(id));
  }

  /** The cheapest reading whatever it costs: of a name that was made from the trusted one. */
  Reading cheapest(int id, int tailFrom) {
    Reading reading = read(id, tailFrom, PRICE_LIMIT);
    if (reading != null) {
      return reading;
    }
    Reading whole = new Reading();
    whole.add(
        new Reading.Step(Op.OTHER, tailFrom, typed.key().length, names.from(id), names.to(id)), 0);
    return whole;
  }

  private @Nullable Reading read(int id, int tailFrom, int limit) {
    char[] key = typed.key();
    char[] letters = names.letters();
    int from = names.from(id);
    int to = names.to(id);
    Reading best = aligner.align(key, tailFrom, key.length, letters, from, to, limit);
    if (typed.suffix().equals(names.suffix(id))) {
      return best;
    }
    int headTo = names.headTo(id);
    // A name without a dot is all head, its ending lost.
    int last = Math.max(typed.suffixLabel(), 1);
    for (int label = last; label >= 1; label--) {
      int typedHeadTo = typed.labelTo(label - 1);
      if (typedHeadTo <= tailFrom || last - label > 2) {
        break;
      }
      Reading head = aligner.align(key, tailFrom, typedHeadTo, letters, from, headTo, limit);
      if (head != null) {
        addSuffix(head, typedHeadTo, headTo, id);
        best = best == null || head.cost() < best.cost() ? head : best;
      }
    }
    return best;
  }

  private void addSuffix(Reading head, int typedHeadTo, int headTo, int id) {
    char[] key = typed.key();
    int suffixFrom = Math.min(key.length, typedHeadTo + 1);
    String suffix = new String(key, suffixFrom, key.length - suffixFrom);
    double known = weights.confusion(suffix, names.suffix(id));
    int price = (int) Math.max(120, prices[Op.SUFFIX.index()] - 30 * known);
    // A head that stands alone lacks the dot too.
    int meantFrom = typedHeadTo < key.length ? headTo + 1 : headTo;
    head.addSuffix(
        new Reading.Step(Op.SUFFIX, suffixFrom, key.length, meantFrom, names.to(id)),
        price,
        typedHeadTo);
  }
}
