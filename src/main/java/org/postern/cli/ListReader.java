package org.postern.cli;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Parsed;

/**
 * The entries in a file that people or programs wrote: plain list, hosts file or CSV with a header.
 * Reads as it goes; lines that are no entry are passed over and kept by number. Not thread-safe.
 */
final class ListReader implements Iterator<Entry> {
  /** How many bad lines are kept to be shown; the rest is counted. */
  static final int SHOWN = 1_000;

  private static final int SNIFFED = 8_192;

  /**
   * A line that is no entry.
   *
   * @param text as it stood; hostile
   */
  record Bad(long line, String text, String sentence) {}

  private final Iterator<ListRow> rows;
  private final Listing listing;
  private final ListCommand.Story story;
  private final String source;
  private final List<Bad> bad = new ArrayList<>();
  private long badCount;
  private @Nullable Entry ahead;

  private ListReader(
      Iterator<ListRow> rows, Listing listing, ListCommand.Story story, String source) {
    this.rows = rows;
    this.listing = listing;
    this.story = story;
    this.source = source;
  }

  /** Looks at the beginning to see what kind of file it is. The caller closes {@code in}. */
  static ListReader of(Reader in, Listing listing, ListCommand.Story story, String source)
      throws IOException {
    PushbackReader reader = new PushbackReader(in, SNIFFED);
    char[] beginning = new char[SNIFFED];
    int length = 0;
    for (int n = 0;
        n >= 0 && length < SNIFFED;
        n = reader.read(beginning, length, SNIFFED - length)) {
      length += n;
    }
    int start = length > 0 && beginning[0] == '\uFEFF' ? 1 : 0;
    reader.unread(beginning, start, length - start);
    Iterator<ListRow> rows = rows(reader, new String(beginning, start, length - start));
    return new ListReader(rows, listing, story, source);
  }

  private static Iterator<ListRow> rows(Reader reader, String beginning) {
    Optional<String> first =
        beginning.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).findFirst();
    for (char separator : new char[] {',', ';', '\t'}) {
      if (first.isPresent() && CsvRows.isHeader(first.get(), separator)) {
        return new CsvRows(reader, separator);
      }
    }
    return new PlainRows(reader);
  }

  /** The first lines that were no entry. */
  List<Bad> bad() {
    return List.copyOf(bad);
  }

  long badCount() {
    return badCount;
  }

  @Override
  public boolean hasNext() {
    while (ahead == null && rows.hasNext()) {
      ahead = entry(rows.next());
    }
    return ahead != null;
  }

  @Override
  public Entry next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    Entry entry = ahead;
    ahead = null;
    return entry;
  }

  private @Nullable Entry entry(ListRow row) {
    if (row.pattern() == null) {
      return bad(row, String.valueOf(row.trouble()));
    }
    Mode mode;
    Instant expires;
    try {
      mode = row.mode().isBlank() ? story.mode : mode(row.mode());
      expires = row.expires().isBlank() ? story.expires : ListCommand.expiry(row.expires());
    } catch (IllegalArgumentException e) {
      return bad(row, "The mode is neither enforce nor monitor.");
    } catch (DateTimeException e) {
      return bad(row, "The expiry is not a date such as 2027-06-30.");
    }
    return switch (EntryPattern.parse(row.pattern())) {
      case Parsed.Ok<EntryPattern>(EntryPattern pattern) ->
          new Entry(
              pattern,
              listing,
              mode,
              row.note().isEmpty() ? story.note : row.note(),
              row.owner().isEmpty() ? story.owner : row.owner(),
              source,
              expires);
      case Parsed.Malformed<EntryPattern>(Parsed.Reason reason, int _, String _) ->
          bad(row, reason.sentence());
    };
  }

  private static Mode mode(String text) {
    return Mode.valueOf(text.strip().toUpperCase(Locale.ROOT));
  }

  private @Nullable Entry bad(ListRow row, String sentence) {
    badCount++;
    if (bad.size() < SHOWN) {
      bad.add(new Bad(row.line(), row.pattern() == null ? "" : row.pattern(), sentence));
    }
    return null;
  }
}
