package org.postern.quarantine;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as officers write them: {@code 30d}, {@code 12h}, {@code today}, {@code 2026-11-01}. */
record SearchTime(Instant now, ZoneId zone) {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,4})(h|d|w)");

  Optional<Instant> moment(String text) {
    LocalDate today = now.atZone(zone).toLocalDate();
    Matcher ago = AGO.matcher(text);
    if (text.equals("today")) {
      return Optional.of(today.atStartOfDay(zone).toInstant());
    }
    if (text.equals("yesterday")) {
      return Optional.of(today.minusDays(1).atStartOfDay(zone).toInstant());
    }
    if (ago.matches()) {
      long n = Long.parseLong(ago.group(1));
      long hours = ago.group(2).equals("h") ? n : ago.group(2).equals("d") ? 24 * n : 168 * n;
      return Optional.of(now.minus(Duration.ofHours(hours)));
    }
    try {
      return Optional.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
