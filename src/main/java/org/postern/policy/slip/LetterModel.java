package org.postern.policy.slip;

import java.util.HashMap;
import java.util.Map;

/**
 * How much a label looks like one that somebody chose: letter trigrams of real names. {@code
 * sunsoft} is somebody's own name, {@code sansug} is not. Immutable.
 */
final class LetterModel {

  static final String SYMBOLS = "^abcdefghijklmnopqrstuvwxyz0123456789-.$";
  private static final int N = SYMBOLS.length();

  /** Surprise in nats of each symbol after two others, quantised to an eighth in the data. */
  private final float[] surprise;

  LetterModel(float[] surprise) {
    this.surprise = surprise;
  }

  /**
   * Reads the table as written by {@link #rows}: one row for each pair, one printable character for
   * each symbol.
   */
  static LetterModel read(Map<String, String> rows) {
    float[] table = new float[N * N * N];
    for (int pair = 0; pair < N * N; pair++) {
      String row = rows.getOrDefault(pairName(pair), "");
      for (int s = 0; s < N; s++) {
        table[pair * N + s] = s < row.length() ? (row.charAt(s) - '!') / 8f : 4;
      }
    }
    return new LetterModel(table);
  }

  /** The table as text, the inverse of {@link #read}. */
  Map<String, String> rows() {
    Map<String, String> rows = new HashMap<>();
    for (int pair = 0; pair < N * N; pair++) {
      StringBuilder row = new StringBuilder(N);
      for (int s = 0; s < N; s++) {
        row.append((char) ('!' + Math.clamp(Math.round(surprise[pair * N + s] * 8), 0, 90)));
      }
      rows.put(pairName(pair), row.toString());
    }
    return rows;
  }

  private static String pairName(int pair) {
    return "" + SYMBOLS.charAt(pair / N) + SYMBOLS.charAt(pair % N);
  }

  static int symbol(char c) {
    if (c >= 'a' && c <= 'z') {
      return 1 + c - 'a';
    }
    if (Letters.isDigit(c)) {
      return 27 + c - '0';
    }
    return c == '-' ? 37 : 38;
  }

  static int size() {
    return N;
  }

  /** Total surprise of the letters, in nats, with a beginning and an end. */
  double surprise(char[] s, int from, int to) {
    double sum = 0;
    int context = 0;
    for (int i = from; i <= to; i++) {
      int next = i < to ? symbol(s[i]) : N - 1;
      sum += surprise[context * N + next];
      context = context % N * N + next;
    }
    return sum;
  }
}
