package org.postern.delivery;

import java.time.Duration;

/**
 * How long a file may take.
 *
 * @param silence without one more byte or step
 * @param start what every file may take
 * @param rate bytes a second that are the least beyond that
 */
record Patience(Duration silence, Duration start, long rate) {
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(60), Duration.ofMinutes(2), 16 * 1024);
  static final Patience FOR_A_TRIAL =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60), 16 * 1024);

  /** In nanoseconds. */
  long whole(long octets) {
    return start.plusSeconds(octets / rate).toNanos();
  }
}
