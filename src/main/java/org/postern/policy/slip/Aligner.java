package org.postern.policy.slip;

import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest way from the letters meant to the letters typed: optimal string alignment with a
 * price for each kind of step, and two-for-one steps for letters that look or sound like a pair.
 * Not thread-safe: it reuses its tables; one for each query.
 */
final class Aligner {

  /** Further off the diagonal no alignment is cheap enough to matter. */
  private static final int BAND = 5;

  private static final int NEVER = Integer.MAX_VALUE / 4;
  private static final Op[] OPS = Op.values();

  private final int[] prices;

  /** Each letter off the diagonal costs at least this. */
  private final int leastPrice;

  private int[] cost = new int[0];
  private byte[] op = new byte[0];
  private int width;

  Aligner(int[] prices) {
    this.prices = prices;
    int least = Integer.MAX_VALUE;
    for (int price : prices) {
      least = price > 0 ? Math.min(least, price) : least;
    }
    this.leastPrice = least;
  }

  /**
   * The cheapest reading of {@code typed[t0,t1)} as {@code meant[m0,m1)}, or null if it costs more
   * than {@code limit}.
   */
  @Nullable Reading align(char[] typed, int t0, int t1, char[] meant, int m0, int m1, int limit) {
    int from = 0;
    int shorter = Math.min(t1 - t0, m1 - m0);
    while (from < shorter && typed[t0 + from] == meant[m0 + from]) {
      from++;
    }
    int tail = 0;
    while (tail < shorter - from && typed[t1 - 1 - tail] == meant[m1 - 1 - tail]) {
      tail++;
    }
    int n = t1 - t0 - from - tail;
    int k = m1 - m0 - from - tail;
    int band = Math.min(BAND, limit / leastPrice);
    if (Math.abs(n - k) > band) {
      return null;
    }
    if (!fill(typed, t0, t1, from, n, meant, m0, m1, k, band, limit)
        || cost[n * width + k] > limit) {
      return null;
    }
    return trace(t0 + from, n, m0 + from, k);
  }

  /** False if two rows in a row, so everything below them, cost more than the limit. */
  private boolean fill(
      char[] t,
      int t0,
      int t1,
      int from,
      int n,
      char[] m,
      int m0,
      int m1,
      int k,
      int band,
      int limit) {
    width = k + 1;
    int cells = (n + 1) * width;
    if (cost.length < cells) {
      cost = new int[cells];
      op = new byte[cells];
    }
    int above = 0;
    for (int i = 0; i <= n; i++) {
      int row = i * width;
      int least = NEVER;
      Arrays.fill(
          cost,
          row + Math.clamp(i - band - 3, 0, k),
          row + Math.clamp(i + band + 3, 0, k) + 1,
          NEVER);
      for (int j = Math.max(0, i - band); j <= Math.min(k, i + band); j++) {
        if (i == 0 && j == 0) {
          cost[0] = 0;
          least = 0;
          continue;
        }
        step(row + j, t, t0, t1, from, i, m, m0, m1, j);
        least = Math.min(least, cost[row + j]);
      }
      if (Math.min(least, above) > limit) {
        return false;
      }
      above = least;
    }
    return true;
  }

  private void step(
      int cell, char[] t, int t0, int t1, int from, int i, char[] m, int m0, int m1, int j) {
    int best = NEVER;
    Op how = Op.MATCH;
    int ti = t0 + from + i - 1;
    int mj = m0 + from + j - 1;
    if (i > 0 && j > 0) {
      Op candidate = t[ti] == m[mj] ? Op.MATCH : substitution(t[ti], m[mj]);
      best = cost[cell - width - 1] + prices[candidate.index()];
      how = candidate;
    }
    // No step is free but a match: what is dearer before the step is not looked at.
    if (j > 0 && cost[cell - 1] < best) {
      Op candidate = Op.omission(m, mj, m0, m1);
      int price = cost[cell - 1] + prices[candidate.index()];
      if (price < best) {
        best = price;
        how = candidate;
      }
    }
    if (i > 0 && cost[cell - width] < best) {
      Op candidate = Op.insertion(t, ti, t0, t1);
      int price = cost[cell - width] + prices[candidate.index()];
      if (price < best) {
        best = price;
        how = candidate;
      }
    }
    if (i > 1 && j > 1 && t[ti] == m[mj - 1] && t[ti - 1] == m[mj] && t[ti] != t[ti - 1]) {
      Op candidate = t[ti] == '.' || t[ti - 1] == '.' ? Op.DOT_MOVED : Op.SWAP;
      int price = cost[cell - 2 * width - 2] + prices[candidate.index()];
      if (price < best) {
        best = price;
        how = candidate;
      }
    }
    if (i > 1 && j > 0 && cost[cell - 2 * width - 1] < best) {
      Op candidate = pair(t[ti - 1], t[ti], m[mj]);
      int price =
          candidate == Op.MATCH ? NEVER : cost[cell - 2 * width - 1] + prices[candidate.index()];
      if (price < best) {
        best = price;
        how = candidate;
      }
    }
    if (i > 0 && j > 1 && cost[cell - width - 2] < best) {
      Op candidate = pair(m[mj - 1], m[mj], t[ti]);
      int price =
          candidate == Op.MATCH ? NEVER : cost[cell - width - 2] + prices[candidate.index()];
      if (price < best) {
        cost[cell] = price;
        op[cell] = (byte) (candidate.index() | 0x40);
        return;
      }
    }
    cost[cell] = best;
    op[cell] = (byte) how.index();
  }

  /** What {@link Op#substitution} says of each two plain letters. */
  private static final Op[] SUBSTITUTIONS = substitutions();

  private static Op[] substitutions() {
    Op[] table = new Op[128 * 128];
    for (int i = 0; i < table.length; i++) {
      table[i] = Op.substitution((char) (i >> 7), (char) (i & 127));
    }
    return table;
  }

  private static Op substitution(char typed, char meant) {
    return typed < 128 && meant < 128
        ? SUBSTITUTIONS[(typed << 7) | meant]
        : Op.substitution(typed, meant);
  }

  /** {@link #pairOf} of each three letters, a to z. */
  private static final Op[] PAIRS = pairs();

  private static Op[] pairs() {
    Op[] table = new Op[1 << 15];
    for (int i = 0; i < table.length; i++) {
      char first = (char) ('a' + (i >> 10));
      char second = (char) ('a' + (i >> 5 & 31));
      table[i] = pairOf(first, second, (char) ('a' + (i & 31)));
    }
    return table;
  }

  /** MATCH means that the pair has nothing to do with the single letter. */
  private static Op pair(char first, char second, char single) {
    int a = first - 'a';
    int b = second - 'a';
    int c = single - 'a';
    return ((a | b | c) & ~31) == 0 ? PAIRS[a << 10 | b << 5 | c] : Op.MATCH;
  }

  private static Op pairOf(char first, char second, char single) {
    if (Letters.pairLooksLike(first, second, single)) {
      return Op.SEEN_PAIR;
    }
    return Letters.pairSoundsLike(first, second, single) ? Op.HEARD_PAIR : Op.MATCH;
  }

  private Reading trace(int t0, int n, int m0, int k) {
    Reading reading = new Reading();
    int i = n;
    int j = k;
    while (i > 0 || j > 0) {
      byte code = op[i * width + j];
      Op how = OPS[code & 0x3f];
      int di = typedLetters(how);
      int dj = meantLetters(how);
      if ((code & 0x40) != 0) {
        di = 1;
        dj = 2;
      }
      if (how != Op.MATCH) {
        reading.add(
            new Reading.Step(how, t0 + i - di, t0 + i, m0 + j - dj, m0 + j), prices[how.index()]);
      }
      i -= di;
      j -= dj;
    }
    Collections.reverse(reading.steps());
    return reading;
  }

  private static int typedLetters(Op op) {
    return switch (op) {
      case OMIT, OMIT_DOUBLE, DOT_LOST, HYPHEN_LOST -> 0;
      case SWAP, DOT_MOVED, SEEN_PAIR, HEARD_PAIR -> 2;
      case MATCH, INSERT, INSERT_KEY, DOUBLE, DIGIT, KEY, VOWEL, SEEN, HEARD, OTHER, DOT_EXTRA -> 1;
      case DOT_OTHER, HYPHEN_EXTRA, HYPHEN_DOT, SUFFIX, SUFFIX_ADDED, EMBEDDED, COMBO -> 1;
    };
  }

  private static int meantLetters(Op op) {
    return switch (op) {
      case INSERT, INSERT_KEY, DOUBLE, DIGIT, DOT_EXTRA, HYPHEN_EXTRA -> 0;
      case SWAP, DOT_MOVED -> 2;
      case MATCH, OMIT, OMIT_DOUBLE, KEY, VOWEL, SEEN, HEARD, OTHER, SEEN_PAIR, HEARD_PAIR -> 1;
      case DOT_LOST, DOT_OTHER, HYPHEN_LOST, HYPHEN_DOT, SUFFIX, SUFFIX_ADDED, EMBEDDED, COMBO -> 1;
    };
  }
}
