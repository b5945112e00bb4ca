package org.postern.store;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import tools.jackson.core.JacksonException;

/**
 * A change of the lists as text, one line each: {@code postern-change: 1}, who proposes it and why
 * as JSON, then one operation as JSON a line. Equal changes are equal texts.
 */
final class ChangeText {
  static final String FIRST_LINE = "postern-change: 1";

  /** No line of a change that Postern wrote is longer. */
  private static final int LONGEST_LINE = 40_000;

  private ChangeText() {}

  /**
   * Who proposes what, and why.
   *
   * @param base serial of the lists that the author saw
   * @param at as text, ISO 8601
   */
  record Head(
      String author,
      String authorKey,
      String why,
      String reference,
      boolean urgent,
      long base,
      String at) {}

  /** One line; what does not apply to the operation is null. */
  private record Line(
      String op,
      @Nullable String listing,
      @Nullable String pattern,
      @Nullable String mode,
      @Nullable String note,
      @Nullable String owner,
      @Nullable String source,
      @Nullable String expires,
      @Nullable Long since,
      @Nullable Long serial,
      @Nullable String unlisted,
      @Nullable String sensitivity,
      @Nullable Boolean known) {}

  static String head(Head head) {
    return FIRST_LINE + "\n" + Json.text(head) + "\n";
  }

  static String line(Op op) {
    var map = new TreeMap<String, Object>();
    switch (op) {
      case Op.Add(Entry entry) -> entry(map, "add", entry);
      case Op.Edit(Entry after, long since) -> {
        entry(map, "edit", after);
        map.put("since", since);
      }
      case Op.Remove(Listing listing, EntryPattern pattern, long since) -> {
        map.put("op", "remove");
        map.put("listing", listing.word());
        map.put("pattern", pattern.text());
        map.put("since", since);
      }
      case Op.Undo(long serial) -> {
        map.put("op", "undo");
        map.put("serial", serial);
      }
      case Op.SetRules(Rules rules) -> {
        map.put("op", "rules");
        map.put("unlisted", rules.unlisted().name());
        map.put("sensitivity", rules.sensitivity().name());
        map.put("known", rules.known());
      }
    }
    return Json.text(map) + "\n";
  }

  private static void entry(Map<String, Object> map, String op, Entry entry) {
    map.put("op", op);
    map.put("listing", entry.listing().word());
    map.put("pattern", entry.pattern().text());
    map.put("mode", entry.mode().word());
    map.put("note", Texts.storable(entry.note(), ListRows.NOTE));
    map.put("owner", Texts.storable(entry.owner(), ListRows.NAME));
    map.put("source", Texts.storable(entry.source(), ListRows.NAME));
    if (entry.expires() != null) {
      map.put("expires", entry.expires().toString());
    }
  }

  /** The second line. */
  static Head head(Iterator<String> lines) {
    if (!lines.hasNext() || !lines.next().equals(FIRST_LINE) || !lines.hasNext()) {
      throw damaged(null);
    }
    try {
      return Json.read(bounded(lines.next()), Head.class);
    } catch (JacksonException e) {
      throw damaged(e);
    }
  }

  static Op op(String line) {
    try {
      Line read = Json.read(bounded(line), Line.class);
      return switch (String.valueOf(read.op)) {
        case "add" -> new Op.Add(entry(read));
        case "edit" -> new Op.Edit(entry(read), number(read.since));
        case "remove" ->
            new Op.Remove(listing(read.listing), pattern(read.pattern), number(read.since));
        case "undo" -> new Op.Undo(number(read.serial));
        case "rules" ->
            new Op.SetRules(
                new Rules(
                    Rows.constant(Unlisted.class, read.unlisted),
                    Rows.constant(Sensitivity.class, read.sensitivity),
                    Boolean.TRUE.equals(read.known)));
        default -> throw damaged(null);
      };
    } catch (JacksonException e) {
      throw damaged(e);
    }
  }

  private static Entry entry(Line l) {
    return new Entry(
        pattern(l.pattern),
        listing(l.listing),
        constant(Mode.class, l.mode),
        text(l.note, ListRows.NOTE),
        text(l.owner, ListRows.NAME),
        text(l.source, ListRows.NAME),
        l.expires == null ? null : time(l.expires));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw damaged(e);
    }
  }

  private static String text(@Nullable String text, int max) {
    if (text == null || text.length() > max) {
      throw damaged(null);
    }
    return text;
  }

  private static EntryPattern pattern(@Nullable String text) {
    return EntryPattern.parse(String.valueOf(text)).ok().orElseThrow(() -> damaged(null));
  }

  private static Listing listing(@Nullable String word) {
    return constant(Listing.class, word);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, @Nullable String word) {
    return Rows.constant(type, String.valueOf(word).toUpperCase(Locale.ROOT));
  }

  private static long number(@Nullable Long number) {
    if (number == null) {
      throw damaged(null);
    }
    return number;
  }

  private static String bounded(String line) {
    if (line.length() > LONGEST_LINE) {
      throw damaged(null);
    }
    return line;
  }

  static Trouble.DamagedRow damaged(@Nullable Throwable cause) {
    return new Trouble.DamagedRow("a change that is none", cause);
  }
}
