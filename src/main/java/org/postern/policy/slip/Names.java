package org.postern.policy.slip;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trusted names, each as the key letters that slips are looked for in, split into head and
 * public suffix. One flat array; ids in the order of the names, but those of names that came later
 * are behind, and those of names that left stay unused. Immutable.
 */
final class Names {

  private final char[] letters;
  private final int[] start;
  private final String[] suffixes;
  private final BitSet withSubdomains;

  /** Ids of names that left. */
  private final BitSet gone;

  /** A-label form where it differs from the key. */
  private final Map<Integer, String> international;

  /** Open addressing over the names' A-label hashes: id + 1, 0 if free. */
  private final int[] table;

  private Names(Builder b) {
    letters = Arrays.copyOf(b.letters, b.start[b.ids]);
    start = Arrays.copyOf(b.start, b.ids + 1);
    suffixes = Arrays.copyOf(b.suffixes, b.ids);
    withSubdomains = b.withSubdomains;
    gone = b.gone;
    international = b.international;
    table = b.table;
  }

  static Names of(Collection<Trusted> trusted, Suffixes psl) {
    TreeMap<String, Boolean> sorted = new TreeMap<>();
    trusted.forEach(t -> sorted.merge(t.name(), t.withSubdomains(), Boolean::logicalOr));
    Builder names = new Builder(psl, sorted.size());
    sorted.forEach(names::append);
    return new Names(names);
  }

  /** These names without some, and with others or with another reach. */
  Names with(Collection<Trusted> added, Collection<String> removed, Suffixes psl) {
    Builder names = new Builder(psl, this, added.size());
    for (String name : removed) {
      int id = indexOf(name, 0);
      if (id >= 0) {
        names.gone.set(id);
      }
    }
    for (Trusted t : added) {
      // An id that was used for the name before is used again: it stands in its old place.
      int id = find(t.name(), 0);
      if (id < 0) {
        names.append(t.name(), t.withSubdomains());
      } else {
        names.gone.clear(id);
        names.withSubdomains.set(id, t.withSubdomains());
      }
    }
    return new Names(names);
  }

  /** Names while they are gathered. Not thread-safe. */
  private static final class Builder {
    private final Suffixes psl;
    private char[] letters;
    private final int[] start;
    private final String[] suffixes;
    private final BitSet withSubdomains;
    private final BitSet gone;
    private final Map<Integer, String> international;
    private final int[] table;
    private final Map<String, String> pool = new HashMap<>();
    private int ids;

    Builder(Suffixes psl, int size) {
      this.psl = psl;
      letters = new char[size * 16 + 256];
      start = new int[size + 1];
      suffixes = new String[size];
      withSubdomains = new BitSet(size);
      gone = new BitSet();
      international = new HashMap<>();
      table = new int[tableLength(size)];
    }

    Builder(Suffixes psl, Names names, int more) {
      this.psl = psl;
      ids = names.ids();
      letters = Arrays.copyOf(names.letters, names.letters.length + more * 16 + 256);
      start = Arrays.copyOf(names.start, ids + more + 1);
      suffixes = Arrays.copyOf(names.suffixes, ids + more);
      withSubdomains = (BitSet) names.withSubdomains.clone();
      gone = (BitSet) names.gone.clone();
      international = new HashMap<>(names.international);
      boolean room = tableLength(ids + more) <= names.table.length;
      table = room ? names.table.clone() : new int[tableLength(ids + more)];
      for (int id = 0; !room && id < ids; id++) {
        enter(names.name(id), id);
      }
    }

    private static int tableLength(int size) {
      return Integer.highestOneBit(Math.max(4, size * 2)) * 2;
    }

    void append(String name, boolean below) {
      char[] key = Folded.of(name).key();
      String text = new String(key);
      if (!text.equals(name)) {
        international.put(ids, name);
      }
      int at = start[ids];
      if (at + key.length > letters.length) {
        letters = Arrays.copyOf(letters, letters.length * 2 + key.length);
      }
      System.arraycopy(key, 0, letters, at, key.length);
      start[ids + 1] = at + key.length;
      suffixes[ids] = pool.computeIfAbsent(suffix(text, psl), s -> s);
      withSubdomains.set(ids, below);
      enter(name, ids);
      ids++;
    }

    private void enter(String name, int id) {
      int slot = slot(name, 0, table);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = id + 1;
    }
  }

  /** The public suffix; of a name that is one itself ({@code gov.uk}) all but its first label. */
  private static String suffix(String key, Suffixes psl) {
    int at = psl.startOf(key);
    return key.substring(at > 0 ? at : key.indexOf('.') + 1);
  }

  /** How many names there are. */
  int size() {
    return ids() - gone.cardinality();
  }

  /** Where ids end; not each of them need be in use. */
  int ids() {
    return start.length - 1;
  }

  /** Ids that are not in use. */
  BitSet gone() {
    return gone;
  }

  /** The order of the names as they were given. */
  int compare(int a, int b) {
    return name(a).compareTo(name(b));
  }

  Trusted trusted(int id) {
    return new Trusted(name(id), withSubdomains(id));
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
    return Math.max(start[id], start[id + 1] - suffixes[id].length() - 1);
  }

  /** The part before the suffix. */
  String head(int id) {
    return new String(letters, start[id], headTo(id) - start[id]);
  }

  String suffix(int id) {
    return suffixes[id];
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
    int id = find(name, from);
    return id >= 0 && gone.get(id) ? -1 : id;
  }

  private int find(CharSequence name, int from) {
    int length = name.length() - from;
    int slot = slot(name, from, table);
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

  private static int slot(CharSequence name, int from, int[] table) {
    int hash = 0;
    for (int i = from; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    hash *= 0x9E3779B9;
    return (hash ^ (hash >>> 15)) & (table.length - 1);
  }
}
