package org.postern.ui.domains;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.postern.store.Item;

/** An officer thinks of the last day of an entry, the policy of the moment when it ends. */
final class LastDay {
  private LastDay() {}

  /** The last day on any part of which it still lasts. */
  static LocalDate of(Instant end, ZoneId zone) {
    return LocalDate.ofInstant(end.minusNanos(1), zone);
  }

  /** Whether an entry's end has passed. */
  static boolean passed(Item item, Clock clock) {
    Instant end = item.entry().expires();
    return end != null && !clock.instant().isBefore(end);
  }

  /** Whether an entry ends within {@link BrowseModel#SOON}. */
  static boolean soon(Item item, Clock clock) {
    Instant end = item.entry().expires();
    return end != null
        && !passed(item, clock)
        && end.isBefore(clock.instant().plus(BrowseModel.SOON));
  }

  /** Whole days until an entry ends, 0 on its last day. */
  static long left(Item item, Clock clock) {
    Instant end = item.entry().expires();
    return end == null ? Long.MAX_VALUE : Duration.between(clock.instant(), end).toDays();
  }

  /** When it ends if it lasts through a day. */
  static Instant end(LocalDate lastDay, ZoneId zone) {
    return lastDay.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
