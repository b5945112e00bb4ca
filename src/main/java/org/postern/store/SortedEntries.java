package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;

/**
 * Entries in the order of the index, packed: two million names of a feed take some 60 MB. An index
 * grows several times faster in its own order, and the file stays smaller. Not thread-safe.
 */
final class SortedEntries {
  /** So much is taken at a time; what comes after that is a run of its own. */
  private static final int MOST_BYTES = 96 << 20;

  private static final int BLOCK = 1 << 20;
  private static final int BLOCK_BITS = 20;

  /** A pattern has at most some 330 characters; this is twice what UTF-8 makes of them. */
  private static final int LONGEST = 2_048;

  private static final int HEAD = 6;

  /** What many entries have in common: everything but the pattern. */
  record Story(
      Listing listing,
      Mode mode,
      String note,
      String owner,
      String source,
      @Nullable Instant expires) {
    static Story of(Entry e) {
      return new Story(e.listing(), e.mode(), e.note(), e.owner(), e.source(), e.expires());
    }

    int weight() {
      return 200 + 2 * (note.length() + owner.length() + source.length());
    }
  }

  private final List<byte[]> blocks = new ArrayList<>();
  private final List<Story> stories = new ArrayList<>();
  private int[] order = new int[1024];
  private int size;
  private int used = BLOCK;

  private SortedEntries() {}

  /** Takes as many as are worth sorting at once. */
  static SortedEntries take(Iterator<Entry> entries) {
    SortedEntries taken = new SortedEntries();
    Map<Story, Integer> known = new HashMap<>();
    long weight = 0;
    while (weight < MOST_BYTES && entries.hasNext()) {
      Entry entry = entries.next();
      Story story = Story.of(entry);
      Integer number = known.get(story);
      if (number == null) {
        number = known.size();
        known.put(story, number);
        taken.stories.add(story);
        weight += story.weight();
      }
      weight += taken.put(number, entry.pattern().text().getBytes(StandardCharsets.UTF_8));
    }
    taken.order = Arrays.copyOf(taken.order, taken.size);
    taken.sort();
    return taken;
  }

  int size() {
    return size;
  }

  String text(int i) {
    int at = order[i];
    byte[] block = blocks.get(at >>> BLOCK_BITS);
    int from = at & (BLOCK - 1);
    return new String(block, from + HEAD, length(block, from), StandardCharsets.UTF_8);
  }

  Entry entry(int i) {
    Story s = story(i);
    EntryPattern pattern =
        EntryPattern.parse(text(i)).ok().orElseThrow(() -> new IllegalStateException(text(i)));
    return new Entry(pattern, s.listing, s.mode, s.note, s.owner, s.source, s.expires);
  }

  Story story(int i) {
    return story(blocks.get(order[i] >>> BLOCK_BITS), order[i] & (BLOCK - 1));
  }

  private int put(int story, byte[] text) {
    if (text.length > LONGEST) {
      throw new IllegalArgumentException("no pattern is as long as " + text.length);
    }
    int length = HEAD + text.length;
    if (used + length > BLOCK) {
      blocks.add(new byte[BLOCK]);
      used = 0;
    }
    byte[] block = blocks.getLast();
    for (int i = 0; i < 4; i++) {
      block[used + i] = (byte) (story >>> (8 * i));
    }
    block[used + 4] = (byte) text.length;
    block[used + 5] = (byte) (text.length >>> 8);
    System.arraycopy(text, 0, block, used + HEAD, text.length);
    if (size == order.length) {
      order = Arrays.copyOf(order, size + (size >> 1));
    }
    order[size++] = ((blocks.size() - 1) << BLOCK_BITS) | used;
    used += length;
    return length + Integer.BYTES;
  }

  private Story story(byte[] block, int at) {
    int number = 0;
    for (int i = 3; i >= 0; i--) {
      number = (number << 8) | (block[at + i] & 0xff);
    }
    return stories.get(number);
  }

  private static int length(byte[] block, int at) {
    return (block[at + 4] & 0xff) | ((block[at + 5] & 0xff) << 8);
  }

  /** A merge sort: stable, and one pass over what is sorted already. */
  private void sort() {
    int[] from = order;
    int[] to = new int[size];
    for (int width = 1; width < size && width > 0; width *= 2) {
      for (int left = 0; left < size; left += 2 * width) {
        merge(from, to, left, Math.min(left + width, size), Math.min(left + 2 * width, size));
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    order = from;
  }

  private void merge(int[] from, int[] to, int left, int middle, int right) {
    if (middle == right || compare(from[middle - 1], from[middle]) <= 0) {
      System.arraycopy(from, left, to, left, right - left);
      return;
    }
    int a = left;
    int b = middle;
    for (int i = left; i < right; i++) {
      to[i] = b == right || (a < middle && compare(from[a], from[b]) <= 0) ? from[a++] : from[b++];
    }
  }

  private int compare(int x, int y) {
    byte[] one = blocks.get(x >>> BLOCK_BITS);
    byte[] two = blocks.get(y >>> BLOCK_BITS);
    int a = x & (BLOCK - 1);
    int b = y & (BLOCK - 1);
    if (stories.size() > 1) {
      int lists = story(one, a).listing.compareTo(story(two, b).listing);
      if (lists != 0) {
        return lists;
      }
    }
    return Arrays.compareUnsigned(
        one, a + HEAD, a + HEAD + length(one, a), two, b + HEAD, b + HEAD + length(two, b));
  }
}
