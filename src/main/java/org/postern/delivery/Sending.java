package org.postern.delivery;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.DeliveryException.Reason;

/**
 * One file on its way just now: told by the way how far it is, asked by who shows it, stopped by
 * who does not want it any more. Thread-safe.
 */
public final class Sending {
  /** Ends what blocks, such as a connection. */
  interface Stop {
    void now();
  }

  private final long octets;
  private final Map<Step, String> seen = new EnumMap<>(Step.class);
  private Step step = Step.FILE;
  private long sent;
  private long heard = System.nanoTime();
  private @Nullable Reason stopped;
  private @Nullable Stop stop;

  Sending(long octets) {
    this.octets = octets;
  }

  /** Its size in bytes. */
  public long octets() {
    return octets;
  }

  /** How many bytes left so far. */
  public synchronized long sent() {
    return sent;
  }

  /** What is being done. */
  public synchronized Step step() {
    return step;
  }

  /** This step begins; the one before it went well. */
  synchronized void at(Step next) throws DeliveryException {
    step = next;
    seen.putIfAbsent(next, "");
    heard = System.nanoTime();
    checkStopped();
  }

  /** What was seen there. */
  synchronized void found(Step where, String words) {
    seen.put(where, words);
  }

  /** The steps that began, in their order, with what was seen. */
  synchronized Map<Step, String> steps() {
    return new EnumMap<>(seen);
  }

  /** So many bytes left, all told. */
  synchronized void sent(long all) {
    if (all != sent) {
      sent = all;
      heard = System.nanoTime();
    }
  }

  /** For how long nothing went on, in nanoseconds. */
  synchronized long silence() {
    return System.nanoTime() - heard;
  }

  /** What ends it, if it has to be ended; at once if it had to be already. */
  void stoppable(Stop how) {
    boolean late;
    synchronized (this) {
      stop = how;
      late = stopped != null;
    }
    if (late) {
      how.now();
    }
  }

  /** Ends it. Harmless if it has ended. */
  void stop(Reason why) {
    Stop how;
    synchronized (this) {
      if (stopped == null) {
        stopped = why;
      }
      how = stop;
    }
    if (how != null) {
      how.now();
    }
  }

  /** Why it was ended; null if it was not. */
  synchronized @Nullable Reason stopped() {
    return stopped;
  }

  synchronized void checkStopped() throws DeliveryException {
    if (stopped != null) {
      throw told(stopped, null);
    }
  }

  /** What broke off because it was stopped, as what it is; else as the way tells it. */
  DeliveryException told(DeliveryException otherwise) {
    Reason why = stopped();
    return why == null ? otherwise : told(why, otherwise);
  }

  private static DeliveryException told(Reason why, @Nullable Throwable cause) {
    return new DeliveryException(
        why,
        why == Reason.TOO_SLOW
            ? "It was far too slow, and we hung up. Nothing was put in place."
            : "Handing over was cancelled.",
        cause);
  }
}
