package org.postern.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.policy.DomainName;
import org.postern.policy.KnownNames;

/**
 * Reads known names: one domain or address a line, perhaps with the day since when it is written to
 * behind a tab, comma or semicolon ({@code firm.example, 2025-03-01}); {@code #} begins a comment.
 * What is no name is counted and passed over. A hash is made at once; no name is kept. Not
 * thread-safe.
 */
final class KnownFile implements Iterator<KnownFile.Name> {

  /** The hash of a name, and the day since when, in days since 1970. */
  record Name(long hash, int day) {}

  /** Longer lines are no names. */
  private static final int MAX_LINE = 1_000;

  private final BufferedReader in;
  private final LocalDate today;
  private final byte[] key;
  private @Nullable Name ahead;
  private long read;
  private long invalid;

  /**
   * @param today the day for lines that say none, and the last one that is believed
   */
  KnownFile(Reader in, LocalDate today, byte[] key) {
    this.in = new BufferedReader(in, 1 << 16);
    this.today = today;
    this.key = key.clone();
  }

  /** How many names were given out. */
  long read() {
    return read;
  }

  /** How many lines were no name. */
  long invalid() {
    return invalid;
  }

  @Override
  public boolean hasNext() {
    try {
      while (ahead == null) {
        Optional<String> line = line();
        if (line.isEmpty()) {
          return false;
        }
        String text = line.orElseThrow().replace("\uFEFF", "").strip();
        if (!text.isEmpty() && text.charAt(0) != '#') {
          ahead = name(text).orElse(null);
          invalid += ahead == null ? 1 : 0;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Name next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    Name name = ahead;
    ahead = null;
    read++;
    return name;
  }

  private Optional<Name> name(String text) {
    String[] fields = text.split("[\t,;]", 3);
    String address = fields[0].strip();
    String domain = address.substring(address.lastIndexOf('@') + 1);
    try {
      LocalDate day = fields.length > 1 ? LocalDate.parse(fields[1].strip()) : today;
      int days = Math.toIntExact((day.isAfter(today) ? today : day).toEpochDay());
      return DomainName.parse(domain)
          .ok()
          .flatMap(d -> KnownNames.hash(key, d))
          .map(hash -> new Name(hash, days));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** A line of bounded length; of a longer one only enough to see that it is no name. */
  private Optional<String> line() throws IOException {
    StringBuilder text = new StringBuilder(64);
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (text.length() <= MAX_LINE) {
        text.append((char) c);
      }
    }
    return Optional.of(text.toString());
  }
}
