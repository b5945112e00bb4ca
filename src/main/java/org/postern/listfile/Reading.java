package org.postern.listfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Parsed;

/**
 * The entries in a file, one by one. Lines that are no entry are passed over and kept by number.
 * For one thread; only {@link #fraction} may be asked by another one.
 */
public final class Reading extends Ahead<Entry> implements AutoCloseable {
  /** How many bad lines are kept to be shown; the rest is counted. */
  public static final int SHOWN = 1_000;

  /** What a field of the lists holds. */
  private static final int LONGEST_TEXT = 4_000;

  private static final int LONGEST_NAME = 400;

  /**
   * A line that is no entry.
   *
   * @param line from 1; of several lines the first one
   * @param text as it stood; hostile
   */
  public record Bad(long line, String text, String sentence) {}

  private final Iterator<Row> rows;
  private final Defaults defaults;
  private final ListFile.Opened opened;
  private final long size;
  private final List<Bad> bad = new ArrayList<>();
  private long badCount;

  Reading(Iterator<Row> rows, Defaults defaults, ListFile.Opened opened, long size) {
    this.rows = rows;
    this.defaults = defaults;
    this.opened = opened;
    this.size = size;
  }

  /** The first lines that were no entry, as far as was read. */
  public List<Bad> bad() {
    return List.copyOf(bad);
  }

  /** How many lines were no entry. */
  public long badCount() {
    return badCount;
  }

  /** How much of the file was read, from 0 to 1; 0 if its size is not known. */
  public double fraction() {
    return size <= 0 ? 0 : Math.min(1, (double) opened.taken() / size);
  }

  @Override
  @Nullable Entry read() {
    try {
      while (rows.hasNext()) {
        Entry entry = entry(rows.next());
        if (entry != null) {
          return entry;
        }
      }
      return null;
    } catch (UncheckedIOException e) {
      throw ListFile.unreadable(e);
    }
  }

  private @Nullable Entry entry(Row row) {
    if (row.pattern() == null) {
      return bad(row, String.valueOf(row.trouble()));
    }
    if (row.meant() != null && row.meant() != defaults.listing()) {
      return bad(
          row,
          row.meant() == Listing.TRUSTED
              ? "It lets mail pass: it belongs on the trusted list."
              : "It refuses mail: it belongs on the blocked list.");
    }
    if (row.note().length() > LONGEST_TEXT
        || row.owner().length() > LONGEST_NAME
        || row.source().length() > LONGEST_NAME) {
      return bad(row, "Its note, owner or source is too long.");
    }
    Mode mode;
    @Nullable Instant expires;
    try {
      mode = row.mode().isBlank() ? defaults.mode() : mode(row.mode());
      expires = row.expires().isBlank() ? defaults.expires() : Cells.expiry(row.expires());
    } catch (IllegalArgumentException e) {
      return bad(row, "The mode is neither enforce nor monitor.");
    } catch (DateTimeException e) {
      return bad(row, "The expiry is not a date such as 2027-06-30.");
    }
    return switch (EntryPattern.parse(row.pattern())) {
      case Parsed.Ok<EntryPattern>(EntryPattern pattern) ->
          new Entry(
              pattern,
              defaults.listing(),
              mode,
              or(row.note(), defaults.note()),
              or(row.owner(), defaults.owner()),
              or(row.source(), defaults.source()),
              expires);
      case Parsed.Malformed<EntryPattern>(Parsed.Reason reason, int _, String _) ->
          bad(row, reason.sentence());
    };
  }

  private static String or(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  private static Mode mode(String text) {
    return Mode.valueOf(text.strip().toUpperCase(Locale.ROOT));
  }

  private @Nullable Entry bad(Row row, String sentence) {
    badCount++;
    if (bad.size() < SHOWN) {
      String text = row.pattern() == null ? "" : row.pattern();
      bad.add(new Bad(row.line(), text.substring(0, Math.min(1_000, text.length())), sentence));
    }
    return null;
  }

  @Override
  public void close() {
    try {
      opened.close();
    } catch (IOException e) {
      throw ListFile.unreadable(e);
    }
  }
}
