package org.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.store.Deliveries.Delivery;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.Deliveries.State;
import org.postern.store.Journal;
import org.postern.store.Store;

@SuppressWarnings("NullAway.Init") // set in open, before each test
class CourierTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String RELAY = "relay-1.example";

  @TempDir Path dir;
  private final MovedClock clock = new MovedClock(NOON);
  private final List<Gateway> gateways = new ArrayList<>();
  private Store store;
  private Courier courier;
  private Parcel parcel;
  private Path folder;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(dir.resolve("data"), clock);
    courier = courier(Patience.USUAL);
    parcel = Parcels.of(dir.resolve("here"), "policy-1.postern", 100_000);
    folder = dir.resolve("there");
    gateways.add(Gateway.folder(RELAY, folder));
  }

  private Courier courier(Patience patience) {
    return new Courier(store, () -> List.copyOf(gateways), clock, new Random(1), patience);
  }

  @AfterEach
  void close() throws Exception {
    courier.close();
    store.close();
  }

  private Delivery delivered(Parcel which) throws Exception {
    return courier.deliver(which, gateways, "Maj. A. Carter").getFirst();
  }

  private Delivery now(Parcel which) throws Exception {
    return store.deliveries().of(which.item()).getFirst();
  }

  /** A way that goes on sending until it is stopped. */
  private void endless(CountDownLatch begun) {
    CountDownLatch over = new CountDownLatch(1);
    gateways.set(
        0,
        new Gateway(
            RELAY,
            "endless",
            (_, sending) -> {
              sending.stoppable(over::countDown);
              sending.sent(4_000);
              begun.countDown();
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              sending.checkStopped();
            }));
  }

  @Test
  void deliver_isHandedOver_andInTheRecord() throws Exception {
    Files.createDirectory(folder);
    assertThat(delivered(parcel).state()).isEqualTo(State.DELIVERED);
    assertThat(folder.resolve("policy-1.postern")).hasBinaryContent(Parcels.bytes(parcel));
    assertThat(store.publications().handovers(parcel.item()))
        .extracting("gateway", "officer")
        .containsExactly(Tuple.tuple(RELAY, "Maj. A. Carter"));
    assertThat(store.journal().newest(9))
        .extracting(Journal.Act::act)
        .containsExactly("delivery.delivered", "delivery.queued");
    assertThat(store.deliveries().open()).isEmpty();
  }

  @Test
  void whatMayPass_isTriedAgainByItself_laterEachTime() throws Exception {
    Delivery failed = delivered(parcel);
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.says()).contains("Connect the share");
    assertThat(failed.next()).isBetween(NOON.plusSeconds(7), NOON.plusSeconds(15));
    courier.tryDue();
    assertThat(now(parcel).tries()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(15));
    courier.tryDue();
    assertThat(now(parcel).tries()).isEqualTo(2);
    assertThat(now(parcel).next())
        .isBetween(clock.instant().plusSeconds(15), clock.instant().plusSeconds(30));
    Files.createDirectory(folder);
    clock.pass(Duration.ofSeconds(30));
    courier.tryDue();
    assertThat(now(parcel).state()).isEqualTo(State.DELIVERED);
    // The same trouble is in the record once.
    assertThat(store.journal().newest(9))
        .extracting(Journal.Act::act)
        .containsExactly("delivery.delivered", "delivery.failed", "delivery.queued");
  }

  @Test
  void whatDoesNotPassByItself_waitsForAnOfficer() throws Exception {
    AtomicBoolean right = new AtomicBoolean();
    gateways.set(
        0,
        new Gateway(
            RELAY,
            "x",
            (_, _) -> {
              if (!right.get()) {
                throw new DeliveryException(Reason.UNTRUSTED, "It is another server.", null);
              }
            }));
    assertThat(delivered(parcel).next()).isNull();
    clock.pass(Duration.ofDays(9));
    courier.tryDue();
    assertThat(now(parcel).tries()).isEqualTo(1);
    right.set(true);
    assertThat(delivered(parcel).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void cancelled_inTheMiddle_stops_andIsNotTriedAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    endless(begun);
    Thread sends = Thread.ofVirtual().start(() -> sent());
    begun.await();
    assertThat(courier.sending(parcel.item()))
        .hasEntrySatisfying(RELAY, s -> assertThat(s.sent()).isEqualTo(4_000));
    assertThat(courier.cancel(parcel.item(), RELAY, "Lt. B. Lowe")).isTrue();
    sends.join();
    assertThat(now(parcel).state()).isEqualTo(State.CANCELLED);
    assertThat(now(parcel).says()).isEqualTo("Cancelled by Lt. B. Lowe.");
    clock.pass(Duration.ofDays(1));
    courier.tryDue();
    assertThat(now(parcel).tries()).isEqualTo(1);
    assertThat(courier.cancel(parcel.item(), RELAY, "Lt. B. Lowe")).isFalse();
  }

  private void sent() {
    try {
      delivered(parcel);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tooSlow_isHungUpOn_andTriedAgain() throws Exception {
    courier.close();
    courier = courier(new Patience(Duration.ofMillis(400), Duration.ofMinutes(1), 1 << 20));
    endless(new CountDownLatch(1));
    Delivery failed = delivered(parcel);
    assertThat(failed.says()).contains("too slow");
    assertThat(failed.next()).isNotNull();
  }

  @Test
  void closedInTheMiddle_isTakenUpAtOnceByTheNext() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    endless(begun);
    Thread sends = Thread.ofVirtual().start(() -> sent());
    begun.await();
    courier.close();
    sends.join();
    assertThat(now(parcel).next()).isEqualTo(NOON);
    gateways.set(0, Gateway.folder(RELAY, Files.createDirectory(folder)));
    courier = courier(Patience.USUAL);
    courier.tryDue();
    assertThat(now(parcel).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void newerOfItsLine_takesThePlaceOfOneThatIsNotThereYet() throws Exception {
    delivered(parcel);
    Parcel next = Parcels.of(dir.resolve("here"), "policy-2.postern", 100);
    Files.createDirectory(folder);
    delivered(next);
    assertThat(now(parcel).state()).isEqualTo(State.CANCELLED);
    assertThat(now(parcel).says()).isEqualTo("policy-2.postern took its place.");
    assertThat(folder.toFile().list()).containsExactly("policy-2.postern");
  }

  @Test
  void slowGateway_keepsNoOtherWaiting() throws Exception {
    endless(new CountDownLatch(1));
    Files.createDirectory(folder);
    gateways.add(Gateway.folder("relay-2.example", folder));
    CountDownLatch arrived = new CountDownLatch(1);
    gateways.set(1, new Gateway("relay-2.example", "x", (_, _) -> arrived.countDown()));
    Thread sends = Thread.ofVirtual().start(() -> sent());
    arrived.await();
    courier.cancel(parcel.item(), RELAY, "x");
    sends.join();
    assertThat(store.deliveries().of(parcel.item()))
        .extracting(Delivery::state)
        .containsExactly(State.CANCELLED, State.DELIVERED);
  }

  @Test
  void gatewayThatIsGone_andFileThatIsElsewhere() throws Exception {
    delivered(parcel);
    clock.pass(Duration.ofMinutes(1));
    Files.delete(Path.of(parcel.file()));
    courier.tryDue(); // another console's file is its own to send
    assertThat(now(parcel).tries()).isEqualTo(1);
    Parcel next = Parcels.of(dir.resolve("here"), "policy-2.postern", 100);
    delivered(next);
    gateways.clear();
    clock.pass(Duration.ofMinutes(1));
    courier.tryDue();
    assertThat(now(next).says()).contains("not in Settings any more");
    assertThat(now(next).next()).isNull();
  }

  @Test
  void backoff_grows_isBounded_andEnds() {
    Backoff backoff = new Backoff(new Random(7));
    for (int tries = 1; tries < 450; tries++) {
      Duration wait = Duration.between(NOON, backoff.next(NOON, tries).orElseThrow());
      long most = Math.min(1800, 15L << Math.min(tries - 1, 20));
      assertThat(wait).isBetween(Duration.ofMillis(most * 500), Duration.ofSeconds(most));
    }
    assertThat(backoff.next(NOON, 450)).isEmpty();
  }
}
