package org.postern.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again: twice as long each time up to half an hour, less up to half of that by chance,
 * for about a week. Thread-safe if its source of chance is.
 */
record Backoff(RandomGenerator jitter) {
  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final int MOST_TRIES = 450;

  /**
   * @param tries how often it was tried; at least once
   * @return empty if it was tried often enough
   */
  Optional<Instant> next(Instant now, int tries) {
    if (tries >= MOST_TRIES) {
      return Optional.empty();
    }
    long doubled = FIRST.toMillis() << Math.min(tries - 1, 20);
    long most = Math.min(doubled, LONGEST.toMillis());
    return Optional.of(now.plusMillis(most / 2 + jitter.nextLong(most / 2 + 1)));
  }
}
