package org.postern.policy.slip;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Hash to ids: buckets in flat arrays, six bytes for each posting. Names that came later lie in a
 * second, small table; those that left are passed over. What is found depends on the names alone,
 * not on which table they are in. Immutable.
 */
final class Postings {

  /**
   * Names that share a head are rare beyond this; the bound keeps a hostile list from costing time.
   */
  private static final int MAX_HITS = 128;

  private final Names names;
  private final Table base;
  private final Table late;
  private final BitSet gone;

  private Postings(Names names, Table base, Table late, BitSet gone) {
    this.names = names;
    this.base = base;
    this.late = late;
    this.gone = gone;
  }

  /** Emits the hashes of one id. */
  interface Source {
    void hashes(int id, LongConsumer sink);
  }

  /**
   * @param ids of all names, in the order of the names
   */
  static Postings of(Names names, int[] ids, Source source) {
    return new Postings(names, Table.of(ids, source), Table.EMPTY, new BitSet());
  }

  /**
   * The same with other names beside those of the base.
   *
   * @param lateIds their ids, in the order of the names
   * @param gone ids that are not to be found
   */
  Postings with(Names changed, int[] lateIds, BitSet gone, Source source) {
    return new Postings(changed, base, Table.of(lateIds, source), gone);
  }

  /** Ids that were stored under this hash, and once in four billion one that was not. */
  void find(long hash, IntConsumer sink) {
    find((int) hash, MAX_HITS, sink);
  }

  /** The same, however many there are. */
  void all(long hash, IntConsumer sink) {
    find((int) hash, Integer.MAX_VALUE, sink);
  }

  private void find(int hash, int limit, IntConsumer sink) {
    int i = base.first(hash);
    int end = base.end(hash);
    short print = Table.print(hash);
    if (late.ids.length == 0 && gone.isEmpty()) {
      for (int hits = 0; i < end && hits < limit; i++) {
        if (base.prints[i] == print) {
          sink.accept(base.ids[i]);
          hits++;
        }
      }
      return;
    }
    // Both tables in the order of the names, so that the limit cuts as in a table of all.
    int j = late.first(hash);
    int lateEnd = late.end(hash);
    for (int hits = 0; hits < limit; hits++) {
      i = next(base, i, end, print);
      j = next(late, j, lateEnd, print);
      if (i == end && j == lateEnd) {
        return;
      }
      boolean fromBase = j == lateEnd || (i < end && names.compare(base.ids[i], late.ids[j]) <= 0);
      sink.accept(fromBase ? base.ids[i++] : late.ids[j++]);
    }
  }

  private int next(Table table, int from, int end, short print) {
    int i = from;
    while (i < end && (table.prints[i] != print || gone.get(table.ids[i]))) {
      i++;
    }
    return i;
  }

  /**
   * Looks for many hashes at once: the places of all are fetched before the first is read, so that
   * the memory's delays overlap.
   */
  private void find(int[] hashes, int count, IntConsumer sink) {
    int[] places = base.places(hashes, count);
    for (int h = 0; h < count; h++) {
      if (places[2 * h] < places[2 * h + 1] || late.ids.length > 0) {
        find(hashes[h], MAX_HITS, sink);
      }
    }
  }

  int size() {
    return base.ids.length + late.ids.length;
  }

  /** One flat table; what lies under one hash is in the order in which the ids were given. */
  private static final class Table {

    static final Table EMPTY = of(new int[0], (_, _) -> {});

    /**
     * With the print of 16 bits that makes 32 bits of hash, the same in a small table as in a large
     * one.
     */
    private static final int MIN_BITS = 16;

    private final int mask;
    private final int[] bucket;
    private final int[] ids;
    private final short[] prints;

    private Table(int mask, int[] bucket, int[] ids, short[] prints) {
      this.mask = mask;
      this.bucket = bucket;
      this.ids = ids;
      this.prints = prints;
    }

    static Table of(int[] ids, Source source) {
      int[] ends = new int[ids.length];
      var all = new Hashes();
      for (int i = 0; i < ids.length; i++) {
        source.hashes(ids[i], all);
        ends[i] = all.count;
      }
      int total = all.count;
      int mask = Math.max(1 << MIN_BITS, Integer.highestOneBit(Math.max(1, total / 2)) * 2) - 1;
      if (total == 0) {
        mask = 0;
      }
      int[] bucket = new int[mask + 2];
      for (int h = 0; h < total; h++) {
        bucket[all.hashes[h] & mask]++;
      }
      // Turn counts into ends; filling backwards turns them into starts.
      int end = 0;
      for (int b = 0; b <= mask; b++) {
        end += bucket[b];
        bucket[b] = end;
      }
      bucket[mask + 1] = total;
      int[] sorted = new int[total];
      short[] prints = new short[total];
      for (int i = ids.length - 1, h = total - 1; i >= 0; i--) {
        for (int from = i == 0 ? 0 : ends[i - 1]; h >= from; h--) {
          int at = --bucket[all.hashes[h] & mask];
          sorted[at] = ids[i];
          prints[at] = print(all.hashes[h]);
        }
      }
      return new Table(mask, bucket, sorted, prints);
    }

    private static short print(int hash) {
      return (short) (hash >>> 16);
    }

    int first(int hash) {
      return bucket[hash & mask];
    }

    int end(int hash) {
      return bucket[(hash & mask) + 1];
    }

    int[] places(int[] hashes, int count) {
      int[] places = new int[2 * count];
      for (int h = 0; h < count; h++) {
        int b = hashes[h] & mask;
        places[2 * h] = bucket[b];
        places[2 * h + 1] = bucket[b + 1];
      }
      return places;
    }
  }

  /** Collects hashes, of which the tables tell 32 bits apart. Not thread-safe. */
  static final class Hashes implements LongConsumer {
    private int[] hashes = new int[256];
    private int count;

    @Override
    public void accept(long hash) {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, count * 2);
      }
      hashes[count++] = (int) hash;
    }

    void clear() {
      count = 0;
    }

    /** Looks up all that were collected, in their order. */
    void find(Postings postings, IntConsumer sink) {
      postings.find(hashes, count, sink);
    }
  }
}
