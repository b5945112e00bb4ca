package org.postern.bundle;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;

/**
 * An entry with what it is sorted by: its address, or the domain that it speaks of. A million of
 * them are sorted once for both files of the payload.
 */
record KeyedEntry(String key, Entry entry) {
  private static final Comparator<KeyedEntry> BY_KEY = Comparator.comparing(KeyedEntry::key);

  /** So many letters decide most comparisons without a look at the text. */
  private static final int LETTERS = 5;

  private static final int INDEX_BITS = 24;
  private static final int LAST_LETTER = 0x7f;

  private static KeyedEntry of(Entry entry) {
    return new KeyedEntry(
        entry.pattern() instanceof EntryPattern.Address
            ? entry.pattern().text()
            : entry.pattern().domain().ascii(),
        entry);
  }

  /**
   * The entries in order of their keys; among entries of one key the order given stays, because it
   * decides, as it does in the policy.
   */
  static KeyedEntry[] sorted(Collection<Entry> entries) {
    KeyedEntry[] given = entries.stream().map(KeyedEntry::of).toArray(KeyedEntry[]::new);
    if (given.length >>> INDEX_BITS != 0) {
      Arrays.sort(given, BY_KEY);
      return given;
    }
    // Numbers are sorted ten times faster than texts: the first letters, and behind them the place.
    long[] order = new long[given.length];
    for (int i = 0; i < given.length; i++) {
      order[i] = firstLetters(given[i].key) << INDEX_BITS | i;
    }
    Arrays.sort(order);
    KeyedEntry[] sorted = new KeyedEntry[given.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = given[(int) (order[i] & ((1 << INDEX_BITS) - 1))];
    }
    int from = 0;
    for (int i = 1; i <= order.length; i++) {
      if (i == order.length || order[i] >>> INDEX_BITS != order[from] >>> INDEX_BITS) {
        Arrays.sort(sorted, from, i, BY_KEY);
        from = i;
      }
    }
    return sorted;
  }

  /** Never in another order than the texts; equal where only the texts can tell. */
  private static long firstLetters(String key) {
    long letters = 0;
    boolean plain = true;
    for (int i = 0; i < LETTERS; i++) {
      int letter = plain && i < key.length() ? Math.min(key.charAt(i), LAST_LETTER) : 0;
      plain &= letter < LAST_LETTER;
      letters = letters << 8 | letter;
    }
    return letters;
  }
}
