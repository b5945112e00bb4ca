package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a hostile text, one at a time: printable ASCII and tabs, each ended by a line feed.
 * Used once.
 */
final class PlainLines {
  /** More letters than any line of ours has. */
  private static final int LONGEST_LINE = 2_000;

  private final byte[] text;
  private int from;
  private int line;

  PlainLines(byte[] text) {
    this.text = text;
  }

  /** The next line; null if there is none that is whole and well-formed. */
  @Nullable String next() {
    line++;
    int to = from;
    while (to < text.length && text[to] != '\n') {
      byte b = text[to];
      if ((b < ' ' || b > '~') && b != '\t') {
        return null;
      }
      to++;
    }
    if (to == text.length || to - from > LONGEST_LINE) {
      return null;
    }
    String next = new String(text, from, to - from, StandardCharsets.US_ASCII);
    from = to + 1;
    return next;
  }

  /** Of the line that was asked for last, from 1. */
  int number() {
    return line;
  }

  boolean atEnd() {
    return from == text.length;
  }
}
