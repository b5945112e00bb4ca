package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Listing;

/** A clock that runs backwards loses nothing, and is said. */
@OnEveryEngine
class ClockTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private final AtomicReference<Instant> time = new AtomicReference<>(NOON);
  private final Engine engine;
  @TempDir Path dir;

  ClockTest(Engine engine) {
    this.engine = engine;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return time.get();
      }
    };
  }

  private static void change(Store store, String name) throws StoreException {
    store
        .changes()
        .propose(List.of(Enrolled.add(Listing.TRUSTED, name)).iterator(), "needed", "T-1");
  }

  @Test
  void clock_set_back_loses_nothing_and_stands_in_the_record() throws Exception {
    try (Store store = engine.open(dir, clock())) {
      store.session().enrol(Enrolled.CARTER);
      change(store, "army.mil");
      store.session().signOut();
      assertThat(store.journal().ahead()).isEmpty();

      time.set(NOON.minus(Duration.ofDays(400)));
      assertThat(store.journal().ahead()).contains(NOON);
      long before = store.audit().head().orElseThrow().seq();
      store.session().signIn(Enrolled.CARTER);
      change(store, "navy.mil");
      assertThat(store.changes().newest(10)).hasSizeGreaterThanOrEqualTo(2);

      List<Journal.Act> acts = store.journal().page(before, 100);
      assertThat(acts.getFirst().act()).isEqualTo("clock.back");
      assertThat(acts.getFirst().details()).contains(NOON.toString());
      assertThat(acts.stream().filter(a -> a.act().equals("clock.back"))).hasSize(1);
      assertThat(acts.get(1).act()).isEqualTo("session.began");
      Audit.Report report = store.audit().verify(List.of(), _ -> {}, () -> false);
      assertThat(report.findings()).isEmpty();
      assertThat(report.notes())
          .containsExactly(
              "A clock was set back before record "
                  + (before + 1)
                  + ": it was 2026-11-22T12:00:00Z, then 2025-10-18T12:00:00Z.");
      assertThat(store.journal().ahead()).contains(NOON);

      time.set(NOON.plusSeconds(60));
      change(store, "af.mil");
      assertThat(store.journal().ahead()).isEmpty();
    }
  }

  @Test
  void clocks_that_differ_by_minutes_are_not_worth_a_word() throws Exception {
    try (Store store = engine.open(dir, clock())) {
      store.session().enrol(Enrolled.CARTER);
      time.set(NOON.minus(Duration.ofMinutes(4)));
      change(store, "army.mil");
      assertThat(store.journal().ahead()).isEmpty();
      assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).notes()).isEmpty();
    }
  }
}
