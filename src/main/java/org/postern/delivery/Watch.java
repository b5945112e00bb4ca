package org.postern.delivery;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postern.delivery.DeliveryException.Reason;

/** Hangs up on what is too slow, until it is closed. */
final class Watch implements AutoCloseable {
  /** Called now and then while it goes on; false if it shall end. */
  interface Holding {
    boolean still();
  }

  private static final long LOOK_MILLIS = 250;

  private final Sending sending;
  private final Patience patience;
  private final Holding holding;
  private final CountDownLatch over = new CountDownLatch(1);

  private Watch(Sending sending, Patience patience, Holding holding) {
    this.sending = sending;
    this.patience = patience;
    this.holding = holding;
  }

  static Watch over(Sending sending, Patience patience) {
    return new Watch(sending, patience, () -> true);
  }

  static Watch over(Sending sending, Patience patience, Holding holding) {
    return new Watch(sending, patience, holding);
  }

  void start() {
    Thread.ofVirtual().name("delivery-watch").start(this::look);
  }

  private void look() {
    long begun = System.nanoTime();
    try {
      while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (sending.silence() > patience.silence().toNanos()
            || System.nanoTime() - begun > patience.whole(sending.octets())) {
          sending.stop(Reason.TOO_SLOW);
        } else if (!holding.still()) {
          sending.stop(Reason.CANCELLED);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
