package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.officer.OfficerKey;
import org.postern.store.Deliveries.Delivery;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.Deliveries.State;
import org.postern.store.StoreException.Reason;

@OnEveryEngine
class DeliveriesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Parcel PARCEL =
      new Parcel("sha256:aa", "policy-1.postern", "/b/policy-1.postern", "sha256:bb", 9, "p");

  private final MovedClock clock = new MovedClock(NOON);
  private final Engine engine;
  @TempDir Path dir;

  DeliveriesTest(Engine engine) {
    this.engine = engine;
  }

  private static Delivery queued(Store store) throws Exception {
    return store.deliveries().queue(PARCEL, "relay", "/srv/in", "major");
  }

  @Test
  void onItsWay_fromQueuedToDelivered() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Deliveries deliveries = store.deliveries();
      Delivery queued = queued(store);
      assertThat(queued)
          .isEqualTo(
              new Delivery(
                  PARCEL, "relay", "/srv/in", State.QUEUED, 0, null, "", "major", NOON, NOON));
      Delivery taken = deliveries.take("sha256:aa", "relay", false).orElseThrow();
      assertThat(taken.state()).isEqualTo(State.SENDING);
      assertThat(deliveries.hold(taken)).isTrue();
      Instant later = NOON.plusSeconds(60);
      Delivery failed = deliveries.failed(taken, later, "It is full.");
      assertThat(failed.next()).isEqualTo(later);
      assertThat(deliveries.open()).containsExactly(failed);
      assertThat(deliveries.take("sha256:aa", "relay", false)).isEmpty();
      clock.pass(Duration.ofSeconds(60));
      Delivery again = deliveries.take("sha256:aa", "relay", false).orElseThrow();
      assertThat(again.tries()).isEqualTo(2);
      // What the first try says now counts no more.
      assertThat(deliveries.failed(taken, null, "late").state()).isEqualTo(State.SENDING);
      assertThat(deliveries.delivered(again).state()).isEqualTo(State.DELIVERED);
      assertThat(deliveries.open()).isEmpty();
      assertThat(deliveries.newest(9)).hasSize(1);
      assertThat(store.publications().handovers("sha256:aa")).hasSize(1);
    }
  }

  @Test
  void asked_isTakenBeforeItsTime_andThoughItWaitsForAnOfficer() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Deliveries deliveries = store.deliveries();
      queued(store);
      deliveries.failed(deliveries.take("sha256:aa", "relay", false).orElseThrow(), null, "no");
      assertThat(deliveries.open()).isEmpty();
      assertThat(deliveries.take("sha256:aa", "relay", false)).isEmpty();
      assertThat(deliveries.take("sha256:aa", "relay", true)).isPresent();
    }
  }

  @Test
  void whatWasBeingSentWhenTheConsoleDied_isDue() throws Exception {
    engine.requireLasting();
    try (Store store = engine.open(dir, clock)) {
      queued(store);
      store.deliveries().take("sha256:aa", "relay", false);
    }
    try (Store store = engine.open(dir, clock)) {
      Deliveries deliveries = store.deliveries();
      assertThat(deliveries.open()).hasSize(1);
      Delivery again = deliveries.take("sha256:aa", "relay", false).orElseThrow();
      assertThat(again.tries()).isEqualTo(2);
    }
  }

  @Test
  void cancelled_holdsNoMore_andTheEndOfItsTryChangesNothing() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Deliveries deliveries = store.deliveries();
      queued(store);
      Delivery taken = deliveries.take("sha256:aa", "relay", false).orElseThrow();
      assertThat(deliveries.cancel("sha256:aa", "relay", "major")).isTrue();
      assertThat(deliveries.hold(taken)).isFalse();
      assertThat(deliveries.delivered(taken).state()).isEqualTo(State.CANCELLED);
      assertThat(store.publications().handovers("sha256:aa")).isEmpty();
      assertThat(queued(store).state()).isEqualTo(State.QUEUED);
    }
  }

  @Test
  void newerOfItsSeries_cancelsWhatHasNotArrivedThere_only() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Deliveries deliveries = store.deliveries();
      queued(store);
      deliveries.queue(PARCEL, "other", "/srv/other", "major");
      deliveries.delivered(deliveries.take("sha256:aa", "other", false).orElseThrow());
      Parcel trust = new Parcel("sha256:tt", "trust-2.postern", "/b/t", "sha256:t", 1, "");
      deliveries.queue(trust, "relay", "/srv/in", "major");
      Parcel next = new Parcel("sha256:cc", "policy-2.postern", "/b/2", "sha256:dd", 9, "p");
      deliveries.queue(next, "relay", "/srv/in", "major");
      deliveries.queue(next, "other", "/srv/other", "major");
      assertThat(deliveries.of("sha256:aa"))
          .extracting(Delivery::state)
          .containsExactly(State.DELIVERED, State.CANCELLED);
      assertThat(deliveries.of("sha256:tt").getFirst().state()).isEqualTo(State.QUEUED);
    }
  }

  @Test
  void withoutTheRight_nothingIsQueuedOrCancelled_butWhatIsGoesOn() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      queued(store);
      store.session().enrol(OfficerKey.create("A. Carter", Clock.systemUTC()));
      store.session().signOut();
      Deliveries deliveries = store.deliveries();
      assertThatThrownBy(() -> queued(store))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SIGNED_IN));
      assertThatThrownBy(() -> deliveries.cancel("sha256:aa", "relay", "x"))
          .isInstanceOf(StoreException.class);
      Delivery taken = deliveries.take("sha256:aa", "relay", false).orElseThrow();
      deliveries.delivered(taken);
      assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).findings()).isEmpty();
    }
  }

  /** Two consoles have directories of their own and one database. */
  @Test
  void ofTwoConsoles_onlyOneSends() throws Exception {
    Assumptions.assumeTrue(engine == Engine.POSTGRESQL);
    Path first = dir.resolve("first");
    Path second = dir.resolve("second");
    Engine.prepare(first, dir);
    Engine.prepare(second, dir);
    try (Store one = Store.open(first, clock)) {
      Files.copy(first.resolve("postern.key"), second.resolve("postern.key"));
      try (Store two = Store.open(second, clock)) {
        queued(one);
        assertThat(one.deliveries().take("sha256:aa", "relay", false)).isPresent();
        assertThat(two.deliveries().take("sha256:aa", "relay", true)).isEmpty();
        assertThat(queued(two).state()).isEqualTo(State.SENDING);
        assertThat(two.deliveries().cancel("sha256:aa", "relay", "x")).isTrue();
      }
    }
  }
}
