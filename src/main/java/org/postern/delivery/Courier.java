package org.postern.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.store.Deliveries;
import org.postern.store.Deliveries.Delivery;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings files to gateways and does not give up: what is on its way stands in the store, so that a
 * console that dies goes on where it stopped, and of several consoles one sends. A slow gateway
 * keeps no other waiting. Thread-safe.
 */
public final class Courier implements AutoCloseable {

  /** Which gateways there are; asked again each time. */
  @FunctionalInterface
  public interface Gateways {
    List<Gateway> all() throws StoreException;
  }

  /** Which file goes where. */
  private record Errand(String item, String gateway) {
    static Errand of(Delivery delivery) {
      return new Errand(delivery.parcel().item(), delivery.gateway());
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** Other consoles put files on their way, too, and shares come back. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  private static final Duration UNTIL_SIGNED_IN = Duration.ofMinutes(1);
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final Duration HOLD = Duration.ofSeconds(30);

  private final Deliveries deliveries;
  private final Gateways gateways;
  private final Clock clock;
  private final Backoff backoff;
  private final Patience patience;
  private final Map<Errand, Sending> underWay = new HashMap<>();
  private @Nullable Thread rounds;
  private boolean closed;

  /**
   * @param jitter so that consoles and gateways do not all try in the same moment
   */
  public Courier(Store store, Gateways gateways, Clock clock, RandomGenerator jitter) {
    this(store, gateways, clock, jitter, Patience.USUAL);
  }

  Courier(Store store, Gateways gateways, Clock clock, RandomGenerator jitter, Patience patience) {
    this.deliveries = store.deliveries();
    this.gateways = gateways;
    this.clock = clock;
    this.backoff = new Backoff(jitter);
    this.patience = patience;
  }

  /** The gateways as they are set up now. */
  public List<Gateway> gateways() throws StoreException {
    return gateways.all();
  }

  /**
   * A bundle file as a parcel: of one line of policies only the newest is wanted; of trust files
   * each, in their order.
   *
   * @throws IOException if it cannot be read
   */
  public static Parcel parcel(Bundle bundle, Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    return new Parcel(
        bundle.digest(),
        bundle.fileName(),
        whole.toString(),
        Contents.digest(whole),
        Files.size(whole),
        bundle.manifest().kind().equals("policy") ? "policy " + bundle.manifest().policyId() : "");
  }

  /**
   * Puts a file on its way to gateways and tries each of them once, now. What fails in a way that
   * may pass is tried again, by whoever was {@linkplain #start started}. Blocks until each was
   * tried.
   *
   * @return how it stands with each
   */
  public List<Delivery> deliver(Parcel parcel, Collection<Gateway> to, String officer)
      throws StoreException {
    List<Delivery> queued = new ArrayList<>();
    for (Gateway gateway : to) {
      queued.add(deliveries.queue(parcel, gateway.name(), gateway.place(), officer));
    }
    queued.forEach(d -> begin(d, true));
    List<Errand> errands = queued.stream().map(Errand::of).toList();
    await(errands);
    return deliveries.of(parcel.item()).stream()
        .filter(d -> errands.contains(Errand.of(d)))
        .toList();
  }

  /** Takes a file from its way; what a gateway has already, it keeps. */
  public boolean cancel(String item, String gateway, String officer) throws StoreException {
    boolean was = deliveries.cancel(item, gateway, officer);
    synchronized (this) {
      Sending sending = underWay.get(new Errand(item, gateway));
      if (was && sending != null) {
        sending.stop(Reason.CANCELLED);
      }
    }
    return was;
  }

  /** What this console is sending of one item just now, by gateway. */
  public synchronized Map<String, Sending> sending(String item) {
    Map<String, Sending> now = new HashMap<>();
    underWay.forEach(
        (errand, sending) -> {
          if (errand.item().equals(item)) {
            now.put(errand.gateway(), sending);
          }
        });
    return now;
  }

  /** From now on tries by itself what is due, until it is closed. */
  public synchronized void start() {
    if (rounds == null && !closed) {
      rounds = Thread.ofVirtual().name("courier").start(this::rounds);
    }
  }

  private void rounds() {
    while (rested()) {
      try {
        round();
      } catch (StoreException e) {
        LOG.warn("What is on its way to gateways cannot be read. {}", e.getMessage());
      }
    }
  }

  /** Waits a little; false once it is over. */
  private synchronized boolean rested() {
    long until = System.nanoTime() + LOOK.toNanos();
    try {
      while (!closed && System.nanoTime() < until) {
        wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !closed;
  }

  /** Tries everything that is due, once; blocks until each was tried. */
  public void tryDue() throws StoreException {
    round();
    await();
  }

  /** Begins to send everything that is due and lies at this console. */
  void round() throws StoreException {
    Instant now = clock.instant();
    for (Delivery delivery : deliveries.open()) {
      Instant next = delivery.next();
      // The file of another console is its own to send.
      if ((next == null || !now.isBefore(next))
          && Files.isRegularFile(Path.of(delivery.parcel().file()))) {
        begin(delivery, false);
      }
    }
  }

  /** Waits until nothing is under way here. */
  void await() {
    await(null);
  }

  private synchronized void await(@Nullable Collection<Errand> of) {
    try {
      while (underWay.keySet().stream().anyMatch(e -> of == null || of.contains(e))) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Delivery delivery, boolean asked) {
    Errand errand = Errand.of(delivery);
    Sending sending = new Sending(delivery.parcel().octets());
    synchronized (this) {
      if (closed || underWay.putIfAbsent(errand, sending) != null) {
        return;
      }
    }
    Thread.ofVirtual()
        .name("delivery")
        .start(
            () -> {
              try {
                Optional<Delivery> taken = deliveries.take(errand.item(), errand.gateway(), asked);
                if (taken.isPresent()) {
                  send(taken.get(), sending);
                }
              } catch (StoreException e) {
                // It stands there as being sent by this console, and is taken up again.
                LOG.warn("A delivery could not be recorded. {}", e.getMessage());
              } finally {
                ended(errand);
              }
            });
  }

  private synchronized void ended(Errand errand) {
    underWay.remove(errand);
    notifyAll();
  }

  private void send(Delivery taken, Sending sending) throws StoreException {
    try (Watch watch = Watch.over(sending, patience, holding(taken))) {
      watch.start();
      way(taken.gateway()).bring(taken.parcel(), sending);
      deliveries.delivered(taken);
    } catch (DeliveryException e) {
      failed(taken, e);
    } catch (RuntimeException e) {
      // A library's mistake is no reason to forget a gateway.
      LOG.error("A delivery broke off.", e);
      failed(
          taken,
          new DeliveryException(Reason.LOST, "It broke off unexpectedly. It is tried again.", e));
    }
  }

  private Way way(String gateway) throws StoreException, DeliveryException {
    return gateways.all().stream()
        .filter(g -> g.name().equals(gateway))
        .findFirst()
        .orElseThrow(
            () ->
                new DeliveryException(
                    Reason.SETTINGS,
                    "This gateway is not in Settings any more; nothing was sent.",
                    null))
        .way();
  }

  private void failed(Delivery taken, DeliveryException e) throws StoreException {
    Instant now = clock.instant();
    if (closing()) {
      deliveries.failed(taken, now, "The console was closed while it was sent.");
      return;
    }
    deliveries.failed(taken, next(e.reason(), now, taken.tries()), e.sentence());
  }

  private @Nullable Instant next(Reason reason, Instant now, int tries) {
    if (reason == Reason.SEALED) {
      return now.plus(UNTIL_SIGNED_IN);
    }
    return reason.lasting() ? null : backoff.next(now, tries).orElse(null);
  }

  private synchronized boolean closing() {
    return closed;
  }

  /** Tells the store now and then that this console is at it. */
  private Watch.Holding holding(Delivery taken) {
    AtomicLong last = new AtomicLong(System.nanoTime());
    return () -> {
      if (System.nanoTime() - last.get() < HOLD.toNanos()) {
        return true;
      }
      last.set(System.nanoTime());
      try {
        return deliveries.hold(taken);
      } catch (StoreException e) {
        LOG.warn("A delivery could not be held on to. {}", e.getMessage());
        return true;
      }
    };
  }

  /** Hangs up on what is under way; it is taken up again by the next who starts here. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      underWay.values().forEach(s -> s.stop(Reason.CANCELLED));
      notifyAll();
      // A share that hangs cannot be hung up on; nobody waits for it to close a window.
      long until = System.nanoTime() + CLOSING.toNanos();
      try {
        while (!underWay.isEmpty() && System.nanoTime() < until) {
          wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
