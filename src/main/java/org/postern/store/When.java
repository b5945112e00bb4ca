package org.postern.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which past is meant, as somebody says it; {@link Past#moment} finds it. */
public sealed interface When {
  /** The lists as revision number {@code serial} left them. */
  record Serial(long serial) implements When {}

  /** The lists as they stood at a time. */
  record Time(Instant at) implements When {}

  /** The lists as they stand. */
  record Now() implements When {}

  /** What {@link #parse} reads, for a prompt or a message. */
  String FORMS = "2026-11-20, 2026-11-20 14:30, a serial such as 12, or now";

  /**
   * Reads {@code now}, a serial, a day (its end counts) or a moment. Empty if it is none of them.
   *
   * @param zone of days and times that do not name one
   */
  static Optional<When> parse(String text, ZoneId zone) {
    String t = text.strip();
    if (t.toLowerCase(Locale.ROOT).equals("now")) {
      return Optional.of(new Now());
    }
    if (Forms.SERIAL.matcher(t).matches()) {
      return Optional.of(new Serial(Long.parseLong(t)));
    }
    try {
      return Optional.of(new Time(time(t, zone)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant time(String t, ZoneId zone) {
    if (t.length() == "2026-11-20".length()) {
      return LocalDate.parse(t).plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1);
    }
    if (t.endsWith("Z")) {
      return Instant.parse(t);
    }
    return LocalDateTime.parse(t.replace('T', ' '), Forms.LOCAL).atZone(zone).toInstant();
  }

  /** How they are written. */
  final class Forms {
    private static final Pattern SERIAL = Pattern.compile("[0-9]{1,18}");
    private static final DateTimeFormatter LOCAL =
        new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private Forms() {}
  }
}
