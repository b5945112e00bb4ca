package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.Role;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Begun;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.Intent;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException.Reason;

@OnEveryEngine
class DecisionsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
  private final Engine engine;
  @TempDir Path dir;

  DecisionsTest(Engine engine) {
    this.engine = engine;
  }

  private static Intent correct(String heldId) {
    return new Intent(
        heldId,
        "gen@army.ml",
        Act.CORRECT,
        "gen@army.mil",
        "meant",
        "major",
        "sha256:00",
        false,
        "{}");
  }

  private static Decision recorded(Begun begun) {
    return ((Begun.Recorded) begun).decision();
  }

  @Test
  void release_walks_from_intended_to_filed() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Decisions decisions = store.decisions();
      Decision d = recorded(decisions.begin(correct("a1")));
      assertThat(d.state()).isEqualTo(State.INTENDED);
      assertThat(d.intent()).isEqualTo(correct("a1"));
      assertThat(d.decided()).isEqualTo(NOON);
      assertThat(decisions.sending(d.id()).state()).isEqualTo(State.SENDING);
      Decision accepted = decisions.accepted(d.id(), "250 2.0.0 Ok: queued as 4F");
      assertThat(accepted.reply()).isEqualTo("250 2.0.0 Ok: queued as 4F");
      assertThat(decisions.unfinished()).containsExactly(accepted);
      assertThat(decisions.filed(d.id()).filed()).isEqualTo(NOON);
      assertThat(decisions.unfinished()).isEmpty();
    }
  }

  @Test
  void second_decision_for_the_same_copy_is_answered_with_the_first() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Decision first = recorded(store.decisions().begin(correct("a1")));
      assertThat(store.decisions().begin(correct("a1"))).isEqualTo(new Begun.Already(first));
      assertThat(store.decisions().of("a1")).hasSize(1);
    }
  }

  @Test
  void refused_release_may_be_decided_again() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Decisions decisions = store.decisions();
      long id = recorded(decisions.begin(correct("a1"))).id();
      decisions.sending(id);
      decisions.refused(id, "550 5.1.1 no such user");
      assertThat(recorded(decisions.begin(correct("a1"))).attempt()).isEqualTo(2);
    }
  }

  private static Intent against(String officer) {
    return new Intent(
        "a1", "gen@army.ml", Act.RELEASE, "gen@army.ml", "known", officer, "sha256:00", true, "{}");
  }

  /** Carter is signed in; Lowe has these roles. */
  private Enrolled enrolled(Role... lowe) throws Exception {
    Enrolled officers = Enrolled.again(engine, dir);
    officers.store().session().enrol(Enrolled.CARTER);
    officers.add(Enrolled.LOWE, lowe);
    return officers;
  }

  @Test
  void against_the_policy_open_mode_asks_nobody_else() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      assertThat(recorded(store.decisions().begin(against("major"))).state())
          .isEqualTo(State.INTENDED);
    }
  }

  @Test
  void against_the_policy_a_second_officer_must_agree() throws Exception {
    try (Enrolled officers = enrolled(Role.REVIEWER)) {
      Decisions decisions = officers.store().decisions();
      Decision d = recorded(decisions.begin(against("whoever")));
      assertThat(d.state()).isEqualTo(State.PROPOSED);
      assertThat(decisions.unfinished()).containsExactly(d);
      assertThatThrownBy(() -> decisions.sending(d.id()))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
      assertThatThrownBy(() -> decisions.agreed(d.id(), "somebody else"))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_ALLOWED));
      officers.store().session().signIn(Enrolled.LOWE);
      Decision agreed = decisions.agreed(d.id(), "whoever");
      assertThat(agreed.state()).isEqualTo(State.INTENDED);
      assertThat(agreed.second()).isEqualTo("Lt. B. Lowe");
      assertThat(decisions.sending(d.id()).second()).isEqualTo("Lt. B. Lowe");
    }
  }

  @Test
  void against_the_policy_who_may_not_decide_may_not_agree() throws Exception {
    try (Enrolled officers = enrolled(Role.APPROVER, Role.EDITOR)) {
      Decisions decisions = officers.store().decisions();
      Decision d = recorded(decisions.begin(against("whoever")));
      officers.store().session().signIn(Enrolled.LOWE);
      assertThatThrownBy(() -> decisions.agreed(d.id(), "whoever"))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_ALLOWED));
    }
  }

  @Test
  void declined_it_may_be_decided_again() throws Exception {
    try (Enrolled officers = enrolled(Role.REVIEWER)) {
      Decisions decisions = officers.store().decisions();
      long id = recorded(decisions.begin(against("whoever"))).id();
      officers.store().session().signIn(Enrolled.LOWE);
      Decision declined = decisions.declined(id, "whoever", "not that general");
      assertThat(declined.state()).isEqualTo(State.WITHDRAWN);
      assertThat(declined.reply()).isEqualTo("Declined by Lt. B. Lowe: not that general");
      assertThat(recorded(decisions.begin(correct("a1"))).attempt()).isEqualTo(2);
    }
  }

  @Test
  void only_one_caller_may_send() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      long id = recorded(store.decisions().begin(correct("a1"))).id();
      store.decisions().sending(id);
      assertThatThrownBy(() -> store.decisions().sending(id))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
    }
  }

  @Test
  void sending_found_at_start_is_unknown_and_stays_undecidable_until_settled() throws Exception {
    engine.requireLasting();
    long id;
    try (Store store = engine.open(dir, clock)) {
      id = recorded(store.decisions().begin(correct("a1"))).id();
      store.decisions().sending(id);
    }
    try (Store store = engine.open(dir, clock)) {
      Decision found = store.decisions().of("a1", "gen@army.ml").orElseThrow();
      assertThat(found.state()).isEqualTo(State.UNKNOWN);
      assertThat(found.reply()).contains("stopped while");
      assertThat(store.decisions().begin(correct("a1"))).isInstanceOf(Begun.Already.class);
      store.decisions().settled(id, false, "colonel", "not in the relay's log");
      assertThat(store.decisions().begin(correct("a1"))).isInstanceOf(Begun.Recorded.class);
    }
  }

  @Test
  void reject_needs_no_sending() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      Intent reject =
          new Intent(
              "a1", "gen@army.ml", Act.REJECT, null, "no", "major", "sha256:00", false, "{}");
      Decision d = recorded(store.decisions().begin(reject));
      assertThat(d.state()).isEqualTo(State.ACCEPTED);
      assertThat(store.decisions().filed(d.id()).filed()).isNotNull();
    }
  }

  @Test
  void withdrawn_decision_never_sends() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      long id = recorded(store.decisions().begin(correct("a1"))).id();
      store.decisions().withdrawn(id, "wrong row");
      assertThatThrownBy(() -> store.decisions().sending(id)).isInstanceOf(StoreException.class);
      assertThat(store.journal().newest(10))
          .extracting(Journal.Act::act)
          .containsExactly("decision.withdrawn", "decision.correct");
    }
  }
}
