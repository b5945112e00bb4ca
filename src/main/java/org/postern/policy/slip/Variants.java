package org.postern.policy.slip;

import java.util.function.LongConsumer;

/**
 * The hashes under which a name is found again after a slip: of the name with up to two letters
 * left out, each computed in constant time from prefix hashes. The same views are hashed for
 * trusted and for typed names; where two hashes meet, the names may be a slip apart. Stateless but
 * for its tables, which are reused: one for each thread of work.
 */
final class Variants {

  /**
   * Longer heads are told apart by their first letters (as in SymSpell); it bounds the work on a
   * hostile name.
   */
  private static final int HEAD_PREFIX = 14;

  private static final int WHOLE_PREFIX = 22;
  private static final long BASE = 0x9E3779B97F4A7C15L | 1;

  private static final long HEAD = 0x1F3A5C7E9B2D4F61L;
  private static final long HEAD_AND_SUFFIX = 0x2E4B6D8FA1C3E507L;
  private static final long WHOLE = 0x3D5C7B9AF8E6D4C2L;

  private final long[] prefix = new long[HEAD_PREFIX + WHOLE_PREFIX + 1];
  private final long[] power = new long[HEAD_PREFIX + WHOLE_PREFIX + 1];
  private final char[] squashed = new char[WHOLE_PREFIX];

  Variants() {
    power[0] = 1;
    for (int i = 1; i < power.length; i++) {
      power[i] = power[i - 1] * BASE;
    }
  }

  /** A head under any suffix: none, one or two letters left out, as its length allows. */
  void head(char[] s, int from, int to, LongConsumer sink) {
    int n = Math.min(to - from, HEAD_PREFIX);
    deletions(s, from, n, n < 4 ? 0 : n < 7 ? 1 : 2, HEAD, sink);
  }

  /** A head as it is, under any suffix. */
  void exactHead(char[] s, int from, int to, LongConsumer sink) {
    deletions(s, from, Math.min(to - from, HEAD_PREFIX), 0, HEAD, sink);
  }

  /**
   * A short head with two letters left out: only together with its suffix, or everything would
   * meet.
   */
  void shortHead(char[] s, int from, int to, int suffixHash, LongConsumer sink) {
    int n = to - from;
    if (n >= 2 && n <= 6) {
      deletions(s, from, n, n < 4 ? 1 : 2, HEAD_AND_SUFFIX ^ (suffixHash * BASE), sink);
    }
  }

  /**
   * The whole name without dots and hyphens, up to one letter left out: lost, extra and moved dots.
   */
  void whole(char[] s, int from, int to, LongConsumer sink) {
    int n = squash(s, from, to);
    deletions(squashed, 0, n, n < 6 ? 0 : 1, WHOLE, sink);
  }

  private int squash(char[] s, int from, int to) {
    int n = 0;
    for (int i = from; i < to && n < WHOLE_PREFIX; i++) {
      if (s[i] != '.' && s[i] != '-') {
        squashed[n++] = s[i];
      }
    }
    return n;
  }

  /** The whole name without dots and hyphens, as it is. */
  void exactWhole(char[] s, int from, int to, LongConsumer sink) {
    deletions(squashed, 0, squash(s, from, to), 0, WHOLE, sink);
  }

  private void deletions(char[] s, int from, int n, int depth, long salt, LongConsumer sink) {
    for (int i = 0; i < n; i++) {
      prefix[i + 1] = prefix[i] * BASE + s[from + i];
    }
    long all = prefix[n];
    sink.accept(mix(all ^ salt));
    if (depth == 0) {
      return;
    }
    for (int i = 0; i < n; i++) {
      // Letter i left out; a run of equal letters gives one variant, not several.
      if (i > 0 && s[from + i] == s[from + i - 1]) {
        continue;
      }
      long rest = all - prefix[i + 1] * power[n - 1 - i];
      sink.accept(mix((prefix[i] * power[n - 1 - i] + rest) ^ salt));
      for (int j = i + 1; depth == 2 && j < n; j++) {
        if (j > i + 1 && s[from + j] == s[from + j - 1]) {
          continue;
        }
        long middle = prefix[j] - prefix[i + 1] * power[j - i - 1];
        long end = all - prefix[j + 1] * power[n - 1 - j];
        sink.accept(mix((prefix[i] * power[n - 2 - i] + middle * power[n - 1 - j] + end) ^ salt));
      }
    }
  }

  private static long mix(long h) {
    h ^= h >>> 32;
    h *= 0xD6E8FEB86659FD93L;
    h ^= h >>> 29;
    return h;
  }
}
