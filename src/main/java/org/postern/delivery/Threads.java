package org.postern.delivery;

import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/**
 * The threads of one SSH client. MINA ends its threads before its sockets, and what comes in
 * between the two would be an error that nobody catches; so these end by themselves a moment after
 * nothing comes any more.
 */
final class Threads extends NoCloseExecutor {
  private static final int LINGERING_SECONDS = 1;

  Threads() {
    super(
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            LINGERING_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("sftp-", 0).factory()));
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
