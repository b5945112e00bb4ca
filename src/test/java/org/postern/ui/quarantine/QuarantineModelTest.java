package org.postern.ui.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.State;
import org.postern.ui.DirectBackground;
import org.postern.ui.Status;
import org.postern.ui.Tone;
import org.postern.ui.ViewState;

/** A real box, store and gateway; no toolkit, no second thread but the watch. */
@Timeout(60)
class QuarantineModelTest {
  private static final Why WHY = new Why(Why.Code.SENDER_CONFIRMED, "asked by telephone");

  @TempDir Path dir;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:30:00Z"));
  private final DirectBackground background = new DirectBackground();
  private final Status status = new Status();
  private final List<Notice> notices = new ArrayList<>();
  private PracticeBox box;
  private QuarantineModel model;

  @BeforeEach
  void start() throws Exception {
    box = new PracticeBox(dir, clock);
  }

  @AfterEach
  void stop() throws Exception {
    if (model != null) {
      model.close();
    }
    box.close();
  }

  private void open() {
    open(box.access());
  }

  private void open(Access access) {
    model = new QuarantineModel(access, background, status);
    model.onNotice(notices::add);
    model.start();
  }

  private void hold(String id, String to, Duration age, String... held) throws Exception {
    byte[] message =
        ("From: Reed <reed@mod.example>\r\nTo: "
                + to
                + "\r\nSubject: Subject "
                + id
                + "\r\nDate: Sun, 22 Nov 2026 09:00:00 +0000\r\nMessage-ID: <"
                + id
                + "@mod.example>\r\n\r\nbody "
                + id
                + "\r\n")
            .getBytes(UTF_8);
    for (String recipient : held) {
      box.hold("reed@mod.example", recipient, clock.instant().minus(age), message);
    }
  }

  private HeldItem chosen() {
    return model.selected().get().orElseThrow();
  }

  private List<String> subjects() {
    return model.rows().stream()
        .filter(ListRow.Message.class::isInstance)
        .map(row -> ((ListRow.Message) row).item().subject())
        .toList();
  }

  private Wish correction() {
    List<Wish.Envelope> envelopes =
        chosen().open().stream()
            .map(r -> new Wish.Envelope(r.copy().orElseThrow(), r.correction().orElseThrow()))
            .toList();
    return new Wish(Act.CORRECT, envelopes, WHY);
  }

  private Wish rejection() {
    List<Wish.Envelope> envelopes =
        chosen().open().stream()
            .map(r -> new Wish.Envelope(r.copy().orElseThrow(), r.address()))
            .toList();
    return new Wish(Act.REJECT, envelopes, WHY);
  }

  private void afterGrace() {
    clock.pass(Deciding.GRACE);
    background.tick();
  }

  private List<String> told() {
    return notices.stream().map(Notice::text).toList();
  }

  @Test
  void start_showsOneMessageWithAllItsRecipients() throws Exception {
    hold(
        "a",
        "col.diaz@army.ml, ops@navy.ml, ops@mod.gov.uk",
        Duration.ofMinutes(20),
        "col.diaz@army.ml",
        "ops@navy.ml");
    open();
    assertThat(model.state().get()).isEqualTo(ViewState.READY);
    assertThat(chosen().share()).isEqualTo("2 of 3 recipients");
    assertThat(chosen().recipients())
        .extracting(Recipient::address, Recipient::fate, Recipient::correction)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "col.diaz@army.ml", Fate.HELD, Optional.of("col.diaz@army.mil")),
            org.assertj.core.groups.Tuple.tuple(
                "ops@navy.ml", Fate.HELD, Optional.of("ops@navy.mil")),
            org.assertj.core.groups.Tuple.tuple("ops@mod.gov.uk", Fate.NOT_HELD, Optional.empty()));
    assertThat(model.rows().getFirst())
        .isEqualTo(
            new ListRow.Heading(
                new HeldItem.Bucket(HeldItem.Bucket.Kind.RESEMBLES, "army.ml", "army.mil"), 1));
    assertThat(model.waiting().get()).isEqualTo(1);
    background.tick();
    assertThat(status.mailbox().get().tone()).isEqualTo(Tone.OK);
    assertThat(status.mailbox().get().detail()).isEqualTo("live · last contact 0 s ago");
  }

  @Test
  void reusedMessageId_isNotShownAsOneMessage() throws Exception {
    hold("a", "gen@army.ml", Duration.ofMinutes(20), "gen@army.ml");
    byte[] other =
        """
        From: Reed <reed@mod.example>
        To: ops@navy.ml
        Subject: another
        Date: Sun, 22 Nov 2026 09:00:00 +0000
        Message-ID: <a@mod.example>

        x
        """
            .replace("\n", "\r\n")
            .getBytes(UTF_8);
    box.hold("reed@mod.example", "ops@navy.ml", clock.instant(), other);
    open();
    assertThat(subjects()).containsExactlyInAnyOrder("Subject a", "another");
  }

  @Test
  void overdueStandsFirst_thenTheNewest() throws Exception {
    hold("new", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    hold("late", "a@navy.ml", Duration.ofHours(30), "a@navy.ml");
    hold("later", "a@us.army.ml", Duration.ofHours(90), "a@us.army.ml");
    hold("older", "b@army.ml", Duration.ofHours(2), "b@army.ml");
    open();
    assertThat(subjects())
        .containsExactly("Subject later", "Subject late", "Subject new", "Subject older");
    assertThat(model.summary().get()).isEqualTo("4 held · oldest 3 days · 2 overdue");
  }

  @Test
  void filter_needsEveryWord_andSaysHowMany() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    hold("two", "a@navy.ml", Duration.ofMinutes(2), "a@navy.ml");
    open();
    model.filter().set("NAVY reed");
    assertThat(subjects()).containsExactly("Subject two");
    assertThat(model.summary().get()).isEqualTo("1 of 2 messages");
    assertThat(chosen().subject()).isEqualTo("Subject two");
    model.filter().set("navy nothing");
    assertThat(subjects()).isEmpty();
    assertThat(model.selected().get()).isEmpty();
  }

  @Test
  void arrival_appearsByItself_andTheSelectionStays() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    hold("two", "a@navy.ml", Duration.ofMinutes(2), "a@navy.ml");
    open();
    model.move(1);
    assertThat(chosen().subject()).isEqualTo("Subject two");
    hold("three", "b@army.ml", Duration.ZERO, "b@army.ml");
    while (model.rows().size() < 5) { // the watch has a thread of its own; @Timeout ends this
      LockSupport.parkNanos(10_000_000);
      background.tick();
    }
    assertThat(subjects()).containsExactly("Subject three", "Subject one", "Subject two");
    assertThat(chosen().subject()).isEqualTo("Subject two");
  }

  @Test
  void correction_isRecordedAtOnce_sentWhenItCanNoLongerBeTakenBack_andLeavesTheList()
      throws Exception {
    hold("one", "a@army.ml, b@navy.ml", Duration.ofMinutes(1), "a@army.ml", "b@navy.ml");
    hold("two", "a@navy.ml", Duration.ofMinutes(2), "a@navy.ml");
    open();
    model.decide(correction());
    assertThat(box.store.decisions().unfinished())
        .extracting(d -> d.state())
        .containsExactly(State.INTENDED, State.INTENDED);
    assertThat(chosen().recipients()).extracting(Recipient::fate).containsOnly(Fate.WAITING);
    assertThat(box.released()).isEmpty();
    clock.pass(Deciding.GRACE.minusSeconds(1));
    background.tick();
    assertThat(box.released()).isEmpty();
    afterGrace();
    assertThat(box.released()).containsExactlyInAnyOrder("a@army.mil", "b@navy.mil");
    assertThat(told())
        .anyMatch(
            t ->
                t.startsWith("Released to a@army.mil, b@navy.mil. The gateway answered each: 250"));
    assertThat(subjects()).containsExactly("Subject two");
    assertThat(chosen().subject()).isEqualTo("Subject two");
    assertThat(box.store.decisions().unfinished()).isEmpty();
  }

  @Test
  void takenBack_sendsNothing_andMayBeDecidedAgain() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    open();
    model.decide(correction());
    notices.getLast().undo().orElseThrow().run();
    afterGrace();
    assertThat(box.released()).isEmpty();
    assertThat(chosen().recipients().getFirst().fate()).isEqualTo(Fate.HELD);
    model.decide(correction());
    afterGrace();
    assertThat(box.released()).containsExactly("a@army.mil");
  }

  @Test
  void takenBackTooLate_saysSo() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    open();
    model.decide(correction());
    Runnable undo = notices.getLast().undo().orElseThrow();
    afterGrace();
    undo.run();
    assertThat(told()).last().asString().startsWith("Too late");
    assertThat(box.released()).containsExactly("a@army.mil");
  }

  @Test
  void rejection_sendsNothing_isFinalOnlyAfterTheGrace() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    open();
    model.decide(rejection());
    assertThat(chosen().recipients().getFirst().fate()).isEqualTo(Fate.REJECTING);
    assertThat(box.store.decisions().newest(5)).isEmpty();
    afterGrace();
    assertThat(box.released()).isEmpty();
    assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
    assertThat(box.store.decisions().newest(5)).hasSize(1);
  }

  @Test
  void gatewayDown_staysToBeSentOrTakenBack() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    open();
    box.mail.getSmtp().stopService();
    model.decide(correction());
    afterGrace();
    Recipient recipient = chosen().recipients().getFirst();
    assertThat(recipient.fate()).isEqualTo(Fate.STUCK);
    assertThat(told()).anyMatch(t -> t.startsWith("Not sent yet to a@army.mil, nothing left:"));
    model.takeBack(recipient.decision().orElseThrow());
    assertThat(chosen().recipients().getFirst().fate()).isEqualTo(Fate.HELD);
  }

  @Test
  void noGateway_saysWhatToDo_andRecordsNothing() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    open(box.access(false));
    model.decide(correction());
    assertThat(told())
        .containsExactly(
            "No release gateway is set up, so nothing can be released. Set it up first.");
    assertThat(box.store.decisions().newest(5)).isEmpty();
  }

  @Test
  void unreachableBox_isOffline_andDialledAgain() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    Access real = box.access();
    AtomicInteger calls = new AtomicInteger();
    open(
        new Access(
            () -> {
              if (calls.getAndIncrement() == 0) {
                throw new QuarantineException(
                    QuarantineException.Reason.UNREACHABLE, "The mailbox does not answer.");
              }
              return real.connector().connect();
            },
            real.policy(),
            real.decisions(),
            real.past(),
            real.hits(),
            real.journal(),
            real.setup(),
            real.marks(),
            real.incidents(),
            real.officer(),
            clock));
    assertThat(model.state().get())
        .isInstanceOfSatisfying(
            ViewState.Offline.class,
            offline -> assertThat(offline.advice()).isEqualTo("The mailbox does not answer."));
    assertThat(status.mailbox().get().tone()).isEqualTo(Tone.BAD);
    background.tick();
    assertThat(calls).hasValue(1);
    clock.pass(Duration.ofSeconds(30));
    background.tick();
    assertThat(model.state().get()).isEqualTo(ViewState.READY);
  }

  @Test
  void noMailboxSetUp_saysSo() {
    Access real = box.access();
    open(
        new Access(
            Optional::empty,
            real.policy(),
            real.decisions(),
            real.past(),
            real.hits(),
            real.journal(),
            real.setup(),
            real.marks(),
            real.incidents(),
            real.officer(),
            clock));
    assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
    assertThat(status.mailbox().get().text()).isEqualTo("No mailbox yet");
  }

  @Test
  void draft_asksForWhatIsMissing() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1), "a@army.ml");
    open();
    Draft draft = new Draft(Act.CORRECT, chosen(), model.policy().orElseThrow());
    assertThat(draft.problem().get()).isEqualTo("Choose a reason.");
    draft.reason().code().set(Optional.of(Why.Code.OTHER));
    assertThat(draft.problem().get()).isEqualTo("Say in a few words why.");
    draft.reason().note().set("seen the original letter");
    assertThat(draft.problem().get()).isEmpty();
    Draft.Line line = draft.lines().getFirst();
    line.sendTo().set("a@navy.ml");
    assertThat(draft.problem().get()).isEqualTo("An address would be held again. Correct it.");
    line.sendTo().set("army.mil");
    assertThat(draft.problem().get())
        .isEqualTo("Enter a whole address, with the part before the @.");
    line.sendTo().set(" a@army.mil ");
    assertThat(draft.wish().envelopes().getFirst().sendTo()).isEqualTo("a@army.mil");
    line.chosen().set(false);
    assertThat(draft.problem().get()).isEqualTo("Choose at least one recipient.");
  }

  @Test
  void draftAsTyped_choosesNoneOfSeveral_andWantsWords() throws Exception {
    hold("one", "a@army.ml, b@navy.ml", Duration.ofMinutes(1), "a@army.ml", "b@navy.ml");
    open();
    Draft draft = new Draft(Act.RELEASE, chosen(), model.policy().orElseThrow());
    assertThat(draft.lines()).noneMatch(l -> l.chosen().get());
    draft.lines().getFirst().chosen().set(true);
    draft.reason().code().set(Optional.of(Why.Code.RECIPIENT_KNOWN));
    assertThat(draft.problem().get()).isEqualTo("Say in a few words why.");
  }
}
