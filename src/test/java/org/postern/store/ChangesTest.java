package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.store.Enrolled.CARTER;
import static org.postern.store.Enrolled.LOWE;
import static org.postern.store.Enrolled.MALLORY;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.Right;
import org.postern.officer.Role;
import org.postern.officer.Roster;
import org.postern.policy.Entry;
import org.postern.policy.Listing;
import org.postern.store.Changes.State;
import org.postern.store.StoreException.Reason;

@OnEveryEngine
class ChangesTest {
  private final Engine engine;
  @TempDir Path dir;
  private Enrolled officers;

  ChangesTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void enrol() throws Exception {
    officers = Enrolled.two(engine, dir);
  }

  @AfterEach
  void close() throws Exception {
    officers.close();
  }

  private Store store() {
    return officers.store();
  }

  private static void refused(Reason reason, String part, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(part);
  }

  @Test
  void enrolling_ends_open_mode_for_good() throws Exception {
    assertThat(store().session().openMode()).isFalse();
    refused(
        Reason.NOT_ALLOWED,
        "propose it instead",
        () ->
            store()
                .lists()
                .add(
                    List.of(
                        Entry.of(
                            Listing.TRUSTED,
                            org.postern.policy.EntryPattern.parse("a.mil").ok().orElseThrow())),
                    new Author("x", "y")));
    refused(Reason.CONFLICT, "already", () -> store().session().enrol(MALLORY));
  }

  @Test
  void proposal_is_in_force_only_after_somebody_else_approved_it() throws Exception {
    var change = officers.propose("army.mil", "navy.mil");
    assertThat(change.state()).isEqualTo(State.PROPOSED);
    assertThat(store().lists().count(Listing.TRUSTED)).isZero();
    refused(
        Reason.NOT_ALLOWED, "yourself", () -> store().changes().approve(change.digest(), "fine"));
    store().session().signIn(LOWE);
    var applied = store().changes().approve(change.digest(), "checked");
    assertThat(applied.state()).isEqualTo(State.APPLIED);
    assertThat(applied.serial()).isEqualTo(1);
    assertThat(store().lists().count(Listing.TRUSTED)).isEqualTo(2);
    assertThat(store().past().revisions(Long.MAX_VALUE, 1).getFirst().officer())
        .isEqualTo("Maj. A. Carter");
    assertThat(store().changes().signatures(change.digest()))
        .extracting(Changes.Approval::keyId)
        .containsExactlyInAnyOrder(CARTER.id(), LOWE.id());
    refused(Reason.CONFLICT, "already", () -> store().changes().approve(change.digest(), "again"));
  }

  @Test
  void every_operation_survives_its_text() throws Exception {
    var change = officers.propose("army.mil");
    store().session().signIn(LOWE);
    store().changes().approve(change.digest(), "");
    var item = store().lists().find(Listing.TRUSTED, pattern("army.mil")).orElseThrow();
    Entry noted =
        new Entry(
            item.entry().pattern(),
            Listing.TRUSTED,
            org.postern.policy.Mode.MONITOR,
            "note\n{\"op\":\"remove\"}",
            "own\u0000er",
            "src",
            Enrolled.NOON.instant());
    List<Op> ops =
        List.of(
            new Op.Edit(noted, item.since()),
            Enrolled.add(Listing.BLOCKED, "ml"),
            Enrolled.add(Listing.BLOCKED, "il"),
            new Op.SetRules(
                new Rules(
                    org.postern.policy.Unlisted.HOLD,
                    org.postern.policy.slip.Sensitivity.STRICT,
                    true)),
            Enrolled.add(Listing.BLOCKED, "om"));
    var second = store().changes().propose(ops.iterator(), "why", "");
    store().session().signIn(CARTER);
    var applied = store().changes().approve(second.digest(), "");
    assertThat(applied.serial()).isEqualTo(2);
    assertThat(store().lists().count(Listing.BLOCKED)).isEqualTo(3);
    assertThat(store().lists().rules().unlisted()).isEqualTo(org.postern.policy.Unlisted.HOLD);
    Entry kept = store().lists().find(Listing.TRUSTED, pattern("army.mil")).orElseThrow().entry();
    assertThat(kept.note()).isEqualTo("note\n{\"op\":\"remove\"}");
    assertThat(kept.mode()).isEqualTo(org.postern.policy.Mode.MONITOR);
    assertThat(kept.expires()).isEqualTo(Enrolled.NOON.instant());
    var undo = store().changes().propose(List.<Op>of(new Op.Undo(2)).iterator(), "back", "");
    store().session().signIn(LOWE);
    store().changes().approve(undo.digest(), "");
    assertThat(store().lists().count(Listing.BLOCKED)).isZero();
    assertThat(store().lists().find(Listing.TRUSTED, pattern("army.mil")).orElseThrow().entry())
        .isEqualTo(item.entry());
  }

  private static org.postern.policy.EntryPattern pattern(String text) {
    return org.postern.policy.EntryPattern.parse(text).ok().orElseThrow();
  }

  @Test
  void what_changed_meanwhile_stops_the_whole_change() throws Exception {
    var first = officers.propose("army.mil");
    store().session().signIn(LOWE);
    store().changes().approve(first.digest(), "");
    long since = store().lists().find(Listing.TRUSTED, pattern("army.mil")).orElseThrow().since();
    var remove =
        store()
            .changes()
            .propose(
                List.of(
                        Enrolled.add(Listing.BLOCKED, "ml"),
                        new Op.Remove(Listing.TRUSTED, pattern("army.mil"), since - 1))
                    .iterator(),
                "old view",
                "");
    store().session().signIn(CARTER);
    refused(
        Reason.CONFLICT, "in the meantime", () -> store().changes().approve(remove.digest(), ""));
    assertThat(store().lists().count(Listing.BLOCKED)).isZero();
    assertThat(store().changes().waiting()).hasSize(1);
    assertThat(store().changes().giveBack(remove.digest(), "army.mil changed").remark())
        .isEqualTo("army.mil changed");
    assertThat(store().changes().waiting()).isEmpty();
  }

  @Test
  void urgent_block_acts_at_once_and_waits_for_its_countersignature() throws Exception {
    Entry ml = Entry.of(Listing.BLOCKED, pattern("ml"));
    var urgent = store().changes().blockNow(List.of(ml), "leak now", "INC-7");
    assertThat(urgent.state()).isEqualTo(State.URGENT);
    assertThat(store().lists().count(Listing.BLOCKED)).isEqualTo(1);
    assertThat(store().changes().waiting()).hasSize(1);
    refused(Reason.NOT_ALLOWED, "yourself", () -> store().changes().approve(urgent.digest(), ""));
    store().session().signIn(LOWE);
    assertThat(store().changes().approve(urgent.digest(), "").state()).isEqualTo(State.APPLIED);
    assertThat(store().lists().serial()).isEqualTo(1);
    assertThat(officers.verify().findings()).isEmpty();
  }

  @Test
  void roles_are_checked_where_things_happen() throws Exception {
    refused(Reason.NOT_ALLOWED, "not on the roster", () -> store().session().signIn(MALLORY));
    store().session().signIn(LOWE);
    refused(
        Reason.NOT_ALLOWED,
        "reviewer",
        () ->
            store()
                .decisions()
                .begin(
                    new Decisions.Intent(
                        "a",
                        "b@c",
                        Decisions.Act.REJECT,
                        null,
                        "why",
                        "x",
                        "sha256:x",
                        false,
                        "{}")));
    refused(
        Reason.NOT_ALLOWED,
        "administrator",
        () -> store().setup().change("x", s -> s.withPolicyId("other")));
    assertThat(store().session().may(Right.APPROVE)).isTrue();
    assertThat(store().session().may(Right.DECIDE)).isFalse();
    store().session().signOut();
    refused(Reason.NOT_SIGNED_IN, "Sign in", () -> officers.propose("army.mil"));
    refused(
        Reason.NOT_SIGNED_IN,
        "Sign in",
        () -> store().journal().append(Right.LOOK, "x", "y", "z", Map.of()));
  }

  @Test
  void roster_needs_two_as_soon_as_there_are_two_and_revocation_acts_at_once() throws Exception {
    officers.add(MALLORY, Role.EDITOR);
    Roster before = store().session().roster().orElseThrow();
    assertThat(before.version()).isEqualTo(2);
    var proposed = store().changes().waiting().getFirst();
    store().session().signIn(LOWE);
    store().changes().approve(proposed.digest(), "known to me");
    store().session().signIn(MALLORY);
    officers.propose("army.mil");
    store().session().signIn(CARTER);
    var members =
        store().session().roster().orElseThrow().members().stream()
            .map(m -> m.id().equals(MALLORY.id()) ? m.revoked() : m)
            .toList();
    var revoke = store().changes().proposeRoster(members, "left us");
    store().session().signIn(LOWE);
    store().changes().approve(revoke.digest(), "");
    refused(Reason.NOT_ALLOWED, "revoked", () -> store().session().signIn(MALLORY));
    store().session().signIn(LOWE);
    var theirs =
        store().changes().waiting().stream()
            .filter(c -> c.author().equals(MALLORY.officer()))
            .findFirst()
            .orElseThrow();
    refused(
        Reason.FORGED,
        "is not what Cpl. M. Mallory signed",
        () -> store().changes().approve(theirs.digest(), ""));
    assertThat(officers.verify().findings()).isEmpty();
  }

  @Test
  void last_administrator_stays() throws Exception {
    var members =
        store().session().roster().orElseThrow().members().stream()
            .map(m -> m.id().equals(CARTER.id()) ? m.withRoles(Set.of(Role.VIEWER)) : m)
            .toList();
    assertThatThrownBy(() -> store().changes().proposeRoster(members, "tired"))
        .hasMessageContaining("one administrator must stay");
  }

  @Test
  void officers_outlive_the_program_and_nobody_is_signed_in_then() throws Exception {
    engine.requireLasting();
    store().close();
    try (Store again = engine.open(dir, Enrolled.NOON)) {
      assertThat(again.session().officer()).isEmpty();
      assertThat(again.session().roster().orElseThrow().members()).hasSize(2);
      again.session().signIn(LOWE);
      assertThat(again.session().officer().orElseThrow().name()).isEqualTo("Lt. B. Lowe");
    }
  }
}
