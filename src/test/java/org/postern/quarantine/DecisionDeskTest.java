package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.officer.OfficerKey;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Parsed;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.DecisionDesk.Outcome;
import org.postern.quarantine.ScriptedSmtp.Cut;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** Real store, real IMAP (GreenMail), a scripted gateway: nothing lost, nothing twice. */
@Timeout(60)
class DecisionDeskTest {
  private static final Why WHY = new Why(Why.Code.SENDER_CONFIRMED, "asked by telephone");

  @TempDir Path dir;
  private final GreenMail mail = new GreenMail(ServerSetup.IMAP.dynamicPort());
  private final ScriptedSmtp gateway = new ScriptedSmtp().start();
  private Store store;
  private Quarantine box;

  @BeforeEach
  void start() throws Exception {
    mail.start();
    mail.setUser("officer@postern.example", "officer", "pw");
    mail.getUserManager()
        .getUser("officer")
        .deliver(
            new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(
                    ScriptedImap.MESSAGE.getBytes(StandardCharsets.ISO_8859_1))));
    open();
  }

  private void open() throws Exception {
    store = Store.open(dir, Clock.systemUTC());
    box =
        Quarantine.open(
            Mailbox.loopback(mail.getImap().getPort(), "officer", "pw"), Clock.systemUTC());
  }

  /** What a start of the console does after it died. */
  private List<Outcome> restart() throws Exception {
    box.close();
    store.close();
    open();
    return desk().resume();
  }

  @AfterEach
  void stop() throws Exception {
    box.close();
    store.close();
    gateway.close();
    mail.stop();
  }

  private DecisionDesk desk() {
    return new DecisionDesk(store.decisions(), box, Optional.of(gateway.gateway()));
  }

  private static Policy policy() {
    EntryPattern army = ((Parsed.Ok<EntryPattern>) EntryPattern.parse("army.mil")).value();
    EntryPattern mali = ((Parsed.Ok<EntryPattern>) EntryPattern.parse("ml")).value();
    return Policy.of(
        41,
        Unlisted.DELIVER,
        List.of(Entry.of(Listing.TRUSTED, army), Entry.of(Listing.BLOCKED, mali)),
        Instant.parse("2026-11-22T00:00:00Z"),
        Sensitivity.BALANCED);
  }

  private HeldMessage held() throws Exception {
    return box.list().getFirst();
  }

  private Decision intended() throws Exception {
    return ((Answer.Recorded) desk().correct(held(), "gen@army.mil", WHY, "major", policy()))
        .decision();
  }

  private State stateNow(Decision decision) throws Exception {
    return store.decisions().of(decision.intent().heldId()).getLast().state();
  }

  @Test
  void as_typed_against_the_lists_nothing_leaves_before_a_second_officer_agrees() throws Exception {
    OfficerKey carter = OfficerKey.create("Maj. A. Carter", Clock.systemUTC());
    OfficerKey lowe = OfficerKey.create("Lt. B. Lowe", Clock.systemUTC());
    store.session().enrol(carter);
    List<Member> members = new ArrayList<>(store.session().roster().orElseThrow().members());
    members.add(Member.of("Lt. B. Lowe", lowe.publicKey(), EnumSet.of(Role.REVIEWER)));
    store.changes().proposeRoster(members, "joined");

    Decision proposed =
        ((Answer.Recorded) desk().release(held(), WHY, "major", policy())).decision();
    assertThat(proposed.state()).isEqualTo(State.PROPOSED);
    assertThat(desk().carryOut(proposed).decision()).isEqualTo(proposed);
    assertThat(restart()).extracting(Outcome::decision).containsExactly(proposed);
    assertThat(gateway.taken()).isEmpty();

    store.session().signIn(lowe);
    Outcome outcome = desk().carryOut(desk().agree(proposed, "lieutenant"));
    assertThat(outcome.decision().state()).isEqualTo(State.ACCEPTED);
    assertThat(outcome.decision().second()).isEqualTo("Lt. B. Lowe");
    assertThat(gateway.taken()).hasSize(1);
  }

  @Test
  void as_typed_with_the_lists_nobody_else_is_asked() throws Exception {
    store.session().enrol(OfficerKey.create("Maj. A. Carter", Clock.systemUTC()));
    Policy passes =
        Policy.of(
            42,
            Unlisted.DELIVER,
            List.of(),
            Instant.parse("2026-11-22T00:00:00Z"),
            Sensitivity.BALANCED);
    Answer answer = desk().release(held(), WHY, "major", passes);
    assertThat(((Answer.Recorded) answer).decision().state()).isEqualTo(State.INTENDED);
  }

  @Test
  void corrected_message_leaves_once_with_its_own_bytes_and_is_filed() throws Exception {
    Outcome outcome = desk().carryOut(intended());
    assertThat(outcome.trouble()).isEmpty();
    assertThat(outcome.decision().state()).isEqualTo(State.ACCEPTED);
    assertThat(outcome.decision().filed()).isNotNull();
    assertThat(outcome.decision().reply()).isEqualTo("250 2.0.0 Ok: queued as 4F2A1");
    assertThat(gateway.taken()).hasSize(1);
    ScriptedSmtp.Taken taken = gateway.taken().getFirst();
    assertThat(taken.from()).isEqualTo("capt@mod.example");
    assertThat(taken.to()).isEqualTo("gen@army.mil");
    assertThat(taken.text())
        .isEqualTo(ScriptedImap.MESSAGE.substring(ScriptedImap.MESSAGE.indexOf("Received:")));
    assertThat(box.list()).isEmpty();
    assertThat(restart()).isEmpty();
    assertThat(gateway.taken()).hasSize(1);
  }

  @Test
  void corrected_address_that_would_be_held_is_not_recorded() throws Exception {
    assertThat(desk().correct(held(), "gen@navy.ml", WHY, "major", policy()))
        .isInstanceOf(Answer.WouldBeHeld.class);
    assertThat(desk().correct(held(), "no address", WHY, "major", policy()))
        .isInstanceOf(Answer.WouldBeHeld.class);
    assertThat(store.decisions().unfinished()).isEmpty();
  }

  @Test
  void second_decider_is_told_of_the_first() throws Exception {
    Decision first = intended();
    assertThat(desk().reject(held(), WHY, "colonel", policy()))
        .isEqualTo(new Answer.Already(first));
  }

  @Test
  void two_desks_carrying_out_the_same_decision_send_once() throws Exception {
    Decision decision = intended();
    assertThat(desk().carryOut(decision).decision().state()).isEqualTo(State.ACCEPTED);
    // The copy is filed by now; put it back to prove that the record alone stops the second.
    mail.getUserManager()
        .getUser("officer")
        .deliver(
            new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(
                    ScriptedImap.MESSAGE.getBytes(StandardCharsets.ISO_8859_1))));
    assertThatThrownBy(() -> desk().carryOut(decision)).isInstanceOf(StoreException.class);
    assertThat(gateway.taken()).hasSize(1);
  }

  @Test
  void undone_decision_is_never_sent() throws Exception {
    Decision decision = intended();
    desk().undo(decision, "wrong row");
    assertThat(restart()).isEmpty();
    assertThatThrownBy(() -> desk().carryOut(decision)).isInstanceOf(StoreException.class);
    assertThat(gateway.taken()).isEmpty();
    assertThat(held()).isNotNull();
  }

  @Test
  void sent_decision_cannot_be_undone() throws Exception {
    Decision decision = intended();
    desk().carryOut(decision);
    assertThatThrownBy(() -> desk().undo(decision, "too late")).isInstanceOf(StoreException.class);
  }

  @Test
  void rejected_copy_goes_to_its_folder_and_nowhere_else() throws Exception {
    Decision decision =
        ((Answer.Recorded) desk().reject(held(), WHY, "major", policy())).decision();
    assertThat(desk().carryOut(decision).decision().filed()).isNotNull();
    assertThat(box.list()).isEmpty();
    assertThat(gateway.taken()).isEmpty();
    Mailbox here = box.mailbox();
    try (Quarantine rejected =
        Quarantine.open(
            new Mailbox(
                here.host(),
                here.port(),
                here.security(),
                here.user(),
                here.password(),
                "Rejected",
                "",
                here.timeout(),
                here.deadline()),
            Clock.systemUTC())) {
      HeldMessage filed = rejected.list().getFirst();
      assertThat(filed.id().hex()).isEqualTo(decision.intent().heldId());
      assertThat(filed.flags()).contains(HeldMessage.REJECTED);
    }
  }

  /**
   * Before the whole message is out nothing can have been taken: it is refused, or stands as
   * intended.
   */
  @ParameterizedTest
  @EnumSource(names = {"BEFORE_GREETING", "AT_EHLO", "AT_AUTH", "AT_MAIL", "AT_RCPT", "AT_DATA"})
  void cut_before_the_message_sends_nothing_and_is_resumed_once(Cut where) throws Exception {
    gateway.cut(where);
    Decision decision = intended();
    QuarantineException failed =
        catchThrowableOfType(QuarantineException.class, () -> desk().carryOut(decision));
    assertThat(gateway.taken()).isEmpty();
    gateway.cut(Cut.NEVER);
    restart();
    if (failed != null) {
      assertThat(gateway.taken()).hasSize(1);
      assertThat(stateNow(decision)).isEqualTo(State.ACCEPTED);
    } else {
      assertThat(gateway.taken()).isEmpty();
      assertThat(stateNow(decision)).isEqualTo(State.REFUSED);
      assertThat(desk().carryOut(intended()).decision().state()).isEqualTo(State.ACCEPTED);
      assertThat(gateway.taken()).hasSize(1);
    }
    restart();
    assertThat(gateway.taken()).hasSize(1);
  }

  @Test
  void cut_after_the_message_is_unknown_until_an_officer_settles_it() throws Exception {
    gateway.cut(Cut.AFTER_MESSAGE);
    Decision decision = intended();
    assertThat(desk().carryOut(decision).decision().state()).isEqualTo(State.UNKNOWN);
    gateway.cut(Cut.NEVER);
    assertThat(restart()).hasSize(1);
    assertThat(gateway.taken()).hasSize(1);
    assertThat(stateNow(decision)).isEqualTo(State.UNKNOWN);
    assertThat(desk().release(held(), WHY, "colonel", policy())).isInstanceOf(Answer.Already.class);
    Outcome settled = desk().settle(decision, true, "colonel", "queue id 4F2A1 in the log");
    assertThat(settled.decision().filed()).isNotNull();
    assertThat(box.list()).isEmpty();
    restart();
    assertThat(gateway.taken()).hasSize(1);
  }

  @Test
  void console_killed_while_sending_finds_it_unknown_and_does_not_send_again() throws Exception {
    Decision decision = intended();
    store.decisions().sending(decision.id());
    restart();
    assertThat(stateNow(decision)).isEqualTo(State.UNKNOWN);
    assertThat(gateway.taken()).isEmpty();
  }

  @Test
  void console_killed_between_reply_and_filing_only_files() throws Exception {
    Decision decision = intended();
    store.decisions().sending(decision.id());
    store.decisions().accepted(decision.id(), "250 queued");
    assertThat(restart()).hasSize(1);
    assertThat(box.list()).isEmpty();
    assertThat(gateway.taken()).isEmpty();
    assertThat(restart()).isEmpty();
  }

  @Test
  void mailbox_lost_after_the_reply_is_told_and_filed_at_the_next_start() throws Exception {
    Decision decision = intended();
    store.decisions().sending(decision.id());
    Decision accepted = store.decisions().accepted(decision.id(), "250 queued");
    int port = mail.getImap().getPort();
    Quarantine dead;
    try (ScriptedImap other = new ScriptedImap().start()) {
      dead = Quarantine.open(other.box(), Clock.systemUTC());
    }
    assertThat(port).isPositive();
    try (dead) {
      Outcome outcome =
          new DecisionDesk(store.decisions(), dead, Optional.of(gateway.gateway()))
              .carryOut(accepted);
      assertThat(outcome.trouble()).isPresent();
      assertThat(outcome.decision().filed()).isNull();
    }
    restart();
    assertThat(box.list()).isEmpty();
  }

  @Test
  void release_without_a_gateway_is_not_possible() throws Exception {
    DecisionDesk desk = new DecisionDesk(store.decisions(), box, Optional.empty());
    assertThat(desk.release(held(), WHY, "major", policy())).isInstanceOf(Answer.NotPossible.class);
  }
}
