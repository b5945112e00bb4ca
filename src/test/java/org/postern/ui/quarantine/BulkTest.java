package org.postern.ui.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Keywords;
import org.postern.quarantine.ReturnNote;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.State;
import org.postern.store.Handling;
import org.postern.ui.DirectBackground;
import org.postern.ui.Status;
import tools.jackson.databind.json.JsonMapper;

/** Many messages at once, and what officers say about messages: a real box, store and gateway. */
@Timeout(60)
class BulkTest {
  private static final Why WHY = new Why(Why.Code.OVERTAKEN, "");

  @TempDir Path dir;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:30:00Z"));
  private final DirectBackground background = new DirectBackground();
  private final List<Notice> notices = new ArrayList<>();
  private PracticeBox box;
  private QuarantineModel model;

  @BeforeEach
  void start() throws Exception {
    box = new PracticeBox(dir, clock);
    for (String to :
        List.of("a@army.ml", "b@navy.ml", "c@army.ml", "passes@nowhere-else.example")) {
      byte[] message =
          ("From: Reed <reed@army.mil>\r\nTo: "
                  + to
                  + "\r\nSubject: For "
                  + to
                  + "\r\nMessage-ID: <"
                  + to
                  + ">\r\n\r\nbody\r\n")
              .getBytes(UTF_8);
      box.hold("reed@army.mil", to, clock.instant().minus(Duration.ofMinutes(5)), message);
    }
    model = new QuarantineModel(box.access(), background, new Status());
    model.onNotice(notices::add);
    model.start();
  }

  @AfterEach
  void stop() throws Exception {
    model.close();
    box.close();
  }

  private void afterGrace() {
    clock.pass(model.grace());
    background.tick();
  }

  private List<HeldItem> targets() {
    return model.browse().targets();
  }

  private void undo() {
    notices.reversed().stream().flatMap(n -> n.undo().stream()).findFirst().orElseThrow().run();
  }

  private HeldItem item(String to) {
    return model.rows().stream()
        .filter(ListRow.Message.class::isInstance)
        .map(r -> ((ListRow.Message) r).item())
        .filter(i -> i.subject().equals("For " + to))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> flags(String to) throws Exception {
    return box.box.list().stream()
        .filter(h -> h.recipient().equals(to))
        .map(HeldMessage::flags)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pickedMessages_areRejected_eachWithItsOwnRecord() throws Exception {
    model.browse().pickAll();
    assertThat(targets()).hasSize(4);
    model.decideAll(Act.REJECT, Bulk.open(targets()), WHY);
    assertThat(box.store.decisions().newest(10)).isEmpty();
    assertThat(item("a@army.ml").recipients().getFirst().fate()).isEqualTo(Fate.REJECTING);
    afterGrace();
    assertThat(box.store.decisions().newest(10))
        .hasSize(4)
        .allMatch(d -> d.state() == State.ACCEPTED && d.filed() != null);
    assertThat(model.rows()).isEmpty();
    assertThat(model.browse().picked().get()).isEmpty();
    assertThat(notices.getLast().text()).isEqualTo("4 of 4 rejected.");
  }

  @Test
  void oneUndo_takesAllBack_whileItIsPossible() throws Exception {
    model.browse().pickAll();
    model.decideAll(Act.REJECT, Bulk.open(targets()), WHY);
    undo();
    afterGrace();
    assertThat(box.store.decisions().newest(10)).isEmpty();
    assertThat(model.rows().stream().filter(ListRow.Message.class::isInstance)).hasSize(4);
    assertThat(item("a@army.ml").recipients().getFirst().fate()).isEqualTo(Fate.HELD);
  }

  @Test
  void ofManyToBeReleased_onlyThoseThatPassNow_go() throws Exception {
    model.browse().pickAll();
    List<HeldMessage> all = Bulk.open(targets());
    assertThat(all.stream().filter(c -> Bulk.against(c, box.policy).isEmpty()))
        .extracting(HeldMessage::recipient)
        .containsExactly("passes@nowhere-else.example");
    // Even if the sheet let them through: what the lists hold at that moment does not go.
    model.decideAll(Act.RELEASE, all, WHY);
    afterGrace();
    assertThat(box.released()).containsExactly("passes@nowhere-else.example");
    Bulk.Progress progress = model.bulk().progress().get().orElseThrow();
    assertThat(progress.good()).isEqualTo(1);
    assertThat(progress.failed()).hasSize(3).allMatch(f -> f.contains("the lists hold it now"));
  }

  @Test
  void whatFails_isTold_andTheOthersAreDone() throws Exception {
    model.browse().pickAll();
    List<HeldMessage> all = Bulk.open(targets());
    var _ = box.store.decisions(); // somebody else decides about one of them meanwhile
    model.decideAll(Act.REJECT, all, WHY);
    Wish other =
        new Wish(Act.CORRECT, List.of(new Wish.Envelope(all.getFirst(), "a@army.mil")), WHY);
    model.decision((d, where) -> d.decide(where, other));
    afterGrace();
    Bulk.Progress progress = model.bulk().progress().get().orElseThrow();
    assertThat(progress.over()).isTrue();
    assertThat(progress.good()).isEqualTo(3);
    assertThat(progress.failed()).singleElement().asString().contains("was decided before");
  }

  @Test
  void stopped_whatIsLeftStaysAsItWas() throws Exception {
    model.browse().pickAll();
    model.decideAll(Act.REJECT, Bulk.open(targets()), WHY);
    model
        .bulk()
        .progress()
        .addListener(
            (_, _, now) -> now.filter(p -> p.good() == 2).ifPresent(_ -> model.bulk().stop()));
    afterGrace();
    assertThat(box.store.decisions().newest(10)).hasSizeBetween(2, 3);
    assertThat(model.bulk().running()).isFalse();
    assertThat(model.bulk().progress().get().orElseThrow().failed())
        .anyMatch(f -> f.startsWith("Stopped: "));
  }

  @Test
  void graceOfTheSettings_isKept() throws Exception {
    box.store.setup().change("x", s -> s.withHandling(new Handling(2, 60, "", List.of())));
    model.refresh();
    model.decideAll(Act.REJECT, Bulk.open(List.of(item("a@army.ml"))), WHY);
    clock.pass(Duration.ofSeconds(59));
    background.tick();
    assertThat(box.store.decisions().newest(10)).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    background.tick();
    assertThat(box.store.decisions().newest(10)).hasSize(1);
    clock.pass(Duration.ofHours(2));
    model.refresh();
    assertThat(item("b@navy.ml").overdue()).isTrue();
  }

  @Test
  void assignment_isShown_found_seenByOtherPrograms_andTakenBack() throws Exception {
    HeldItem a = item("a@army.ml");
    model.mark((m, where) -> m.assign(where, List.of(a), "Maj. A. Carter", "ring him"));
    assertThat(item("a@army.ml").marks().assigned()).contains("Maj. A. Carter");
    assertThat(item("a@army.ml").marks().note()).isEqualTo("ring him");
    assertThat(flags("a@army.ml")).contains(Keywords.assigned("Maj. A. Carter"));
    model.filter().set("assigned:me");
    assertThat(model.rows().stream().filter(ListRow.Message.class::isInstance)).hasSize(1);
    model.filter().set("");
    undo();
    assertThat(item("a@army.ml").marks()).isEqualTo(Marks.NONE);
    assertThat(Keywords.assignments(flags("a@army.ml"))).isEmpty();
  }

  @Test
  void tagsOfMany_areShown_found_andTakenBack_whereTheyWereNotBefore() throws Exception {
    model.mark((m, where) -> m.tag(where, List.of(item("a@army.ml")), Set.of("mali"), Set.of()));
    model.browse().pickAll();
    model.mark((m, where) -> m.tag(where, targets(), Set.of("mali", "urgent"), Set.of()));
    assertThat(item("c@army.ml").marks().tags()).containsExactly("mali", "urgent");
    assertThat(flags("c@army.ml")).contains("$PosternTag-mali", "$PosternTag-urgent");
    model.filter().set("tag:urg*");
    assertThat(model.rows().stream().filter(ListRow.Message.class::isInstance)).hasSize(4);
    model.filter().set("");
    undo();
    assertThat(item("a@army.ml").marks().tags()).containsExactly("mali");
    assertThat(item("c@army.ml").marks().tags()).isEmpty();
  }

  @Test
  void marks_surviveTheLossOfTheDatabase_inTheMailbox() throws Exception {
    HeldItem a = item("a@army.ml");
    model.mark((m, where) -> m.assign(where, List.of(a), "Maj. A. Carter", "ring him"));
    model.mark((m, where) -> m.tag(where, List.of(item("a@army.ml")), Set.of("mali"), Set.of()));
    model.mark((m, where) -> m.open(where, List.of(item("a@army.ml")), "Convoy"));
    HeldMessage copy =
        box.box.list().stream()
            .filter(h -> h.recipient().equals("a@army.ml"))
            .findFirst()
            .orElseThrow();
    Marks marks =
        Team.of(Handling.USUAL, List.of(), "Maj. A. Carter", Map.of(), List.of())
            .marks(List.of(copy));
    assertThat(marks.assigned()).contains("Maj. A. Carter");
    assertThat(marks.tags()).containsExactly("mali");
    assertThat(marks.incidents()).containsExactly(1L);
    Marks stranger =
        Team.of(Handling.USUAL, List.of(), "x", Map.of(), List.of()).marks(List.of(copy));
    assertThat(stranger.assigned()).contains("maj a carter");
  }

  @Test
  void incident_isShown_found_andTakenBack() throws Exception {
    model.browse().pickAll();
    model.mark((m, where) -> m.open(where, targets(), "Convoy to Mali"));
    assertThat(item("b@navy.ml").marks().incidents()).containsExactly(1L);
    assertThat(model.team().incident(1).orElseThrow().copies()).hasSize(4);
    model.filter().set("incident:1");
    assertThat(model.rows().stream().filter(ListRow.Message.class::isInstance)).hasSize(4);
    model.filter().set("");
    undo();
    assertThat(item("b@navy.ml").marks().incidents()).isEmpty();
  }

  @Test
  void returnToTheSender_previewsEveryByte_andSendsJustThat() throws Exception {
    box.store
        .setup()
        .change("x", s -> s.withHandling(new Handling(24, 8, "review@mod.example", List.of())));
    model.refresh();
    model.select(item("a@army.ml").key());
    Draft draft =
        new Draft(
            Act.RETURN, item("a@army.ml"), model.policy().orElseThrow(), model.team().handling());
    assertThat(draft.problem().get()).isEqualTo("The note is being written…");
    model.decision((d, where) -> d.write(where, draft));
    assertThat(draft.problem().get()).isEqualTo("Choose a reason.");
    ReturnNote note = draft.notes().of(draft.lines().getFirst().copy().id()).orElseThrow();
    draft.reason().code().set(java.util.Optional.of(Why.Code.OBVIOUS_SLIP));
    assertThat(draft.problem().get()).isEmpty();
    draft.notes().nameSubject().set(true); // another note: it has to be seen first
    assertThat(draft.problem().get()).isEqualTo("The note is being written…");
    draft.notes().nameSubject().set(false);
    model.decision((d, where) -> d.write(where, draft));
    model.decide(draft.wish());
    afterGrace();
    // This gateway knows no null sender; ManyConsolesTest has one that does.
    var sent = box.store.decisions().newest(1).getFirst();
    assertThat(sent.intent().act()).isEqualTo(Act.RETURN);
    assertThat(sent.intent().sendTo()).isEqualTo("reed@army.mil");
    assertThat(sent.state()).isEqualTo(State.REFUSED);
    assertThat(JsonMapper.shared().readTree(sent.intent().details()).get("note").asString())
        .isEqualTo(note.whole());
    assertThat(notices.getLast().text()).startsWith("Not sent to reed@army.mil: nothing left.");
  }
}
