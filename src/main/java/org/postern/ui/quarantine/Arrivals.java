package org.postern.ui.quarantine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.Watch;

/**
 * What the watch says, kept until the FX thread samples it: a flood of arrivals costs one refresh a
 * second. Thread-safe.
 */
final class Arrivals implements Watch.Listener {
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicReference<@Nullable QuarantineException> lost = new AtomicReference<>();

  @Override
  public void changed() {
    lost.set(null);
    changed.set(true);
  }

  @Override
  public void lost(QuarantineException why) {
    lost.set(why);
  }

  /** Whether something may have changed since the last call. */
  boolean take() {
    return changed.getAndSet(false);
  }

  /** Why there is no contact now, if there is none. */
  Optional<String> lost() {
    return Optional.ofNullable(lost.get()).map(QuarantineException::sentence);
  }
}
