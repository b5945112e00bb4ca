package org.postern.ui.history;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How moments are written: as they can be typed, too. Pure. */
final class Moments {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Moments() {}

  static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }
}
