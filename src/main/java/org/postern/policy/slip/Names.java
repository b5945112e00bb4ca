package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trusted names, each as the key letters that slips are looked for in, split into head and
 * public suffix. One flat array, ids in the order of the names, so that the same set of names gives
 * the same answers in whatever order it came. Immutable.
 */
final class Names {

  private final char[] letters;
  private final int[] start;
  private final int[] suffixOf;
  private final String[] suffixes;
  private final BitSet withSubdomains;

  /** A-label form where it differs from the key. */
  private final Map<Integer, String> international;

  /** Open addressing over the names' A-label hashes: id + 1, 0 if free. */
  private final int[] table;

  private Names(
      char[] letters,
      int[] start,
      int[] suffixOf,
      String[] suffixes,
      BitSet withSubdomains,
      Map<Integer, String> international) {
    this.letters = letters;
    this.start = start;
    this.suffixOf = suffixOf;
    this.suffixes = suffixes;
    this.withSubdomains = withSubdomains;
    this.international = Map.copyOf(international);
    this.table = new int[Integer.highestOneBit(Math.max(4, size() * 2)) * 2];
    for (int id = 0; id < size(); id++) {
      int slot = slot(name(id));
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = id + 1;
    }
  }

  static Names of(Collection<Trusted> trusted, Suffixes psl) {
    TreeMap<String, Boolean> sorted = new TreeMap<>();
    trusted.forEach(t -> sorted.merge(t.name(), t.withSubdomains(), Boolean::logicalOr));
    StringBuilder letters = new StringBuilder(sorted.size() * 16);
    int[] start = new int[sorted.size() + 1];
    int[] suffixOf = new int[sorted.size()];
    BitSet withSubdomains = new BitSet(sorted.size());
    Map<Integer, String> international = new HashMap<>();
    Map<String, Integer> suffixIds = new HashMap<>();
    List<String> suffixes = new ArrayList<>();
    int id = 0;
    for (Map.Entry<String, Boolean> e : sorted.entrySet()) {
      String name = e.getKey();
      String key = new String(Folded.of(name).key());
      if (!key.equals(name)) {
        international.put(id, name);
      }
      letters.append(key);
      start[id + 1] = letters.length();
      suffixOf[id] =
          suffixIds.computeIfAbsent(
              suffix(key, psl),
              s -> {
                suffixes.add(s);
                return suffixes.size() - 1;
              });
      withSubdomains.set(id, e.getValue());
      id++;
    }
    return new Names(
        letters.toString().toCharArray(),
        start,
        suffixOf,
        suffixes.toArray(String[]::new),
        withSubdomains,
        international);
  }

  /** The public suffix; of a name that is one itself ({@code gov.uk}) all but its first label. */
  private static String suffix(String key, Suffixes psl) {
    int at = psl.startOf(key);
    return key.substring(at > 0 ? at : key.indexOf('.') + 1);
  }

  int size() {
    return start.length - 1;
  }

  char[] letters() {
    return letters;
  }

  int from(int id) {
    return start[id];
  }

  int to(int id) {
    return start[id + 1];
  }

  /** End of the part before the suffix. A whole TLD has no such part. */
  int headTo(int id) {
    return Math.max(start[id], start[id + 1] - suffixes[suffixOf[id]].length() - 1);
  }

  /** The part before the suffix. */
  String head(int id) {
    return new String(letters, start[id], headTo(id) - start[id]);
  }

  int suffixId(int id) {
    return suffixOf[id];
  }

  String suffix(int id) {
    return suffixes[suffixOf[id]];
  }

  boolean withSubdomains(int id) {
    return withSubdomains.get(id);
  }

  /** A whole top-level domain is trusted as such; no name is a slip of it. */
  boolean isTopLevel(int id) {
    return headTo(id) == start[id];
  }

  String key(int id) {
    return new String(letters, start[id], start[id + 1] - start[id]);
  }

  /** The name in A-label form, as it was given. */
  String name(int id) {
    String given = international.get(id);
    return given != null ? given : key(id);
  }

  boolean isInternational(int id) {
    return international.containsKey(id);
  }

  /** The id of a name in A-label form, or -1. */
  int indexOf(CharSequence name, int from) {
    int length = name.length() - from;
    int slot = slot(name, from);
    for (; table[slot] != 0; slot = (slot + 1) & (table.length - 1)) {
      int id = table[slot] - 1;
      String given = international.get(id);
      boolean same =
          given != null
              ? given.contentEquals(name.subSequence(from, name.length()))
              : start[id + 1] - start[id] == length && equal(start[id], name, from, length);
      if (same) {
        return id;
      }
    }
    return -1;
  }

  private boolean equal(int at, CharSequence name, int from, int length) {
    for (int i = 0; i < length; i++) {
      if (letters[at + i] != name.charAt(from + i)) {
        return false;
      }
    }
    return true;
  }

  private int slot(CharSequence name) {
    return slot(name, 0);
  }

  private int slot(CharSequence name, int from) {
    int hash = 0;
    for (int i = from; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    hash *= 0x9E3779B9;
    return (hash ^ (hash >>> 15)) & (table.length - 1);
  }
}
