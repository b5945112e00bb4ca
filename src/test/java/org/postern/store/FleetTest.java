package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.postern.MovedClock;
import org.postern.bundle.Receipt;
import org.postern.bundle.Receipt.Result;
import org.postern.bundle.Refusal;
import org.postern.bundle.TestGateway;
import org.postern.store.Fleet.Concern;
import org.postern.store.Fleet.Gap;
import org.postern.store.Fleet.State;
import org.postern.store.GatewayKeys.ReceiptKey;
import org.postern.store.Receipts.Heard;

/** What is known makes the state; nothing else does. */
class FleetTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Duration SILENCE = Duration.ofDays(2);
  private static final String OLD = "sha256:" + "1".repeat(64);
  private static final String NEW = "sha256:" + "2".repeat(64);
  private static final String ELSEWHERE = "sha256:" + "3".repeat(64);

  private final MovedClock clock = new MovedClock(NOW.minus(Duration.ofHours(2)));
  private final TestGateway gateway = new TestGateway("relay-1.example", clock);
  private final List<Heard> heard = new ArrayList<>();
  private final List<Publications.Handover> handed = new ArrayList<>();
  private Optional<Instant> ends = Optional.of(NOW.plus(Duration.ofDays(20)));
  private Map<String, Fleet.Way> ways = Map.of();
  private boolean enrolled = true;

  private void says(String receipt) {
    says(receipt, clock.instant());
  }

  private void says(String receipt, Instant received) {
    heard.addFirst(new Heard(Receipt.kept(receipt).orElseThrow(), "", received, receipt));
    clock.pass(Duration.ofMinutes(1));
  }

  private void handOver() {
    handed.add(new Publications.Handover(NEW, gateway.name(), "/srv", clock.instant(), "major"));
    clock.pass(Duration.ofMinutes(1));
  }

  private Fleet fleet() {
    ReceiptKey key =
        new ReceiptKey(
            gateway.name(),
            gateway.publicKey(),
            "sha256:" + "a".repeat(64),
            1,
            0,
            OptionalLong.empty(),
            NOW,
            "major",
            Optional.empty());
    return FleetReading.of(
        List.of(
            new Fleet.Voice(
                gateway.name(),
                "/srv",
                enrolled ? List.of(key) : List.of(),
                heard,
                Gap.in(
                    OptionalLong.of(0), heard.stream().map(h -> h.receipt().sequence()).toList()))),
        List.of(
            new Fleet.Published(42, NEW, ends, clock.instant(), handed),
            new Fleet.Published(41, OLD, ends, clock.instant(), List.of())),
        ways,
        SILENCE,
        NOW);
  }

  private Fleet.Line line() {
    return fleet().lines().getFirst();
  }

  @Test
  void fromPublishedToEnforcing() {
    says(gateway.applies(41, OLD));
    assertThat(line().state()).isEqualTo(new State.Published());
    assertThat(line().runs()).hasValue(41);
    Instant handedOver = clock.instant();
    handOver();
    assertThat(line().state()).isEqualTo(new State.Delivered(handedOver));
    assertThat(line().concern()).isEqualTo(Concern.WAITING);
    assertThat(fleet().headline()).isEqualTo("The gateway does not enforce serial 42.");
    Instant applied = clock.instant();
    says(gateway.applies(42, NEW));
    assertThat(line().state()).isEqualTo(new State.Enforcing());
    assertThat(line().steps().delivered()).contains(handedOver);
    assertThat(line().steps().verified()).contains(applied);
    assertThat(line().steps().enforcing()).contains(applied);
    assertThat(line().next()).isEmpty();
    assertThat(fleet().headline()).isEqualTo("The gateway enforces serial 42.");
    assertThat(fleet().whole()).isTrue();
  }

  @Test
  void refused_saysWhyAndWhatToDo_untilItIsHandedOverAgain() {
    says(gateway.applies(41, OLD));
    handOver();
    says(gateway.refuses(0, "none", "not-yet", "it is not valid before noon"));
    assertThat(line().state())
        .isEqualTo(new State.Refused("not-yet", "it is not valid before noon"));
    assertThat(line().concern()).isEqualTo(Concern.TROUBLE);
    assertThat(line().sentence()).contains("noon").contains("still enforces serial 41");
    assertThat(line().next()).isEqualTo(Refusal.NOT_YET.advice());
    assertThat(fleet().headline())
        .isEqualTo("The gateway does not enforce serial 42; relay-1.example: refused.");
    handOver();
    assertThat(line().state()).isInstanceOf(State.Delivered.class);
  }

  @Test
  void refusedAfterTheSignaturesHeld_wasVerified() {
    handOver();
    Instant said = clock.instant();
    says(gateway.refuses(42, NEW, "postmap", "disk full"));
    assertThat(line().steps().verified()).contains(said);
    assertThat(line().steps().enforcing()).isEmpty();
    assertThat(line().next()).contains("receipt");
  }

  @Test
  void replayOfAnOldBundle_isNoTroubleOfOneThatEnforcesTheNewest() {
    handOver();
    says(gateway.applies(42, NEW));
    says(gateway.refuses(41, OLD, "rollback", "serial 41 is older than the active 42"));
    assertThat(line().state()).isEqualTo(new State.Enforcing());
    assertThat(line().remarks()).anyMatch(r -> r.contains("serial 41 is older"));
  }

  @Test
  void rolledBackAndBroken_areTheWorst() {
    says(gateway.applies(41, OLD));
    handOver();
    says(gateway.says(Result.ROLLED_BACK, "reload", "no such daemon", 42, NEW));
    assertThat(line().state()).isEqualTo(new State.RolledBack("no such daemon"));
    says(gateway.says(Result.ROLLBACK_FAILED, "reload", "no such daemon", 42, NEW));
    assertThat(line().state()).isEqualTo(new State.Broken("no such daemon"));
    assertThat(line().next()).contains("at once");
  }

  @Test
  void anAlarm_isTroubleUntilTheGatewaySaysThatItIsOver() {
    handOver();
    says(gateway.applies(42, NEW));
    says(gateway.says(Result.ALARM, "stale", "no heartbeat came since Friday", 42, NEW));
    assertThat(line().state())
        .isEqualTo(new State.Alarmed("stale", "no heartbeat came since Friday"));
    assertThat(line().concern()).isEqualTo(Fleet.Concern.TROUBLE);
    assertThat(line().next()).contains("heartbeats");
    says(gateway.says(Result.CURRENT, "heartbeat", "the newest policy is serial 42", 42, NEW));
    assertThat(line().state()).isEqualTo(new State.Enforcing());
  }

  @Test
  void theHighestNumberCounts_whateverCameLast() {
    handOver();
    String first = gateway.refuses(0, "none", "expired", "it expired");
    String second = gateway.applies(42, NEW);
    says(second);
    heard.addLast(new Heard(Receipt.kept(first).orElseThrow(), "", clock.instant(), first));
    assertThat(line().state()).isEqualTo(new State.Enforcing());
  }

  @Test
  void silent_afterTheTime_fromTheEarlierOfBothClocks() {
    handOver();
    says(gateway.applies(42, NEW), NOW.minus(Duration.ofHours(1)));
    assertThat(line().state()).isEqualTo(new State.Enforcing());
    clock.pass(Duration.ofHours(-60));
    heard.clear();
    handed.clear();
    handOver();
    Instant said = clock.instant();
    says(gateway.applies(42, NEW), NOW); // it came late: what it says is old all the same
    assertThat(line().state()).isEqualTo(new State.Silent(said));
    assertThat(line().heard()).contains(said);
    assertThat(fleet().whole()).isFalse();
    assertThat(fleet().headline()).contains("silent");
  }

  @Test
  void silent_clockAhead_makesItNoLivelier() {
    clock.pass(Duration.ofDays(30));
    says(gateway.applies(42, NEW), NOW.minus(Duration.ofHours(49)));
    assertThat(line().state()).isEqualTo(new State.Silent(NOW.minus(Duration.ofHours(49))));
    assertThat(line().remarks()).anyMatch(r -> r.matches("Its clock is \\d+ days ahead of .*"));
  }

  @Test
  void handedOverLongAgoAndNoWord_isSilent() {
    clock.pass(Duration.ofHours(-60));
    handOver();
    assertThat(line().state()).isInstanceOf(State.Silent.class);
  }

  @Test
  void stale_whenTheLastDayOfWhatItEnforcesIsOver() {
    handOver();
    says(gateway.applies(42, NEW));
    ends = Optional.of(NOW.minus(Duration.ofDays(1)));
    assertThat(line().state()).isEqualTo(new State.Stale(42, NOW.minus(Duration.ofDays(1))));
    assertThat(fleet().whole()).isFalse();
  }

  @Test
  void foreign_whenItEnforcesWhatWasNotMadeHere() {
    handOver();
    says(gateway.applies(42, ELSEWHERE));
    assertThat(line().state()).isEqualTo(new State.Foreign(42));
    says(gateway.applies(41, ELSEWHERE));
    assertThat(line().state()).isInstanceOf(State.Delivered.class);
  }

  @Test
  void onItsWay_orNotBrought() {
    ways = Map.of(gateway.name(), new Fleet.Way(NOW, Optional.empty()));
    assertThat(line().state()).isEqualTo(new State.Sending(NOW));
    ways = Map.of(gateway.name(), new Fleet.Way(NOW, Optional.of("The host key changed.")));
    assertThat(line().state()).isEqualTo(new State.NotDelivered(NOW, "The host key changed."));
    says(gateway.applies(42, NEW));
    assertThat(line().state()).isEqualTo(new State.Enforcing());
  }

  @Test
  void neverEnrolled_saysSo_andHowToBegin() {
    enrolled = false;
    assertThat(line().remarks()).anyMatch(r -> r.contains("not enrolled"));
    assertThat(line().next()).contains("postern-enrol");
  }

  @Test
  void gaps_nameWhatNeverCame_alsoTheFirst() {
    assertThat(Gap.in(OptionalLong.of(0), List.of(7L, 5L, 2L)))
        .containsExactly(new Gap(6, 6), new Gap(3, 4), new Gap(1, 1));
    assertThat(Gap.in(OptionalLong.empty(), List.of(7L, 5L))).containsExactly(new Gap(6, 6));
    assertThat(Gap.in(OptionalLong.of(4), List.of(6L, 5L))).isEmpty();
    assertThat(Gap.in(OptionalLong.of(0), List.of())).isEmpty();
    assertThat(Gap.in(OptionalLong.of(0), List.of(999_999_999_999L))).hasSize(1);
    gateway.losing(2);
    says(gateway.applies(42, NEW));
    assertThat(line().remarks()).contains("Receipts 1 to 2 never came.");
    assertThat(new Gap(17, 17).sentence()).isEqualTo("Receipt 17 never came.");
  }

  @Test
  void headline_countsAll_andNamesTheTrouble() {
    Fleet four =
        FleetReading.of(
            List.of(
                voice("a.example", 42, NEW),
                voice("b.example", 42, NEW),
                voice("c.example", 41, OLD),
                new Fleet.Voice("d.example", "", List.of(), List.of(), List.of())),
            List.of(new Fleet.Published(42, NEW, ends, NOW, handed)),
            Map.of("c.example", new Fleet.Way(NOW, Optional.of("no route"))),
            SILENCE,
            NOW);
    assertThat(four.headline())
        .isEqualTo("2 of 4 gateways enforce serial 42; c.example: not delivered.");
    assertThat(four.lines())
        .extracting(Fleet.Line::gateway)
        .containsExactly("c.example", "d.example", "a.example", "b.example");
    Fleet two =
        FleetReading.of(
            List.of(voice("a.example", 42, NEW), voice("b.example", 42, NEW)),
            List.of(new Fleet.Published(42, NEW, ends, NOW, handed)),
            Map.of(),
            SILENCE,
            NOW);
    assertThat(two.headline()).isEqualTo("All 2 gateways enforce serial 42.");
    assertThat(FleetReading.of(List.of(), List.of(), Map.of(), SILENCE, NOW).whole()).isFalse();
  }

  private Fleet.Voice voice(String name, long serial, String digest) {
    String said = new TestGateway(name, clock).applies(serial, digest);
    return new Fleet.Voice(
        name,
        "",
        List.of(),
        List.of(new Heard(Receipt.kept(said).orElseThrow(), "", clock.instant(), said)),
        List.of());
  }
}
