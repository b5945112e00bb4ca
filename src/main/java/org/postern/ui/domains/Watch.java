package org.postern.ui.domains;

import java.util.Iterator;
import java.util.concurrent.CancellationException;
import org.postern.listfile.Reading;
import org.postern.policy.Entry;

/** How far one import is, and whether it shall stop. Thread-safe. */
final class Watch {
  private volatile boolean cancelled;
  private volatile long count;
  private volatile double read;

  void cancel() {
    cancelled = true;
  }

  /** So many are done; stops the work by an exception if somebody cancelled it. */
  void at(long n) {
    count = n;
    check();
  }

  private void check() {
    if (cancelled) {
      throw new CancellationException("cancelled by the officer");
    }
  }

  /** How far it is, in words. */
  String said(String counting) {
    return count > 0
        ? String.format("%s %,d…", counting, count)
        : String.format("Reading… %.0f %%", 100 * read);
  }

  /** The same entries, while nobody cancels. */
  Iterator<Entry> over(Reading reading) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        check();
        read = reading.fraction();
        return reading.hasNext();
      }

      @Override
      public Entry next() {
        return reading.next();
      }
    };
  }
}
