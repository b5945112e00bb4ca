package org.postern.ui.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.store.Settings.Filter;
import org.postern.ui.DirectBackground;
import org.postern.ui.Status;

/** Searches over everything that is held, headings, searches that have a name. */
@Timeout(60)
class SearchTest {
  @TempDir Path dir;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:30:00Z"));
  private PracticeBox box;
  private QuarantineModel model;

  @BeforeEach
  void start() throws Exception {
    box = new PracticeBox(dir, clock);
    hold("one", "reed@mod.example", Duration.ofHours(30), "a@army.ml");
    hold("two", "reed@mod.example", Duration.ofHours(2), "b@navy.ml");
    hold("three", "hall@mod.example", Duration.ofHours(1), "c@army.ml");
    model = opened();
  }

  @AfterEach
  void stop() throws Exception {
    model.close();
    box.close();
  }

  private QuarantineModel opened() {
    QuarantineModel made = new QuarantineModel(box.access(), new DirectBackground(), new Status());
    made.start();
    return made;
  }

  private void hold(String id, String from, Duration age, String to) throws Exception {
    String message =
        "From: "
            + from
            + "\r\nTo: "
            + to
            + "\r\nSubject: Subject "
            + id
            + "\r\nMessage-ID: <"
            + id
            + "@mod.example>\r\n\r\nx\r\n";
    box.hold(from, to, clock.instant().minus(age), message.getBytes(UTF_8));
  }

  private List<String> shown() {
    return model.rows().stream()
        .map(
            row ->
                switch (row) {
                  case ListRow.Heading(var bucket, int n) ->
                      bucket.typed() + ">" + bucket.meant() + " " + n;
                  case ListRow.Common(String what, String name, int n) -> what + name + " " + n;
                  case ListRow.Message(HeldItem item) -> item.subject();
                })
        .toList();
  }

  @Test
  void everyRow_isFound_whereItStands_andAnOlderOneIsNot() throws Exception {
    model.browse().grouping().set(Grouping.SENDER);
    List<ListRow> before = List.copyOf(model.rows());
    assertThat(before).hasSize(5);
    for (int i = 0; i < before.size(); i++) {
      assertThat(model.rows().indexOf(before.get(i))).isEqualTo(i);
    }
    clock.pass(Duration.ofHours(23)); // two becomes overdue: it is another row now
    model.refresh();
    assertThat(model.rows().indexOf(message(before, "Subject two"))).isEqualTo(-1);
    assertThat(model.rows().indexOf(message(model.rows(), "Subject two"))).isNotNegative();
  }

  private static ListRow message(List<ListRow> rows, String subject) {
    return rows.stream()
        .filter(r -> r instanceof ListRow.Message(HeldItem item) && item.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void operators_searchEverything() {
    model.filter().set("to:*.ml from:reed since:1d verdict:lookalike meant:navy.mil");
    assertThat(shown()).containsExactly("navy.ml>navy.mil 1", "Subject two");
    assertThat(model.summary().get()).isEqualTo("1 of 3 messages");
    model.filter().set("state:overdue");
    assertThat(shown()).contains("Subject one").hasSize(2);
    model.filter().set("-domain:army.ml -state:overdue");
    assertThat(shown()).contains("Subject two").hasSize(2);
  }

  @Test
  void searchThatCannotBeUnderstood_saysWhere_andLeavesTheList() {
    model.filter().set("from:hall");
    List<String> before = shown();
    model.filter().set("from:hall sinse:3d");
    assertThat(model.searchProblem().get().orElseThrow().from()).isEqualTo(10);
    assertThat(shown()).isEqualTo(before);
    model.filter().set("from:hall since:3d");
    assertThat(model.searchProblem().get()).isEmpty();
    assertThat(shown()).isEqualTo(before);
  }

  @Test
  void headings_areWhatTheOfficerWants() {
    model.browse().grouping().set(Grouping.SENDER);
    assertThat(shown())
        .containsExactly(
            "From: reed@mod.example 2",
            "Subject one",
            "Subject two",
            "From: hall@mod.example 1",
            "Subject three");
    model.browse().grouping().set(Grouping.TYPED);
    assertThat(shown()).startsWith("Typed: army.ml 2").contains("Typed: navy.ml 1");
    model.browse().grouping().set(Grouping.MEANT);
    assertThat(shown()).startsWith("Meant: army.mil 2");
    model.browse().grouping().set(Grouping.AGE);
    assertThat(shown()).containsExactly("Subject one", "Subject two", "Subject three");
  }

  @Test
  void selection_staysOverSearchesAndHeadings() {
    model.filter().set("two");
    assertThat(model.selected().get().orElseThrow().subject()).isEqualTo("Subject two");
    model.filter().set("");
    model.browse().grouping().set(Grouping.AGE);
    assertThat(model.selected().get().orElseThrow().subject()).isEqualTo("Subject two");
    assertThat(model.browse().line()).isEqualTo(1);
  }

  @Test
  void namedSearches_andHeadings_areThereAtTheNextStart() throws Exception {
    model.views().saved().keep("Reed", "from:reed");
    model.views().saved().keep("Old", "state:overdue");
    model.views().saved().keep("Reed", "from:reed since:7d");
    model.browse().grouping().set(Grouping.SENDER);
    model.close();
    model = opened();
    assertThat(model.views().saved().all().get())
        .containsExactly(
            new Filter("Old", "state:overdue"), new Filter("Reed", "from:reed since:7d"));
    assertThat(model.browse().grouping().get()).isEqualTo(Grouping.SENDER);
    model.views().saved().forget(new Filter("Old", "state:overdue"));
    assertThat(box.access().setup().settings().reviewing().views()).hasSize(1);
  }
}
