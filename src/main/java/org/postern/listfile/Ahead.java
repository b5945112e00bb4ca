package org.postern.listfile;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An iterator that knows whether there is a next one by reading it ahead. For one thread. */
abstract class Ahead<T> implements Iterator<T> {
  private @Nullable T ahead;

  /** The next one; null, now and for ever, if there is none. */
  abstract @Nullable T read();

  @Override
  public final boolean hasNext() {
    if (ahead == null) {
      ahead = read();
    }
    return ahead != null;
  }

  @Override
  public final T next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    T next = ahead;
    ahead = null;
    return next;
  }
}
