package org.postern.ui.domains;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.LastDay;
import org.postern.policy.Mode;
import org.postern.policy.Tags;

/**
 * A field of an entry, as it is typed into a cell.
 *
 * @param name of the field, for a screen reader
 * @param text of the entry, as it is typed
 * @param typed the entry with what was typed; null if that cannot be read
 */
record EntryField(
    String name, Function<Entry, String> text, BiFunction<Entry, String, @Nullable Entry> typed) {

  static final EntryField NOTE =
      new EntryField("Note", Tags::note, (e, t) -> Tags.with(e, t, Tags.of(e)));

  static final EntryField TAGS =
      new EntryField(
          "Tags",
          e -> String.join(" ", Tags.of(e)),
          (e, t) -> Tags.parse(t).map(tags -> Tags.with(e, Tags.note(e), tags)).orElse(null));

  static final EntryField OWNER = new EntryField("Owner", Entry::owner, Entry::withOwner);

  static final EntryField MODE =
      new EntryField(
          "Mode: enforced or monitored",
          e -> e.mode() == Mode.MONITOR ? "monitored" : "enforced",
          EntryField::mode);

  static EntryField lastDay(ZoneId zone) {
    return new EntryField(
        "Last day as 2027-11-22, or never",
        e -> e.expires() == null ? "never" : LastDay.of(e.expires(), zone).toString(),
        (e, t) -> until(e, t, zone));
  }

  private static @Nullable Entry mode(Entry e, String typed) {
    Mode mode =
        "monitored".startsWith(typed.toLowerCase(java.util.Locale.ROOT)) && !typed.isEmpty()
            ? Mode.MONITOR
            : "enforced".startsWith(typed.toLowerCase(java.util.Locale.ROOT)) && !typed.isEmpty()
                ? Mode.ENFORCE
                : null;
    return mode == null ? null : e.withMode(mode);
  }

  private static @Nullable Entry until(Entry e, String typed, ZoneId zone) {
    try {
      boolean never = typed.isEmpty() || typed.equalsIgnoreCase("never");
      var expires = never ? null : LastDay.end(LocalDate.parse(typed), zone);
      return e.until(expires);
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
