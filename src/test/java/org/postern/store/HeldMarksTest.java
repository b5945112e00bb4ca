package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.officer.Role;
import org.postern.store.HeldMarks.Assignment;
import org.postern.store.Incidents.Copy;
import org.postern.store.Incidents.Incident;
import org.postern.store.StoreException.Reason;

/** Assignments, tags, incidents, and how held mail is handled. */
@OnEveryEngine
class HeldMarksTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
  private final Engine engine;
  @TempDir Path dir;

  HeldMarksTest(Engine engine) {
    this.engine = engine;
  }

  private static HeldMarks.Marked about(HeldMarks marks) throws StoreException {
    return marks.all().getOrDefault("a1", HeldMarks.Marked.NOTHING);
  }

  @Test
  void assignmentAndTags_areKept_replaced_andTakenOff() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      HeldMarks marks = store.marks();
      marks.assign("a1", "lowe", "please ring him", "carter");
      marks.assign("a1", "reed", "", "lowe");
      marks.tag("a1", "urgent", true, "carter");
      marks.tag("a1", "mali", true, "carter");
      marks.tag("a1", "mali", true, "reed");
      assertThat(marks.all()).containsOnlyKeys("a1");
      assertThat(about(marks).assignment()).contains(new Assignment("reed", "", "lowe", NOON));
      assertThat(about(marks).tags()).containsExactly("mali", "urgent");
      marks.tag("a1", "mali", false, "reed");
      marks.tag("a1", "urgent", false, "reed");
      marks.unassign("a1", "reed");
      marks.unassign("a1", "reed");
      assertThat(marks.all()).isEmpty();
      assertThat(store.journal().newest(20))
          .extracting(Journal.Act::act)
          .containsSubsequence("held.unassigned", "held.untagged", "held.tagged", "held.assigned");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Urgent",
        "-x",
        "a b",
        "a\"b",
        "a)b",
        "aaaaaaaaaaaaaaaaaaaaaaaaa",
        "é",
        "a\r\n"
      })
  void whatNoKeywordCanSay_isNoTag(String tag) throws Exception {
    try (Store store = engine.open(dir, clock)) {
      assertThat(HeldMarks.isTag(tag)).isFalse();
      assertThatThrownBy(() -> store.marks().tag("a1", tag, true, "carter"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void tagsAreBounded() throws Exception {
    try (Store store = engine.open(dir, clock)) {
      for (int i = 0; i < HeldMarks.MOST_TAGS; i++) {
        store.marks().tag("a1", "t" + i, true, "carter");
      }
      assertThatThrownBy(() -> store.marks().tag("a1", "more", true, "carter"))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
      assertThat(about(store.marks()).tags()).hasSize(HeldMarks.MOST_TAGS);
    }
  }

  @Test
  void onlyReviewersOfTheRoster_areGivenMail_andOnlyReviewersGiveIt() throws Exception {
    try (Enrolled officers = Enrolled.again(engine, dir)) {
      officers.store().session().enrol(Enrolled.CARTER);
      officers.add(Enrolled.LOWE, Role.VIEWER);
      HeldMarks marks = officers.store().marks();
      assertThat(marks.reviewers()).hasSize(1);
      String carter = marks.reviewers().getFirst();
      marks.assign("a1", carter, "", "whoever");
      assertThat(about(marks).assignment().orElseThrow().by()).isEqualTo(carter);
      assertThatThrownBy(() -> marks.assign("a1", "somebody", "", "whoever"))
          .hasMessageContaining("Choose a reviewer");
      officers.store().session().signIn(Enrolled.LOWE);
      assertThatThrownBy(() -> marks.assign("a1", carter, "", "x"))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> marks.tag("a1", "x", true, "x")).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> officers.store().incidents().open("x", List.of(), "x"))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void incident_hasANumber_andRemembersWhatItWasAbout() throws Exception {
    Copy copy = new Copy("a1", "gen@army.ml", "capt@mod.example", "Convoy \u202e");
    Copy other = new Copy("b2", "x@army.ml", "", "");
    try (Store store = engine.open(dir, clock)) {
      Incident first = store.incidents().open("Convoy to Mali", List.of(copy), "carter");
      Incident second = store.incidents().open("Another", List.of(copy), "carter");
      assertThat(first.number()).isEqualTo(1);
      assertThat(second.number()).isEqualTo(2);
      assertThat(store.incidents().add(1, List.of(copy, other), "lowe").copies())
          .containsExactlyInAnyOrder(copy, other);
      assertThat(store.incidents().remove(2, List.of("a1", "zz"), "lowe").copies()).isEmpty();
      assertThatThrownBy(() -> store.incidents().add(3, List.of(copy), "lowe"))
          .hasMessageContaining("no incident 3");
      assertThat(store.incidents().all()).extracting(Incident::number).containsExactly(2L, 1L);
      assertThat(store.incidents().all().getLast().title()).isEqualTo("Convoy to Mali");
    }
  }

  @Test
  void handling_isKept_andItsChangeIsAnActOfAnAdministrator() throws Exception {
    Handling.Note note = new Handling.Note("Ours", "Not delivered", "To {typed}");
    Handling wanted = new Handling(8, 30, "review@mod.example", List.of(note));
    try (Store store = engine.open(dir, clock)) {
      assertThat(store.setup().settings().handling()).isEqualTo(Handling.USUAL);
      store.setup().change("carter", s -> s.withHandling(wanted));
      assertThat(store.journal().newest(1).getFirst().subject())
          .isEqualTo("how held mail is handled");
      assertThat(store.setup().settings().handling()).isEqualTo(wanted);
    }
  }
}
