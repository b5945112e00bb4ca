package org.postern.ui.history;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/**
 * Work that may take longer than a blink: it says how far it is and may be stopped. One piece at a
 * time; a newer one ends the one before. FX thread only.
 */
final class Working {
  private static final Duration TICK = Duration.ofMillis(250);

  /** Work that tells {@code reading} how far it is. */
  interface Work<T> {
    T with(Reading reading) throws Exception;
  }

  private final Background background;
  private final String name;
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private Reading reading = new Reading();
  private Background.@Nullable Ticking ticking;

  /**
   * @param name of the job
   */
  Working(Background background, String name) {
    this.background = background;
    this.name = name;
  }

  /** What is being done, and how far it is; empty if nothing is. */
  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why the last piece of work failed, a sentence; empty if it did not. */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  void failed(String sentence) {
    problem.set(sentence);
  }

  /**
   * @param what it is, in words: "Comparing"
   * @param done told what came of it, unless it was stopped
   */
  <T> void run(String what, Work<T> work, Consumer<T> done) {
    cancel();
    Reading mine = new Reading();
    reading = mine;
    problem.set("");
    busy.set(what + "…");
    ticking =
        background.every(
            TICK,
            () -> {
              if (mine.count() > 0) {
                busy.set(String.format("%s… %,d entries", what, mine.count()));
              }
            });
    background.run(
        Job.newest(name),
        () -> {
          try {
            return Optional.of(work.with(mine));
          } catch (CancellationException e) {
            return Optional.<T>empty();
          }
        },
        answer -> {
          if (over(mine)) {
            answer.ifPresent(done);
          }
        },
        e -> {
          if (over(mine)) {
            problem.set(String.valueOf(e.getMessage()));
          }
        });
  }

  /** Whether this was the work that is waited for. */
  private boolean over(Reading mine) {
    boolean wanted = mine == reading && !mine.cancelled();
    if (wanted) {
      rest();
    }
    return wanted;
  }

  /** Ends what is being done; what is shown stays. */
  void cancel() {
    reading.cancel();
    rest();
  }

  private void rest() {
    busy.set("");
    if (ticking != null) {
      ticking.stop();
      ticking = null;
    }
  }
}
