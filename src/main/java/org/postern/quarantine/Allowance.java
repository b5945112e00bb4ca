package org.postern.quarantine;

import java.io.IOException;

/**
 * How much a mail server may send for one command, counted while the bytes arrive and before any
 * parser sees them: Angus allocates whatever a literal announces, so a lying number must die here.
 */
final class Allowance {
  static final int LINE = 64 * 1024;
  static final int MESSAGES = 2_000_000;
  private static final int TAIL = 32;

  private long bytes = 1 << 20;
  private long literal = 1 << 20;
  private long inLiteral;
  private int line;
  private final byte[] head = new byte[TAIL];
  private final byte[] tail = new byte[TAIL];

  /** The server broke a limit. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;

    Exceeded(String what) {
      super(what);
    }
  }

  /** What the next command may bring: all bytes together, and its largest literal. */
  synchronized void grant(long allBytes, long largestLiteral) {
    bytes = allBytes;
    literal = largestLiteral;
  }

  synchronized void take(byte[] buffer, int offset, int length) throws IOException {
    bytes -= length;
    if (bytes < 0) {
      throw new Exceeded("more data than the command can bring");
    }
    int i = offset;
    int end = offset + length;
    while (i < end) {
      if (inLiteral > 0) {
        int skipped = (int) Math.min(inLiteral, end - i);
        inLiteral -= skipped;
        i += skipped;
        continue;
      }
      byte b = buffer[i++];
      if (line < TAIL) {
        head[line] = b;
      }
      tail[line % TAIL] = b;
      if (++line > LINE) {
        throw new Exceeded("a line of more than " + LINE + " bytes");
      }
      if (b == '\n') {
        endOfLine();
      }
    }
  }

  private void endOfLine() throws IOException {
    int length = line;
    line = 0;
    int at = length - 2;
    if (at < 0 || at(at, length) != '\r') {
      return;
    }
    if (at - 1 >= 0 && at(at - 1, length) == '}') {
      announced(at - 2, length);
    } else if (length <= TAIL && head[0] == '*') {
      counted(new String(head, 0, length, java.nio.charset.StandardCharsets.US_ASCII));
    }
  }

  private byte at(int index, int length) {
    return length - index <= TAIL ? tail[index % TAIL] : 0;
  }

  private void announced(int lastDigit, int length) throws IOException {
    long n = 0;
    long unit = 1;
    int i = lastDigit;
    if (i >= 0 && at(i, length) == '+') {
      i--;
    }
    for (; i >= 0; i--) {
      byte b = at(i, length);
      if (b == '{') {
        if (n > literal) {
          throw new Exceeded("a literal of " + n + " bytes");
        }
        inLiteral = n;
        return;
      }
      if (b < '0' || b > '9' || unit > 1_000_000_000_000L) {
        // A minus sign or a number beyond all reason: Angus would read either as "empty".
        if (b == '-' || (b >= '0' && b <= '9')) {
          throw new Exceeded("a literal of impossible size");
        }
        return;
      }
      n += unit * (b - '0');
      unit *= 10;
    }
  }

  private static void counted(String text) throws IOException {
    String[] words = text.trim().split(" ");
    if (words.length == 3
        && words[2].equalsIgnoreCase("EXISTS")
        && !(words[1].matches("\\d{1,7}") && Integer.parseInt(words[1]) <= MESSAGES)) {
      throw new Exceeded("an impossible number of messages");
    }
  }
}
