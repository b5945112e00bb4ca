package org.postern.listfile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.policy.LastDay;

/** What stands in the cells of a table. */
final class Cells {
  /** How it is written that an entry does not end. */
  static final String NEVER = "never";

  /** What a spreadsheet would run as a formula, if it came first in a cell. */
  private static final String FORMULA = "=+-@\t\r";

  /** As Exchange and Defender write moments, all in UTC. */
  private static final List<DateTimeFormatter> OTHER_TIMES =
      List.of(
          DateTimeFormatter.ofPattern("M/d/uuuu h:mm:ss a", Locale.US),
          DateTimeFormatter.ofPattern("MMM d, uuuu h:mm a", Locale.US),
          DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.US));

  private Cells() {}

  /** What no spreadsheet takes for a formula; {@link #asWritten} gives back what it was. */
  static String harmless(String text) {
    return !text.isEmpty() && (text.charAt(0) == '\'' || FORMULA.indexOf(text.charAt(0)) >= 0)
        ? "'" + text
        : text;
  }

  static String asWritten(String text) {
    return text.length() > 1
            && text.charAt(0) == '\''
            && (text.charAt(1) == '\'' || FORMULA.indexOf(text.charAt(1)) >= 0)
        ? text.substring(1)
        : text;
  }

  /**
   * Reads a moment, a day through whose end (UTC) it lasts, or {@link #NEVER}, which is null.
   *
   * @throws DateTimeException if it is none of them
   */
  static @Nullable Instant expiry(String text) {
    String t = text.strip();
    if (t.equalsIgnoreCase(NEVER)) {
      return null;
    }
    if (t.length() == "2027-06-30".length()) {
      return LastDay.end(LocalDate.parse(t), ZoneOffset.UTC);
    }
    for (DateTimeFormatter format : OTHER_TIMES) {
      try {
        return LocalDateTime.parse(t, format).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException e) {
        // Then it is written in one of the other ways.
      }
    }
    return Instant.parse(t);
  }
}
