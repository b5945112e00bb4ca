package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Texts one behind the other in one array, each with a line feed after it, so that all of them are
 * searched at the speed of memory. Immutable once built.
 */
final class TextPool {
  private static final byte END = '\n';

  /** So many texts are searched by one thread at a time; whole words of a bit set. */
  private static final int SHARE = 64 * 1024;

  /** So many bytes tell which ones are rare. */
  private static final int SAMPLE = 4_096;

  private final byte[] letters;
  private final int[] start;

  private TextPool(byte[] letters, int[] start) {
    this.letters = letters;
    this.start = start;
  }

  /** Takes texts, and runs of texts of other pools. Not thread-safe. */
  static final class Builder {
    private byte[] letters;
    private int[] start;
    private int size;

    Builder(int texts, int bytes) {
      letters = new byte[Math.max(bytes, 64)];
      start = new int[Math.max(texts, 8) + 1];
    }

    void add(byte[] text) {
      room(1, text.length + 1);
      int at = start[size];
      System.arraycopy(text, 0, letters, at, text.length);
      letters[at + text.length] = END;
      start[++size] = at + text.length + 1;
    }

    void add(TextPool other, int from, int to) {
      int bytes = other.start[to] - other.start[from];
      room(to - from, bytes);
      int at = start[size];
      System.arraycopy(other.letters, other.start[from], letters, at, bytes);
      int shift = at - other.start[from];
      for (int i = from + 1; i <= to; i++) {
        start[++size] = other.start[i] + shift;
      }
    }

    private void room(int texts, int bytes) {
      if (size + texts >= start.length) {
        start = Arrays.copyOf(start, Math.max(size + texts + 1, start.length * 2));
      }
      int needed = Math.addExact(start[size], bytes);
      if (needed > letters.length) {
        letters = Arrays.copyOf(letters, Math.clamp(letters.length * 2L, needed, MAX));
      }
    }

    private static final int MAX = Integer.MAX_VALUE - 8;

    TextPool build() {
      return new TextPool(Arrays.copyOf(letters, start[size]), Arrays.copyOf(start, size + 1));
    }
  }

  /** The bytes of a text as they are kept: no line feed that is not an end. */
  static byte[] bytes(String text) {
    return text.replace('\n', ' ').getBytes(StandardCharsets.UTF_8);
  }

  int size() {
    return start.length - 1;
  }

  int bytes() {
    return letters.length;
  }

  String get(int i) {
    return new String(letters, start[i], start[i + 1] - start[i] - 1, StandardCharsets.UTF_8);
  }

  byte first(int i) {
    return letters[start[i]];
  }

  boolean contains(int i, byte wanted) {
    for (int at = start[i]; at < start[i + 1]; at++) {
      if (letters[at] == wanted) {
        return true;
      }
    }
    return false;
  }

  int compare(int i, byte[] text) {
    return Arrays.compareUnsigned(letters, start[i], start[i + 1] - 1, text, 0, text.length);
  }

  int compare(int i, TextPool other, int j) {
    return Arrays.compareUnsigned(
        letters, start[i], start[i + 1] - 1, other.letters, other.start[j], other.start[j + 1] - 1);
  }

  /** Where a text is, or {@code -1 - i} for where it would be; the texts must be in order. */
  int find(byte[] text) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, text);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  /** The texts that contain something. */
  BitSet containing(byte[] wanted) {
    long[] words = new long[(size() + 63) >>> 6];
    int shares = (size() + SHARE - 1) / SHARE;
    int rarest = rarest(wanted);
    IntStream.range(0, shares)
        .parallel()
        .forEach(s -> scan(wanted, rarest, s * SHARE, Math.min(size(), (s + 1) * SHARE), words));
    return BitSet.valueOf(words);
  }

  /** Where in {@code wanted} the byte stands that is the rarest here, as a sample says. */
  private int rarest(byte[] wanted) {
    int[] counts = new int[256];
    int step = Math.max(1, letters.length / SAMPLE);
    for (int at = 0; at < letters.length; at += step) {
      counts[letters[at] & 0xff]++;
    }
    int rarest = 0;
    for (int i = 1; i < wanted.length; i++) {
      if (counts[wanted[i] & 0xff] < counts[wanted[rarest] & 0xff]) {
        rarest = i;
      }
    }
    return rarest;
  }

  private void scan(byte[] wanted, int rarest, int from, int to, long[] words) {
    byte anchor = wanted[rarest];
    int last = start[to] - wanted.length + rarest;
    int text = from;
    for (int at = start[from] + rarest; at < last; at++) {
      if (letters[at] == anchor && matches(wanted, at - rarest)) {
        while (start[text + 1] <= at) {
          text++;
        }
        words[text >>> 6] |= 1L << text;
        at = start[text + 1] - 1 + rarest;
      }
    }
  }

  private boolean matches(byte[] wanted, int at) {
    for (int i = 0; i < wanted.length; i++) {
      if (letters[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
