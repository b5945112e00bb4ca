package org.postern.policy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one field of an entry said before, and says now. Immutable.
 *
 * @param before as people read it; empty if it said nothing
 */
public record EntryChange(Field field, String before, String after) {
  /** What an entry says beside its pattern. */
  public enum Field {
    MODE,
    NOTE,
    OWNER,
    SOURCE,
    LAST_DAY;

    /** The word for it, on screen and on the command line. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Every field that differs.
   *
   * @param zone in which the last days are told
   */
  public static List<EntryChange> between(Entry before, Entry after, ZoneId zone) {
    List<EntryChange> changes = new ArrayList<>();
    add(changes, Field.MODE, before.mode().word(), after.mode().word());
    add(changes, Field.NOTE, before.note(), after.note());
    add(changes, Field.OWNER, before.owner(), after.owner());
    add(changes, Field.SOURCE, before.source(), after.source());
    add(changes, Field.LAST_DAY, end(before, zone), end(after, zone));
    return List.copyOf(changes);
  }

  private static void add(List<EntryChange> changes, Field field, String before, String after) {
    if (!before.equals(after)) {
      changes.add(new EntryChange(field, before, after));
    }
  }

  /** The last day of an entry; an end within a day with its time. */
  private static String end(Entry entry, ZoneId zone) {
    Instant end = entry.expires();
    if (end == null) {
      return "never";
    }
    var local = end.atZone(zone);
    return local.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? local.toLocalDate().minusDays(1).toString()
        : local.toLocalDate() + " " + local.toLocalTime().truncatedTo(ChronoUnit.SECONDS);
  }

  /** As one phrase: {@code note: “a” → “b”}. */
  public String phrase() {
    return field.word() + ": " + quoted(before) + " → " + quoted(after);
  }

  private String quoted(String text) {
    return switch (field) {
      case MODE, LAST_DAY -> text;
      case NOTE, OWNER, SOURCE -> text.isEmpty() ? "nothing" : "“" + text + "”";
    };
  }
}
