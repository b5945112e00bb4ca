package org.postern.ui;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads behind, the FX thread in front. Thread-safe. {@link #close} waits for work that
 * counts ({@link Job#each}, a release under way) up to a limit, and lets nothing new in.
 */
public final class FxBackground implements Background, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FxBackground.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final Thread.UncaughtExceptionHandler bugs;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("clock").factory());
  private final Map<String, Long> newest = new ConcurrentHashMap<>();
  private final Map<String, Queue<Runnable>> lanes = new HashMap<>();

  /** Bugs in work and in callbacks go to {@code bugs}, usually the one error dialog. */
  public FxBackground(Thread.UncaughtExceptionHandler bugs) {
    this.bugs = bugs;
  }

  @Override
  public <T> void run(
      Job job, Callable<T> work, Consumer<? super T> done, Consumer<? super Exception> failed) {
    long turn = turn(job);
    Runnable whole = () -> perform(job, turn, work, done, failed);
    try {
      if (job.after().isZero()) {
        start(job, whole);
      } else {
        var _ =
            clock.schedule(
                () -> startLater(job, turn, whole), job.after().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      LOG.info("{} not started: closing", job.name());
    }
  }

  @Override
  public void cancel(String name) {
    newest.merge(name, 1L, Long::sum);
  }

  @Override
  public Ticking every(Duration period, Runnable tick) {
    AtomicBoolean stopped = new AtomicBoolean();
    ScheduledFuture<?> ticking =
        clock.scheduleAtFixedRate(
            () -> Platform.runLater(() -> guarded(stopped.get() ? () -> {} : tick)),
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
    return () -> {
      stopped.set(true); // ticks that wait for the FX thread come too late
      ticking.cancel(false);
    };
  }

  @Override
  public void close() {
    clock.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Work was still under way after {} s; leaving it", LAST_WORDS.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long turn(Job job) {
    return job.newestOnly()
        ? newest.merge(job.name(), 1L, Long::sum)
        : newest.getOrDefault(job.name(), 0L);
  }

  private boolean wanted(Job job, long turn) {
    return newest.getOrDefault(job.name(), 0L) == turn;
  }

  private void startLater(Job job, long turn, Runnable whole) {
    if (wanted(job, turn)) {
      start(job, whole);
    }
  }

  private void start(Job job, Runnable whole) {
    String lane = job.lane();
    if (lane == null) {
      workers.execute(whole);
      return;
    }
    synchronized (lanes) {
      Queue<Runnable> waiting = lanes.get(lane);
      if (waiting != null) {
        waiting.add(whole);
        return;
      }
      lanes.put(lane, new ArrayDeque<>());
    }
    workers.execute(() -> drain(lane, whole));
  }

  private void drain(String lane, Runnable first) {
    for (Runnable next = first; next != null; next = next(lane)) {
      next.run();
    }
  }

  private @org.jspecify.annotations.Nullable Runnable next(String lane) {
    synchronized (lanes) {
      Queue<Runnable> waiting = lanes.get(lane);
      Runnable next = waiting == null ? null : waiting.poll();
      if (next == null) {
        lanes.remove(lane);
      }
      return next;
    }
  }

  /** Work that nobody waits for any more is not even begun; work that counts always runs. */
  @SuppressWarnings("CatchingUnchecked") // the one place that turns failures into values
  private <T> void perform(
      Job job,
      long turn,
      Callable<T> work,
      Consumer<? super T> done,
      Consumer<? super Exception> failed) {
    if (job.newestOnly() && !wanted(job, turn)) {
      return;
    }
    try {
      T answer = work.call();
      deliver(job, turn, () -> done.accept(answer));
    } catch (RuntimeException e) {
      LOG.error("{}: bug", job.name(), e);
      bugs.uncaughtException(Thread.currentThread(), e);
      deliver(job, turn, () -> failed.accept(e));
    } catch (Exception e) {
      LOG.warn("{}: {}", job.name(), e.toString(), e);
      deliver(job, turn, () -> failed.accept(e));
    } catch (Error e) {
      LOG.error("{}: error", job.name(), e);
      bugs.uncaughtException(Thread.currentThread(), e);
      deliver(job, turn, () -> failed.accept(new IllegalStateException(e)));
    }
  }

  private void deliver(Job job, long turn, Runnable callback) {
    Platform.runLater(
        () -> {
          if (wanted(job, turn)) {
            guarded(callback);
          }
        });
  }

  private void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.error("Bug in a callback", e);
      bugs.uncaughtException(Thread.currentThread(), e);
    }
  }
}
