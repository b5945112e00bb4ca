package org.postern.ui.domains;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.postern.store.Item;

/** How an entry stands to its end. */
final class Ends {
  private Ends() {}

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
}
