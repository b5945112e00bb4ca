package org.postern.ui.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Author;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Theme;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@Timeout(90)
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set before each test
class HistoryViewTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
  private static final EntryPattern ARMY = EntryPattern.parse("army.mil").ok().orElseThrow();

  @TempDir Path directory;
  private Stage stage;
  private Store store;
  private History history;

  @Start
  void start(Stage given) {
    stage = given;
  }

  @BeforeEach
  void open(FxRobot robot) throws Exception {
    store = Store.open(directory, CLOCK);
    apply(new Op.Add(army("first")));
    apply(new Op.Edit(army("second"), 1));
    robot.interact(
        () -> {
          Overlay overlay = new Overlay();
          history =
              new History(
                  store,
                  store::policy,
                  new DirectBackground(),
                  CLOCK,
                  () -> "A. Carter",
                  _ -> null,
                  overlay,
                  () -> {});
          Scene scene = new Scene(overlay.over(new StackPane()), 1000, 700);
          var _ = new Theme(scene);
          stage.setScene(scene);
          stage.show();
        });
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static Entry army(String note) {
    return new Entry(ARMY, Listing.TRUSTED, Mode.ENFORCE, note, "", "", null);
  }

  private void apply(Op op) throws Exception {
    store.lists().apply(List.of(op), new Author("R. Osei", "given"));
  }

  private String note() throws Exception {
    return store.lists().find(Listing.TRUSTED, ARMY).orElseThrow().entry().note();
  }

  @Test
  void keyboard_alone_takesAnEntryBack_andTheToastTakesThatBack(FxRobot robot) throws Exception {
    robot.interact(() -> history.entry(Listing.TRUSTED, ARMY));
    ListView<?> steps = robot.lookup("#entry-history").queryAs(ListView.class);
    assertThat(steps.getItems()).hasSize(2);
    assertThat(steps.getSelectionModel().getSelectedIndex()).isZero();
    assertThat(robot.lookup("#history-take-back").query().isDisabled()).isTrue();
    robot.type(KeyCode.DOWN).type(KeyCode.ENTER);
    assertThat(note()).isEqualTo("first");
    robot.clickOn("#toast-act");
    assertThat(note()).isEqualTo("second");
    robot.type(KeyCode.ESCAPE);
    assertThat(robot.lookup("#entry-history").queryAll()).isEmpty();
  }

  @Test
  void past_showsTheListOfAMoment_comparesAndJudges(FxRobot robot) throws Exception {
    robot.interact(history::lists);
    robot.clickOn("#past-moment").write("1").type(KeyCode.ENTER);
    assertThat(robot.lookup("#past-shown").queryAs(Label.class).getText()).startsWith("Serial 1,");
    assertThat(rows(robot, "#past-table")).isEqualTo(1);
    robot.clickOn("#past-compare").clickOn("#past-compare-go");
    assertThat(rows(robot, "#past-differences")).isEqualTo(1);
    robot.clickOn("#past-judge").clickOn("#past-address").write("gen@army.ml");
    assertThat(robot.lookup("#past-hash").queryAs(Label.class).getText())
        .isEqualTo(store.policyAt(1, CLOCK.instant()).judge("gen@army.ml").proof().hash());
  }

  private static int rows(FxRobot robot, String id) {
    TableView<?> table = robot.lookup(id).queryAs(TableView.class);
    return table.getItems().size();
  }
}
