package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.quarantine.ReleaseChild.policy;
import static org.postern.quarantine.TestConsole.WHY;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.DecisionDesk.Outcome;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.quarantine.ScriptedSmtp.Cut;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.Handling;

/**
 * Consoles with databases of their own on one real box, and a console that lost its database: what
 * the mailbox says keeps them from sending twice.
 */
@Timeout(120)
class ManyConsolesTest {
  @TempDir Path dir;
  private final GreenBox mail = new GreenBox();
  private final ScriptedSmtp gateway = new ScriptedSmtp().start();
  private final List<TestConsole> consoles = new ArrayList<>();

  private TestConsole console(String name) throws Exception {
    TestConsole console = new TestConsole(dir.resolve(name), mail.mailbox(), gateway.gateway());
    consoles.add(console);
    return console;
  }

  @BeforeEach
  void start() throws Exception {
    mail.arrives("Convoy");
  }

  @AfterEach
  void stop() throws Exception {
    for (TestConsole console : consoles) {
      console.close();
    }
    gateway.close();
    mail.close();
  }

  @Test
  void ofTwoConsolesThatSendAtOnce_oneSends_overAndOver() throws Exception {
    TestConsole one = console("one");
    TestConsole two = console("two");
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 30; round++) {
        String subject = "Round " + round;
        mail.arrives(subject);
        HeldMessage held = named(one, subject);
        Decision first = one.intended(held);
        Decision second = two.intended(named(two, subject));
        CyclicBarrier at = new CyclicBarrier(2);
        Future<Boolean> a = threads.submit(sends(one, first, at));
        Future<Boolean> b = threads.submit(sends(two, second, at));
        boolean oneLeft = a.get();
        boolean left = b.get() || oneLeft;
        long taken = gateway.taken().stream().filter(t -> t.text().contains(subject)).count();
        assertThat(taken).as(subject).isEqualTo(left ? 1 : 0);
        // Each saw the other and stood back, or was cut off with its claim standing: then the one
        // whose claim stands goes on.
        for (int again = 0; !left && again < 3; again++) {
          left = one.sent(first) || two.sent(second);
        }
        assertThat(left).as(subject).isTrue();
      }
    }
    assertThat(gateway.taken()).hasSize(30);
  }

  /** GreenMail hangs up now and then when two are at one folder; the next call dials anew. */
  private static <T> T dialled(Callable<T> call) throws Exception {
    try {
      return call.call();
    } catch (QuarantineException e) {
      assertThat(e.reason()).isEqualTo(Reason.LOST);
      return call.call();
    }
  }

  private static HeldMessage named(TestConsole console, String subject) throws Exception {
    return dialled(() -> console.held(subject));
  }

  private static Callable<Boolean> sends(TestConsole console, Decision decision, CyclicBarrier at) {
    return () -> {
      at.await();
      return console.sent(decision);
    };
  }

  @Test
  void whatAnotherConsoleBegan_isNotSent_andIsSettledByAnOfficer() throws Exception {
    TestConsole one = console("one");
    gateway.cut(Cut.AFTER_MESSAGE);
    Outcome outcome = one.desk.carryOut(one.intended(one.held()));
    assertThat(outcome.decision().state()).isEqualTo(State.UNKNOWN);
    gateway.cut(Cut.NEVER);

    TestConsole two = console("two");
    assertThat(two.desk.correct(two.held(), "gen@army.mil", WHY, "colonel", policy()))
        .isInstanceOf(Answer.NotPossible.class);
    Decision found =
        ((Answer.Recorded) two.desk.foundBegun(two.held(), "colonel", policy())).decision();
    assertThat(found.state()).isEqualTo(State.UNKNOWN);
    assertThat(two.desk.carryOut(found).decision()).isEqualTo(found);
    Outcome settled = two.desk.settle(found, true, "colonel", "queue id 4F2A1 in the log");
    assertThat(settled.decision().filed()).isNotNull();
    assertThat(gateway.taken()).hasSize(1);
    assertThat(one.box.list()).isEmpty();
  }

  @Test
  void whatDidNotLeave_mayBeSentByAnyConsole() throws Exception {
    TestConsole one = console("one");
    gateway.endReply("554 5.6.0 not now");
    assertThat(one.desk.carryOut(one.intended(one.held())).decision().state())
        .isEqualTo(State.REFUSED);
    gateway.endReply("250 2.0.0 Ok");
    TestConsole two = console("two");
    assertThat(two.desk.carryOut(two.intended(two.held())).decision().state())
        .isEqualTo(State.ACCEPTED);
    assertThat(gateway.taken()).hasSize(1);
  }

  @Test
  void claimOfADecisionThatWasTakenBack_isGone() throws Exception {
    TestConsole one = console("one");
    Decision decision = one.intended(one.held());
    gateway.cut(Cut.BEFORE_GREETING);
    assertThatThrownBy(() -> one.desk.carryOut(decision)).isInstanceOf(QuarantineException.class);
    assertThat(Keywords.claims(one.held().flags())).isNotEmpty();
    var _ = one.desk.undo(decision, "wrong row");
    assertThat(Keywords.claims(one.held().flags())).isEmpty();
  }

  @Test
  void lostDatabase_offersNothingAgainThatWasDecided_andShowsTheUnknownAsUnknown()
      throws Exception {
    mail.arrives("Second");
    mail.arrives("Third");
    mail.arrives("Fourth");
    TestConsole one = console("one");
    one.desk.carryOut(one.intended(named(one, "Convoy")));
    Answer rejected = one.desk.reject(named(one, "Second"), WHY, "major", policy());
    one.desk.carryOut(((Answer.Recorded) rejected).decision());
    gateway.cut(Cut.AFTER_MESSAGE);
    one.desk.carryOut(one.intended(named(one, "Third")));
    gateway.cut(Cut.NEVER);

    // "one" is never seen again: another directory, another key, nothing known.
    TestConsole two = console("two");
    assertThat(two.store.decisions().newest(10)).isEmpty();
    assertThat(two.box.list())
        .extracting(HeldMessage::subject)
        .containsExactlyInAnyOrder("Third", "Fourth");
    assertThat(Keywords.elsewhere(named(two, "Third").flags(), ""))
        .contains(Keywords.Elsewhere.BEGUN);
    assertThat(Keywords.elsewhere(named(two, "Fourth").flags(), "")).isEmpty();
    assertThat(two.desk.release(named(two, "Third"), WHY, "major", policy()))
        .isInstanceOf(Answer.NotPossible.class);
    assertThat(gateway.taken()).hasSize(2);
  }

  /** The console died between marking a copy and moving it: the mark alone must be enough. */
  @Test
  void copyThatIsMarkedButNotMoved_isNotOfferedAgain() throws Exception {
    TestConsole one = console("one");
    for (String keyword :
        List.of(HeldMessage.RELEASED, HeldMessage.REJECTED, HeldMessage.RETURNED)) {
      assertThat(mark(one, List.of(keyword), List.of())).isTrue();
      assertThat(one.desk.correct(one.held(), "gen@army.mil", WHY, "major", policy()))
          .isInstanceOf(Answer.NotPossible.class);
      assertThat(mark(one, List.of(), List.of(keyword))).isTrue();
    }
  }

  private static boolean mark(TestConsole console, List<String> on, List<String> off)
      throws Exception {
    return console.box.mark(console.held().id(), _ -> new Keywords.Change(on, off));
  }

  @Test
  void claimThatThisConsoleForgot_countsAsBegun() throws Exception {
    TestConsole one = console("one");
    HeldId id = one.held().id();
    assertThat(one.box.claim(id, one.store.decisions().sign())).isEqualTo(Claim.OURS);
    assertThat(one.desk.correct(one.held(), "gen@army.mil", WHY, "major", policy()))
        .isInstanceOf(Answer.NotPossible.class);
  }

  @Test
  void note_leavesOnce_fromTheNullSender_andTheCopyIsFiled() throws Exception {
    TestConsole one = console("one");
    ReturnNote.Choice choice =
        new ReturnNote.Choice(Handling.Note.DID_YOU_MEAN, Optional.of("gen@army.mil"), true);
    ReturnNote note =
        ((ReturnNote.Made.Ready)
                one.desk.note(
                    one.held(), choice, "review@mod.example", policy(), Clock.systemUTC()))
            .note();
    HeldMessage held = one.held();
    Decision decision =
        ((Answer.Recorded) one.desk.giveBack(held, note, WHY, "major", policy())).decision();
    Outcome outcome = one.desk.carryOut(decision);
    assertThat(outcome.decision().state()).isEqualTo(State.ACCEPTED);
    assertThat(outcome.decision().filed()).isNotNull();
    ScriptedSmtp.Taken taken = gateway.taken().getFirst();
    assertThat(taken.from()).isEmpty();
    assertThat(taken.to()).isEqualTo("capt@mod.example");
    assertThat(taken.text()).isEqualTo(note.whole());
    assertThat(one.box.list()).isEmpty();
    assertThat(one.state(held)).isEqualTo(State.ACCEPTED);
    assertThat(gateway.taken()).hasSize(1);
  }

  @Test
  void noteWhoseFateIsUnknown_isUnknown_andSaysWhatWasShown_whenItIsSentAfterARestart()
      throws Exception {
    TestConsole one = console("one");
    ReturnNote.Choice choice =
        new ReturnNote.Choice(Handling.Note.DID_YOU_MEAN, Optional.empty(), false);
    ReturnNote note =
        ((ReturnNote.Made.Ready)
                one.desk.note(
                    one.held(), choice, "review@mod.example", policy(), Clock.systemUTC()))
            .note();
    var _ = one.desk.giveBack(one.held(), note, WHY, "major", policy());
    one.close();
    consoles.clear();
    gateway.cut(Cut.AFTER_MESSAGE);
    TestConsole again = console("one");
    assertThat(again.desk.resume().getFirst().decision().state()).isEqualTo(State.UNKNOWN);
    assertThat(gateway.taken().getFirst().text()).isEqualTo(note.whole());
    assertThat(again.desk.resume()).hasSize(1);
    assertThat(gateway.taken()).hasSize(1);
  }
}
