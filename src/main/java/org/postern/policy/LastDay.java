package org.postern.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * An officer thinks of the last day of an entry, the policy of the moment when it ends: the start
 * of the next day. Pure.
 */
public final class LastDay {
  private LastDay() {}

  /** The last day on any part of which it still lasts. */
  public static LocalDate of(Instant end, ZoneId zone) {
    return LocalDate.ofInstant(end.minusNanos(1), zone);
  }

  /** When it ends if it lasts through that whole day. */
  public static Instant end(LocalDate lastDay, ZoneId zone) {
    return lastDay.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
