package org.postern.quarantine;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a socket whose server takes too long as a whole. A server that drips one byte a second
 * never trips the socket's own timeout, and a blocked read cannot be interrupted: only closing ends
 * it.
 */
final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("postern-watchdog").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** One watched piece of work; close it when the work is done. */
  final class Watch implements AutoCloseable {
    private final AtomicBoolean barked = new AtomicBoolean();
    private final ScheduledFuture<?> planned;

    private Watch(Socket socket, Duration deadline) {
      planned =
          timer.schedule(
              () -> {
                barked.set(true);
                Endpoint.closeQuietly(socket);
              },
              deadline.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    /** True if the time ran out. */
    boolean barked() {
      return barked.get();
    }

    @Override
    public void close() {
      planned.cancel(false);
    }
  }

  Watch watch(Socket socket, Duration deadline) {
    return new Watch(socket, deadline);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
