package org.postern.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.postern.bundle.BundleDelta.Piece;

/** Writes a delta, part by part, in the order of the new bundle. Used once. */
final class DeltaWriter {
  static final String FIRST_LINE = "postern-delta: 1";
  static final String LAST_LINE = "end: postern-delta";

  /**
   * Bytes on one line, in 64 letters of Base64: what {@code openssl base64 -d} reads everywhere.
   */
  static final int BYTES_A_LINE = 48;

  /** Files of an archive begin at multiples of it. */
  static final int BLOCK = 512;

  private final byte[] old;
  private final byte[] next;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 16);

  DeltaWriter(byte[] old, byte[] next) {
    this.old = old;
    this.next = next;
    line(FIRST_LINE);
    line("old: " + Grammar.sha256(old) + " " + old.length);
    line("new: " + Grammar.sha256(next) + " " + next.length);
  }

  byte[] end() {
    line(LAST_LINE);
    return text.toByteArray();
  }

  /** Bytes of the new bundle as they are. */
  void bytes(int from, int to) {
    for (int at = from; at < to; at += BYTES_A_LINE) {
      byte[] some = Arrays.copyOfRange(next, at, Math.min(to, at + BYTES_A_LINE));
      line("!" + Base64.getEncoder().encodeToString(some));
    }
  }

  /** Whether a file is lines that a delta can hold: each ended by LF, printable but for tabs. */
  static boolean isText(byte[] bundle, Piece file) {
    int end = file.from() + file.size();
    if (file.size() == 0 || bundle[end - 1] != '\n') {
      return false;
    }
    for (int i = file.from(); i < end; i++) {
      byte b = bundle[i];
      if ((b < ' ' || b > '~') && b != '\t' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  /**
   * A file of the new bundle as lines that are kept, left out and put in. Both files are in order,
   * so what is in both is met in the same order: whichever line the other file lacks is what
   * changed.
   */
  void edit(Piece before, Piece after) {
    line("edit: " + before.from() / BLOCK + " " + before.size());
    long[] inOld = hashes(old, before);
    long[] inNew = hashes(next, after);
    long[] sortedOld = inOld.clone();
    long[] sortedNew = inNew.clone();
    Arrays.sort(sortedOld);
    Arrays.sort(sortedNew);
    int o = before.from();
    int n = after.from();
    int i = 0;
    int j = 0;
    Run run = new Run();
    while (i < inOld.length || j < inNew.length) {
      int oldEnd = i < inOld.length ? lineEnd(old, o) : o;
      int newEnd = j < inNew.length ? lineEnd(next, n) : n;
      if (i < inOld.length && j < inNew.length && Arrays.equals(old, o, oldEnd, next, n, newEnd)) {
        run.count('=');
        i++;
        j++;
        o = oldEnd;
        n = newEnd;
      } else if (i < inOld.length
          && (j == inNew.length
              || Arrays.binarySearch(sortedNew, inOld[i]) < 0
              || Arrays.binarySearch(sortedOld, inNew[j]) >= 0)) {
        run.count('-');
        i++;
        o = oldEnd;
      } else {
        run.end();
        text.write('+');
        text.write(next, n, newEnd - n);
        j++;
        n = newEnd;
      }
    }
    run.end();
  }

  /** Lines in a row that are kept or left out. */
  private final class Run {
    private char what = '=';
    private int lines;

    void count(char now) {
      if (now != what) {
        end();
        what = now;
      }
      lines++;
    }

    void end() {
      if (lines > 0) {
        line(what + Integer.toString(lines));
        lines = 0;
      }
    }
  }

  /** Of each line, only to see quickly which are in the other file; bytes decide what is equal. */
  private static long[] hashes(byte[] bundle, Piece file) {
    int end = file.from() + file.size();
    int lines = 0;
    for (int i = file.from(); i < end; i++) {
      lines += bundle[i] == '\n' ? 1 : 0;
    }
    long[] hashes = new long[lines];
    long hash = 0;
    int line = 0;
    for (int i = file.from(); i < end; i++) {
      if (bundle[i] == '\n') {
        hashes[line++] = hash;
        hash = 0;
      } else {
        hash = (hash ^ bundle[i]) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
      }
    }
    return hashes;
  }

  private static int lineEnd(byte[] bytes, int from) {
    int to = from;
    while (bytes[to] != '\n') {
      to++;
    }
    return to + 1;
  }

  private void line(String line) {
    text.writeBytes((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
