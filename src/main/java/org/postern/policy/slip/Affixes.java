package org.postern.policy.slip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Whether a label is an ordinary word or place: well-known names begin or end with it ({@code
 * capital}, {@code arkansas}), so its owner elsewhere is likely a namesake, not an impostor. A
 * Bloom filter, made by the training command: now and then it takes an unknown label for a word,
 * never the other way round. Immutable.
 */
final class Affixes {

  static final Affixes SHIPPED = load("affixes.bin");

  static final int MIN_LENGTH = 4;
  static final int MAX_LENGTH = 16;

  /** 2^19 bits. */
  private static final int BYTES = 1 << 16;

  private static final int HASHES = 4;

  private final byte[] bits;

  private Affixes(byte[] bits) {
    this.bits = bits;
  }

  static Affixes empty() {
    return new Affixes(new byte[BYTES]);
  }

  static Affixes load(String resource) {
    try (InputStream in = Affixes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      byte[] bits = in.readNBytes(BYTES);
      if (bits.length != BYTES) {
        throw new IllegalStateException("short resource " + resource);
      }
      return new Affixes(bits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Affixes of(Iterable<String> words) {
    Affixes affixes = empty();
    for (String word : words) {
      affixes.put(hash(word.toCharArray(), 0, word.length()));
    }
    return affixes;
  }

  byte[] bytes() {
    return bits.clone();
  }

  boolean contains(char[] s, int from, int to) {
    if (to - from < MIN_LENGTH || to - from > MAX_LENGTH) {
      return to - from < MIN_LENGTH;
    }
    long h = hash(s, from, to);
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(h, i);
      if ((bits[bit >>> 3] & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return true;
  }

  private void put(long h) {
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(h, i);
      bits[bit >>> 3] |= (byte) (1 << (bit & 7));
    }
  }

  private static int bit(long h, int i) {
    return (int) (h >>> (i * 11)) & (BYTES * 8 - 1);
  }

  private static long hash(char[] s, int from, int to) {
    long h = 0xCBF29CE484222325L;
    for (int i = from; i < to; i++) {
      h = (h ^ s[i]) * 0x100000001B3L;
    }
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    return h ^ (h >>> 32);
  }
}
