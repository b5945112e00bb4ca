package org.postern.mail;

import java.time.Duration;

/**
 * What is left of the time and the work that one message may cost. Confined to the thread that
 * reads the message.
 */
final class Budget {
  /**
   * Thrown where a loop notices that the message is not worth more. Carries no stack: it is an
   * answer, not a bug.
   */
  static final class Spent extends RuntimeException {
    Spent(String why) {
      super(why, null, false, false);
    }
  }

  private final long end;
  private long work;

  Budget(Duration time) {
    // The wall clock of the machine may jump; this must not.
    this.end = System.nanoTime() + time.toNanos();
  }

  void spend(long bytes) {
    work += bytes;
    if (work > Limits.WORK) {
      throw new Spent("the same bytes are nested in one another too often");
    }
    check();
  }

  void check() {
    if (leftNanos() <= 0) {
      throw new Spent("reading took too long");
    }
  }

  long leftNanos() {
    return end - System.nanoTime();
  }
}
