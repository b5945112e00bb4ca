package org.postern.policy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value made when it is first asked for, once, and forgotten how. Thread-safe.
 *
 * @param <T> an immutable type
 */
final class Once<T> implements Supplier<T> {

  private volatile @Nullable T value;
  private @Nullable Supplier<T> make;

  Once(Supplier<T> make) {
    this.make = make;
  }

  @Override
  public T get() {
    T known = value;
    return known != null ? known : made();
  }

  private synchronized T made() {
    T known = value;
    Supplier<T> maker = make;
    if (known != null || maker == null) {
      return java.util.Objects.requireNonNull(known);
    }
    T fresh = maker.get();
    value = fresh;
    make = null;
    return fresh;
  }

  /** As what it holds, so that two verdicts that say the same are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Once<?> once && get().equals(once.get());
  }

  @Override
  public int hashCode() {
    return get().hashCode();
  }

  @Override
  public String toString() {
    return String.valueOf(get());
  }
}
