package org.postern.ui.history;

import java.util.concurrent.CancellationException;

/** How far one long reading is, and whether it shall stop. Thread-safe. */
final class Reading {
  private volatile boolean cancelled;
  private volatile long count;

  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** So many entries are read; ends the reading if somebody cancelled it. */
  void at(long n) {
    count = n;
    if (cancelled) {
      throw new CancellationException("cancelled by the officer");
    }
  }

  long count() {
    return count;
  }
}
