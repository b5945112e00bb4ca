package org.postern.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names and addresses with what is said of them: the letters in one array, the rows found by open
 * addressing over 64-bit hashes and confirmed letter by letter. A row whose list is empty says that
 * nothing is said. Immutable once built.
 */
final class EntryTable {

  /** A key that nobody outside knows: no list can be made to collide. */
  private final long secret;

  private final byte[] letters;
  private final int[] start;
  private final List<Story>[] stories;

  /** High half of the hash and row + 1; 0 is free. */
  private final long[] table;

  private final int addresses;
  private final int entries;

  private EntryTable(Builder b) {
    secret = b.secret;
    letters = Arrays.copyOf(b.letters, b.start[b.rows]);
    start = Arrays.copyOf(b.start, b.rows + 1);
    stories = Arrays.copyOf(b.stories, b.rows);
    table = b.table;
    int ofAddresses = 0;
    int all = 0;
    for (List<Story> s : stories) {
      ofAddresses += s.isEmpty() || s.getFirst().form() != Story.Form.ADDRESS ? 0 : 1;
      all += s.size();
    }
    addresses = ofAddresses;
    entries = all;
  }

  /** Takes rows one after the other. Not thread-safe. */
  static final class Builder {
    private final long secret;
    private byte[] letters = new byte[1024];
    private int[] start = new int[64];
    private List<Story>[] stories = array(63);
    private long[] table = new long[128];
    private int rows;
    private final Map<List<Story>, List<Story>> pool = new HashMap<>();

    Builder(EntryTable sameHashes) {
      secret = sameHashes.secret;
    }

    Builder() {
      secret = new SplittableRandom().nextLong() | 1;
    }

    /**
     * Adds one entry to what is said of its name. Twice the same pattern on the same list: the
     * first block stays, the last trust counts.
     */
    void add(Entry entry) {
      byte[] key = bytes(Story.key(entry.pattern()));
      Story story = Story.of(entry);
      int row = row(key);
      if (row < 0) {
        append(key, List.of(story));
        return;
      }
      stories[row] = pooled(with(stories[row], story, entry.listing() == Listing.TRUSTED));
    }

    /** Sets all that is said of one name that is not there yet. */
    void put(String key, List<Story> said) {
      append(bytes(key), said);
    }

    private int row(byte[] key) {
      return find(letters, start, table, hash(secret, key, 0), key, 0);
    }

    private void append(byte[] key, List<Story> said) {
      if ((rows + 2) * 3L > table.length * 2L) {
        grow();
      }
      if (rows + 2 > start.length) {
        start = Arrays.copyOf(start, start.length * 2);
        stories = Arrays.copyOf(stories, stories.length * 2 + 1);
      }
      int at = start[rows];
      if (at + key.length > letters.length) {
        letters = Arrays.copyOf(letters, Math.addExact(letters.length, letters.length));
      }
      System.arraycopy(key, 0, letters, at, key.length);
      start[rows + 1] = at + key.length;
      stories[rows] = pooled(said);
      enter(table, hash(secret, key, 0), rows);
      rows++;
    }

    private List<Story> pooled(List<Story> said) {
      List<Story> known = pool.putIfAbsent(said, said);
      return known == null ? said : known;
    }

    private void grow() {
      long[] wider = new long[table.length * 2];
      for (int row = 0; row < rows; row++) {
        enter(wider, hash(secret, letters, start[row], start[row + 1]), row);
      }
      table = wider;
    }

    private static void enter(long[] table, long hash, int row) {
      int slot = slot(hash, table);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = (hash & TAG) | (row + 1);
    }

    EntryTable build() {
      return new EntryTable(this);
    }
  }

  /** What is said with one more; the new one takes the place of its like if it may. */
  static List<Story> with(List<Story> said, Story more, boolean replaces) {
    List<Story> all = new ArrayList<>(said);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).form() == more.form() && all.get(i).listing() == more.listing()) {
        if (replaces) {
          all.set(i, more);
        }
        return List.copyOf(all);
      }
    }
    all.add(more);
    return List.copyOf(all);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static List<Story>[] array(int length) {
    return new List[length];
  }

  private static final long TAG = 0xFFFFFFFF00000000L;

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** The hash of a key from an offset on; {@link #longer} extends it to the left. */
  long hash(byte[] key, int from) {
    return hash(secret, key, from);
  }

  private static long hash(long secret, byte[] key, int from) {
    return hash(secret, key, from, key.length);
  }

  private static long hash(long secret, byte[] key, int from, int to) {
    long h = 0;
    for (int i = to - 1; i >= from; i--) {
      h = (h + key[i] + 129) * secret;
    }
    return h;
  }

  /** The hash of the same key with one more letter before it; that of nothing is 0. */
  long longer(long hash, byte letter) {
    return (hash + letter + 129) * secret;
  }

  /** What is said of the key from the offset on; null if there is no such row. */
  @Nullable List<Story> get(long hash, byte[] key, int from) {
    int row = find(letters, start, table, hash, key, from);
    return row < 0 ? null : stories[row];
  }

  private static int slot(long hash, long[] table) {
    long h = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 33) & (table.length - 1);
  }

  private static int find(
      byte[] letters, int[] start, long[] table, long hash, byte[] key, int from) {
    long tag = hash & TAG;
    for (int slot = slot(hash, table); table[slot] != 0; slot = (slot + 1) & (table.length - 1)) {
      if ((table[slot] & TAG) == tag) {
        int row = (int) table[slot] - 1;
        if (Arrays.equals(letters, start[row], start[row + 1], key, from, key.length)) {
          return row;
        }
      }
    }
    return -1;
  }

  /** The row of a key, or -1. */
  int row(byte[] key) {
    return find(letters, start, table, hash(key, 0), key, 0);
  }

  boolean hasAddresses() {
    return addresses > 0;
  }

  int rows() {
    return stories.length;
  }

  /** How many entries all rows hold. */
  int entries() {
    return entries;
  }

  String key(int row) {
    return new String(letters, start[row], start[row + 1] - start[row], StandardCharsets.UTF_8);
  }

  List<Story> stories(int row) {
    return stories[row];
  }
}
