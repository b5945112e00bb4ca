package org.postern.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The twin of {@link FxBackground} on the calling thread. Work runs at once, or, when {@link
 * #paused}, at {@link #flush}; ticks come when the test calls {@link #tick}.
 */
public final class DirectBackground implements Background {
  private final boolean paused;
  private final Map<String, Integer> newest = new HashMap<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<Runnable> ticks = new ArrayList<>();

  private DirectBackground(boolean paused) {
    this.paused = paused;
  }

  public DirectBackground() {
    this(false);
  }

  /** Nothing runs before {@link #flush}. */
  public static DirectBackground paused() {
    return new DirectBackground(true);
  }

  /** Runs what waits, in the order of the calls; what was superseded meanwhile is dropped. */
  public void flush() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  /** One period passes. */
  public void tick() {
    List.copyOf(ticks).forEach(Runnable::run);
  }

  @Override
  public <T> void run(
      Job job, Callable<T> work, Consumer<? super T> done, Consumer<? super Exception> failed) {
    int turn =
        job.newestOnly()
            ? newest.merge(job.name(), 1, Integer::sum)
            : newest.getOrDefault(job.name(), 0);
    Runnable whole =
        () -> {
          if (newest.getOrDefault(job.name(), 0) == turn) {
            perform(work, done, failed);
          }
        };
    if (paused) {
      waiting.add(whole);
    } else {
      whole.run();
    }
  }

  private static <T> void perform(
      Callable<T> work, Consumer<? super T> done, Consumer<? super Exception> failed) {
    T answer;
    try {
      answer = work.call();
    } catch (RuntimeException e) {
      throw e; // a bug fails the test
    } catch (Exception e) {
      failed.accept(e);
      return;
    }
    done.accept(answer);
  }

  @Override
  public void cancel(String name) {
    newest.merge(name, 1, Integer::sum);
  }

  @Override
  public Ticking every(Duration period, Runnable tick) {
    ticks.add(tick);
    return () -> ticks.remove(tick);
  }
}
