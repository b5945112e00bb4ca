package org.postern.ui.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people say them, in this computer's time zone. */
final class When {
  private When() {}

  static String day(Instant at) {
    return format("d MMM yyyy", at);
  }

  /** "09:40" today, "yesterday 09:40", "19 Nov 09:40", or the day with its year. */
  static String moment(Instant at, Instant now) {
    LocalDate day = LocalDate.ofInstant(at, ZoneId.systemDefault());
    LocalDate today = LocalDate.ofInstant(now, ZoneId.systemDefault());
    if (day.equals(today)) {
      return format("HH:mm", at);
    }
    if (day.equals(today.minusDays(1))) {
      return "yesterday " + format("HH:mm", at);
    }
    return day.getYear() == today.getYear() ? format("d MMM HH:mm", at) : day(at);
  }

  static String ago(Instant at, Instant now) {
    Duration gone = Duration.between(at, now);
    if (gone.toSeconds() < 45) {
      return "just now";
    }
    if (gone.toMinutes() < 60) {
      return Math.max(1, gone.toMinutes()) + " min ago";
    }
    if (gone.toHours() < 24) {
      return gone.toHours() + " h ago";
    }
    return gone.toDays() == 1 ? "1 day ago" : gone.toDays() + " days ago";
  }

  private static String format(String pattern, Instant at) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .withZone(ZoneId.systemDefault())
        .format(at);
  }
}
