package org.postern.ui.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.files.Sha256;
import org.postern.officer.OfficerKey;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.Journal;
import org.postern.ui.DirectBackground;
import org.postern.ui.Status;

/** Who read what, and what one officer may not do alone; over a real box, store and gateway. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before each test
class TwoOfficersTest {
  private static final Why KNOWN = new Why(Why.Code.RECIPIENT_KNOWN, "our liaison");

  @TempDir Path dir;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:30:00Z"));
  private final DirectBackground background = new DirectBackground();
  private final List<Notice> notices = new ArrayList<>();
  private PracticeBox box;
  private QuarantineModel model;

  @BeforeEach
  void start() throws Exception {
    box = new PracticeBox(dir, clock);
  }

  @AfterEach
  void stop() throws Exception {
    model.close();
    box.close();
  }

  private void open() {
    model = new QuarantineModel(box.access(), background, new Status());
    model.onNotice(notices::add);
    model.start();
  }

  private void hold(String id, String to, Duration age) throws Exception {
    String message =
        "From: Reed <reed@mod.example>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s@x>\r\n\r\nbody %s\r\n"
            .formatted(to, id, id, id);
    box.hold("reed@mod.example", to, clock.instant().minus(age), message.getBytes(UTF_8));
  }

  private OfficerKey lowe() throws Exception {
    OfficerKey lowe = OfficerKey.create("Lt. B. Lowe", clock);
    box.store.session().enrol(OfficerKey.create("Maj. A. Carter", clock));
    List<Member> members = new ArrayList<>(box.store.session().roster().orElseThrow().members());
    members.add(
        Member.of("Lt. B. Lowe", lowe.publicKey(), EnumSet.of(Role.REVIEWER, Role.AUDITOR)));
    box.store.changes().proposeRoster(members, "joined");
    return lowe;
  }

  private Recipient recipient() {
    return model.selected().get().orElseThrow().recipients().getFirst();
  }

  private Decision decision() {
    return recipient().decision().orElseThrow();
  }

  private void releaseAsTyped() {
    model.decide(
        new Wish(
            Act.RELEASE,
            List.of(new Wish.Envelope(recipient().copy().orElseThrow(), recipient().address())),
            KNOWN));
  }

  private void afterGrace() {
    clock.pass(Deciding.GRACE);
    background.tick();
  }

  @Test
  void asTyped_waitsForTheSecondOfficer_whoseWordSendsIt() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    OfficerKey lowe = lowe();
    open();
    releaseAsTyped();
    afterGrace();
    assertThat(recipient().fate()).isEqualTo(Fate.PROPOSED);
    assertThat(notices.getLast().text())
        .isEqualTo("Nothing went to a@army.ml yet: a second officer has to agree.");
    model.agree(decision());
    assertThat(notices.getLast().text()).contains("You decided this yourself");
    assertThat(recipient().fate()).isEqualTo(Fate.PROPOSED);

    box.store.session().signIn(lowe);
    model.agree(decision());
    assertThat(recipient().fate()).isEqualTo(Fate.WAITING);
    afterGrace();
    assertThat(box.store.decisions().newest(1).getFirst())
        .satisfies(
            d -> {
              assertThat(d.state()).isEqualTo(State.ACCEPTED);
              assertThat(d.intent().officer()).isEqualTo("Maj. A. Carter");
              assertThat(d.second()).isEqualTo("Lt. B. Lowe");
            });
  }

  @Test
  void declined_itIsHeldAgain_andBothAreNamed() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    OfficerKey lowe = lowe();
    open();
    releaseAsTyped();
    box.store.session().signIn(lowe);
    model.decline(decision(), "not our liaison");
    afterGrace();
    assertThat(recipient().fate()).isEqualTo(Fate.HELD);
    assertThat(recipient().fate().open()).isTrue();
    assertThat(decision().reply()).isEqualTo("Declined by Lt. B. Lowe: not our liaison");
  }

  @Test
  void whoAsked_takesItBack() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    lowe();
    open();
    releaseAsTyped();
    notices.getLast().undo().orElseThrow().run();
    assertThat(recipient().fate()).isEqualTo(Fate.HELD);
  }

  @Test
  void whatOneOfficerOpened_isClosedForTheNext_whoseOpeningIsTakenDown() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    OfficerKey lowe = lowe();
    open();
    model.open();
    assertThat(model.body().get()).isInstanceOf(Body.Shown.class);
    box.store.session().signIn(lowe);
    model.officerChanged();
    assertThat(model.selected().get()).isPresent();
    assertThat(model.body().get()).isEqualTo(new Body.Hidden());
    model.open();
    assertThat(box.store.journal().newest(1).getFirst().act()).isEqualTo("message.opened");
    assertThat(box.store.journal().newest(1).getFirst().officer()).isEqualTo("Lt. B. Lowe");
  }

  @Test
  void whatOneOfficerBeganToOpen_isNotShownToTheNext() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    DirectBackground paused = DirectBackground.paused();
    model = new QuarantineModel(box.access(), paused, new Status());
    model.start();
    while (model.selected().get().isEmpty()) {
      paused.flush();
    }
    model.open();
    model.officerChanged();
    paused.flush();
    assertThat(model.body().get()).isEqualTo(new Body.Hidden());
  }

  @Test
  void searches_areTakenDown() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    open();
    model.filter().set("from:reed ");
    Journal.Act act = box.store.journal().newest(1).getFirst();
    assertThat(act.act()).isEqualTo("quarantine.searched");
    assertThat(act.subject()).isEqualTo("from:reed");
    assertThat(act.officer()).isEqualTo("Maj. A. Carter");
    model.filter().set("");
    assertThat(box.store.journal().newest(1)).containsExactly(act);
  }

  @Test
  void whatIsTakenOut_isTakenDownFirst() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    open();
    byte[] bytes = "body".getBytes(UTF_8);
    model.trail().saving(recipient().copy().orElseThrow(), "x.eml", bytes, "Maj. A. Carter");
    Journal.Act act = box.store.journal().newest(1).getFirst();
    assertThat(act.act()).isEqualTo("message.saved");
    assertThat(act.subject()).endsWith(" a@army.ml");
    assertThat(act.details()).contains("x.eml").contains(Sha256.hex(bytes));
  }

  @Test
  void open_isTakenDownBeforeTheMessageIsShown() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    hold("two", "b@army.ml", Duration.ofMinutes(2));
    open();
    assertThat(model.body().get()).isEqualTo(new Body.Hidden());
    model.open();
    Body.Shown shown = (Body.Shown) model.body().get();
    assertThat(shown.message().text()).startsWith("body one");
    assertThat(shown.trace().first("X-Original-To")).contains("a@army.ml");
    assertThat(box.store.journal().newest(1).getFirst().act()).isEqualTo("message.opened");
    assertThat(box.store.journal().newest(1).getFirst().officer()).isEqualTo("Maj. A. Carter");
    model.move(1);
    assertThat(model.body().get()).isEqualTo(new Body.Hidden());
    model.move(-1);
    assertThat(model.body().get()).isEqualTo(shown);
  }

  @Test
  void open_withoutAJournal_showsNothing() throws Exception {
    hold("one", "a@army.ml", Duration.ofMinutes(1));
    open();
    box.store.close();
    model.open();
    assertThat(model.body().get()).isInstanceOf(Body.Failed.class);
  }
}
