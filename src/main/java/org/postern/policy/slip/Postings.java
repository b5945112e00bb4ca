package org.postern.policy.slip;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Hash to ids: buckets in one flat array, four bytes of id and one of fingerprint for each posting.
 * Immutable.
 */
final class Postings {

  /**
   * Names that share a head are rare beyond this; the bound keeps a hostile list from costing time.
   */
  private static final int MAX_HITS = 128;

  private final int mask;
  private final int[] bucket;
  private final int[] ids;
  private final byte[] prints;

  private Postings(int mask, int[] bucket, int[] ids, byte[] prints) {
    this.mask = mask;
    this.bucket = bucket;
    this.ids = ids;
    this.prints = prints;
  }

  /** Emits the hashes of one id. */
  interface Source {
    void hashes(int id, LongConsumer sink);
  }

  static Postings of(int size, Source source) {
    long[] count = new long[1];
    forEach(size, source, _ -> count[0]++);
    int total = Math.toIntExact(count[0]);
    int mask = Integer.highestOneBit(Math.max(1, total / 2)) * 2 - 1;
    int[] bucket = new int[mask + 2];
    forEach(size, source, p -> bucket[(int) p.hash & mask]++);
    // Turn counts into ends; filling backwards turns them into starts.
    int end = 0;
    for (int b = 0; b <= mask; b++) {
      end += bucket[b];
      bucket[b] = end;
    }
    bucket[mask + 1] = total;
    int[] ids = new int[total];
    byte[] prints = new byte[total];
    forEach(
        size,
        source,
        p -> {
          int at = --bucket[(int) p.hash & mask];
          ids[at] = p.id;
          prints[at] = print(p.hash);
        });
    return new Postings(mask, bucket, ids, prints);
  }

  private static final class Posting {
    private int id;
    private long hash;
  }

  private static void forEach(int size, Source source, Consumer<Posting> sink) {
    Posting posting = new Posting();
    for (int id = 0; id < size; id++) {
      posting.id = id;
      source.hashes(
          id,
          hash -> {
            posting.hash = hash;
            sink.accept(posting);
          });
    }
  }

  /** Ids that were stored under this hash, and now and then one that was not. */
  void find(long hash, IntConsumer sink) {
    int b = (int) hash & mask;
    byte print = print(hash);
    int hits = 0;
    for (int i = bucket[b]; i < bucket[b + 1] && hits < MAX_HITS; i++) {
      if (prints[i] == print) {
        sink.accept(ids[i]);
        hits++;
      }
    }
  }

  private static byte print(long hash) {
    return (byte) (hash >>> 48);
  }

  int size() {
    return ids.length;
  }
}
