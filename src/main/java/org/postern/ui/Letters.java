package org.postern.ui;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Lines two names up, letter by letter, with the fewest marks. Pure; any thread. This is drawing,
 * not judging: the verdict comes from the policy, this only says which letters to mark.
 */
final class Letters {
  /** Longer than any address; beyond it nothing is lined up. */
  static final int LIMIT = 330;

  /** What happened to a letter on its way from meant to typed. */
  enum Mark {
    SAME,
    /** In meant only: left out. */
    MISSING,
    /** In typed only: added. */
    EXTRA,
    /** Another letter stands there. */
    WRONG,
    /** Two neighbours changed places. */
    SWAPPED
  }

  /** One column; {@code typed} or {@code meant} is empty for a missing or an extra letter. */
  record Column(Mark mark, String typed, String meant) {}

  private Letters() {}

  static List<Column> align(String typed, String meant) {
    List<String> t = graphemes(typed);
    List<String> m = graphemes(meant);
    if (t.size() > LIMIT || m.size() > LIMIT) {
      return typed.equals(meant)
          ? List.of(new Column(Mark.SAME, typed, meant))
          : List.of(new Column(Mark.WRONG, typed, meant));
    }
    return walk(t, m, costs(t, m));
  }

  /**
   * Optimal string alignment: insert, delete, replace, swap neighbours. A replacement is dearer
   * than a swap, cheaper than both.
   */
  private static int[][] costs(List<String> t, List<String> m) {
    int[][] cost = new int[t.size() + 1][m.size() + 1];
    for (int i = 0; i <= t.size(); i++) {
      for (int j = 0; j <= m.size(); j++) {
        cost[i][j] = i == 0 ? 2 * j : j == 0 ? 2 * i : best(t, m, cost, i, j);
      }
    }
    return cost;
  }

  private static int best(List<String> t, List<String> m, int[][] cost, int i, int j) {
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 2;
    best = Math.min(best, cost[i - 1][j - 1] + (same(t, m, i, j) ? 0 : 3));
    return swapped(t, m, i, j) ? Math.min(best, cost[i - 2][j - 2] + 2) : best;
  }

  private static boolean same(List<String> t, List<String> m, int i, int j) {
    return t.get(i - 1).equalsIgnoreCase(m.get(j - 1));
  }

  private static boolean swapped(List<String> t, List<String> m, int i, int j) {
    return i > 1 && j > 1 && same(t, m, i, j - 1) && same(t, m, i - 1, j) && !same(t, m, i, j);
  }

  private static List<Column> walk(List<String> t, List<String> m, int[][] cost) {
    List<Column> columns = new ArrayList<>();
    int i = t.size();
    int j = m.size();
    while (i > 0 || j > 0) {
      boolean marked = !columns.isEmpty() && columns.getLast().mark() != Mark.SAME;
      if (marked && i > 0 && cost[i][j] == cost[i - 1][j] + 2) { // marks stay together: rn for m
        columns.add(new Column(Mark.EXTRA, t.get(--i), ""));
      } else if (marked && j > 0 && cost[i][j] == cost[i][j - 1] + 2) {
        columns.add(new Column(Mark.MISSING, "", m.get(--j)));
      } else if (i > 0 && j > 0 && same(t, m, i, j) && cost[i][j] == cost[i - 1][j - 1]) {
        columns.add(new Column(Mark.SAME, t.get(--i), m.get(--j)));
      } else if (i > 1 && j > 1 && swapped(t, m, i, j) && cost[i][j] == cost[i - 2][j - 2] + 2) {
        columns.add(new Column(Mark.SWAPPED, t.get(--i), m.get(--j)));
        columns.add(new Column(Mark.SWAPPED, t.get(--i), m.get(--j)));
      } else if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + 3) {
        columns.add(new Column(Mark.WRONG, t.get(--i), m.get(--j)));
      } else if (j > 0 && cost[i][j] == cost[i][j - 1] + 2) {
        columns.add(new Column(Mark.MISSING, "", m.get(--j)));
      } else {
        columns.add(new Column(Mark.EXTRA, t.get(--i), ""));
      }
    }
    Collections.reverse(columns);
    return columns;
  }

  private static List<String> graphemes(String text) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    List<String> parts = new ArrayList<>();
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
      parts.add(text.substring(from, to));
    }
    return parts;
  }
}
