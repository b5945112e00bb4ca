package org.postern.quarantine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the FETCH responses of a long list in the one form in which servers write them (RFC 3501
 * clause 7.4.2): {@code * 12 FETCH (UID 7 FLAGS (\Seen) BODY[HEADER]<0> {1711}…)}. It is picky on
 * purpose: whatever is written otherwise is left untouched for Angus, whose reader knows all of
 * IMAP and takes five times as long. Allocates nothing that the server merely announced. Used by
 * one thread at a time.
 */
final class FetchLine {
  /** What {@link #read} says of a response that is not for us. */
  static final int OTHER = -1;

  private static final int MORE = 0;

  /** So much of a response stands outside its literal, at most. */
  private static final int HEAD = 4096;

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** Ends the reading of a response; it never leaves this class. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int why;

    Stop(int why) {
      super(null, null, false, false);
      this.why = why;
    }
  }

  private final Stop more = new Stop(MORE);
  private final Stop other = new Stop(OTHER);

  private byte[] b = new byte[0];
  private int at;
  private int end;

  private long uid;
  private @Nullable Set<String> flags;
  private @Nullable Instant received;
  private long size;
  private long modSeq;
  private byte @Nullable [] body;
  private boolean inLiteral;

  private byte[] lastFlags = new byte[0];
  private Set<String> lastNames = Set.of();

  /**
   * @return how many bytes the response at {@code from} takes; 0 if it has not all come yet; {@link
   *     #OTHER}
   */
  int read(byte[] bytes, int from, int to) {
    b = bytes;
    at = from;
    end = to;
    uid = 0;
    flags = null;
    received = null;
    size = -1;
    modSeq = 0;
    body = null;
    inLiteral = false;
    try {
      expect("* ");
      number();
      expect(" FETCH (");
      item();
      while (next() != ')') {
        expect(" ");
        item();
      }
      expect(")\r\n");
      return at - from;
    } catch (Stop stop) {
      boolean tooLong = stop.why == MORE && !inLiteral && to - from > HEAD;
      return tooLong ? OTHER : stop.why;
    }
  }

  /** What was read last. */
  Fetched fetched() {
    return new Fetched(uid, flags, received, size, modSeq, body);
  }

  private void item() {
    switch (next()) {
      case 'U' -> {
        expect("UID ");
        once(uid == 0);
        uid = number();
      }
      case 'F' -> {
        expect("FLAGS (");
        once(flags == null);
        flags = flags();
      }
      case 'I' -> {
        expect("INTERNALDATE \"");
        once(received == null);
        received = moment();
      }
      case 'R' -> {
        expect("RFC822.SIZE ");
        once(size < 0);
        size = number();
      }
      case 'M' -> {
        expect("MODSEQ (");
        once(modSeq == 0);
        modSeq = number();
        expect(")");
      }
      case 'B' -> {
        expect("BODY[HEADER]<0> {");
        once(body == null);
        body = literal();
      }
      default -> throw other;
    }
  }

  private void once(boolean first) {
    if (!first) {
      throw other;
    }
  }

  private byte next() {
    if (at == end) {
      throw more;
    }
    return b[at];
  }

  private void expect(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (next() != text.charAt(i)) {
        throw other;
      }
      at++;
    }
  }

  private long number() {
    long n = 0;
    int digits = 0;
    while (next() >= '0' && next() <= '9') {
      n = n * 10 + (b[at++] - '0');
      digits++;
    }
    if (digits == 0 || digits > 18) {
      throw other;
    }
    return n;
  }

  private byte[] literal() {
    long n = number();
    expect("}\r\n");
    if (n > Wire.SIZE) {
      throw other;
    }
    if (end - at < n) {
      inLiteral = true;
      throw more;
    }
    at += (int) n;
    return Arrays.copyOfRange(b, at - (int) n, at);
  }

  private Set<String> flags() {
    int from = at;
    while (next() != ')') {
      byte c = b[at++];
      if (c < ' ' || c == '"' || c == '(' || c == '{') {
        throw other;
      }
    }
    at++;
    if (!Arrays.equals(b, from, at - 1, lastFlags, 0, lastFlags.length)) {
      lastFlags = Arrays.copyOfRange(b, from, at - 1);
      lastNames = Fetcher.flagNames(new String(lastFlags, US_ASCII).split(" ", -1));
    }
    return lastNames;
  }

  /** {@code 22-Nov-2026 10:00:00 +0000"}. */
  private Instant moment() {
    if (end - at < 27) {
      throw more;
    }
    int day = b[at] == ' ' ? digits(1, 1) : digits(0, 2);
    String month = new String(b, at + 3, 3, US_ASCII);
    int place = MONTHS.indexOf(month);
    boolean form =
        is(2, '-') && is(6, '-') && is(11, ' ') && is(14, ':') && is(17, ':') && is(20, ' ');
    boolean west = is(21, '-');
    if (!form || place < 0 || place % 3 != 0 || !(west || is(21, '+')) || !is(26, '"')) {
      throw other;
    }
    int zone = digits(22, 2) * 3600 + digits(24, 2) * 60;
    try {
      Instant moment =
          LocalDateTime.of(
                  digits(7, 4), place / 3 + 1, day, digits(12, 2), digits(15, 2), digits(18, 2))
              .toInstant(ZoneOffset.ofTotalSeconds(west ? -zone : zone));
      at += 27;
      return moment;
    } catch (java.time.DateTimeException e) {
      throw other;
    }
  }

  private boolean is(int offset, char c) {
    return b[at + offset] == c;
  }

  private int digits(int offset, int n) {
    int value = 0;
    for (int i = at + offset; i < at + offset + n; i++) {
      if (b[i] < '0' || b[i] > '9') {
        throw other;
      }
      value = value * 10 + (b[i] - '0');
    }
    return value;
  }
}
