package org.postern.ui.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.Right;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Item;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@Timeout(90)
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set before each test
class DomainsViewTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private Stage stage;
  private Store store;
  private DomainsModel model;
  private final OpenedDoor door = new OpenedDoor();

  private final Rights rights = new Rights();

  @Start
  void start(Stage given) {
    stage = given;
  }

  @BeforeEach
  void open(FxRobot robot) throws Exception {
    store = Store.open(directory, CLOCK);
    for (String name : List.of("af.mil", "army.mil", "navy.mil")) {
      EntryPattern pattern = EntryPattern.parse(name).ok().orElseThrow();
      store
          .lists()
          .add(List.of(Entry.of(Listing.TRUSTED, pattern)), new Author("R. Osei", "given"));
    }
    robot.interact(
        () -> {
          Overlay overlay = new Overlay();
          model =
              new DomainsModel(
                  store, store::policy, new DirectBackground(), CLOCK, () -> "A. Carter", () -> {});
          new Shell(List.of(new DomainsView(model, rights, overlay, door)), new Status(), overlay)
              .show(stage);
        });
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void whoMayNotChangeTheLists_readsThem(FxRobot robot) {
    robot.interact(() -> rights.hold(Set.of(Right.LOOK)));
    robot.type(KeyCode.N);
    assertThat(model.panel().draft().get()).isNull();
    assertThat(robot.lookup("#domains-add").queryButton().isDisabled()).isTrue();
    assertThat(robot.lookup(".label").queryAllAs(Label.class))
        .extracting(Label::getText)
        .contains("To change the lists takes a list editor.");
    robot.interact(() -> rights.hold(Set.of(Right.PROPOSE)));
    robot.type(KeyCode.N);
    assertThat(model.panel().draft().get()).isNotNull();
  }

  @Test
  void keyboard_alone_addsAnEntry(FxRobot robot) {
    robot.interact(() -> table(robot).requestFocus());
    robot.type(KeyCode.N).write("mod.gov.uk");
    assertThat(robot.lookup("#entry-pattern").queryAs(TextField.class).getText())
        .isEqualTo("mod.gov.uk");
    assertThat(robot.lookup("gen@us.mod.gov.uk").queryAll()).isNotEmpty();
    robot.type(KeyCode.ENTER);
    assertThat(names(robot)).contains("mod.gov.uk");
    assertThat(robot.lookup("#domains-panel").query().isVisible()).isFalse();
    assertThat(table(robot).isFocused()).isTrue();
  }

  @Test
  void delete_removesTheSelected_keepsTheHandsThere_andCtrlZBringsItBack(FxRobot robot) {
    robot.interact(
        () -> {
          table(robot).requestFocus();
          table(robot).getSelectionModel().clearAndSelect(1);
        });
    robot.type(KeyCode.DELETE);
    assertThat(names(robot)).containsExactly("af.mil", "navy.mil");
    assertThat(table(robot).getSelectionModel().getSelectedIndex()).isEqualTo(1);
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    assertThat(names(robot)).containsExactly("af.mil", "army.mil", "navy.mil");
  }

  @Test
  void segment_switchesTheList_andSaysThatItIsEmpty(FxRobot robot) {
    robot.clickOn("#domains-blocked");
    assertThat(model.listing().get()).isEqualTo(Listing.BLOCKED);
    assertThat(robot.lookup("No domain is blocked yet").queryAll()).isNotEmpty();
    robot.clickOn("#domains-blocked");
    assertThat(model.listing().get()).isEqualTo(Listing.BLOCKED);
  }

  @Test
  void filter_narrows_andEscClears(FxRobot robot) {
    robot.interact(() -> table(robot).requestFocus());
    robot.type(KeyCode.SLASH).write("navy");
    assertThat(names(robot)).containsExactly("navy.mil");
    robot.type(KeyCode.ESCAPE);
    assertThat(names(robot)).hasSize(3);
  }

  @Test
  void h_opensTheHistoryOfTheSelectedEntry_p_thePast_andThePanelHasAWay(FxRobot robot) {
    robot.interact(
        () -> {
          table(robot).requestFocus();
          table(robot).getSelectionModel().clearAndSelect(1);
        });
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    assertThat(model.panel().draft().get()).as("Ctrl+Enter proposes, it does not edit").isNull();
    robot.type(KeyCode.H).type(KeyCode.P).type(KeyCode.E);
    robot.clickOn("#entry-history-open");
    assertThat(door.opened).containsExactly("trusted army.mil", "lists", "trusted army.mil");
  }

  @Test
  void g_tagsTheSelected_andTheFilterIsSavedAndChosen(FxRobot robot) {
    robot.interact(
        () -> {
          table(robot).requestFocus();
          table(robot).getSelectionModel().clearAndSelect(1);
        });
    robot.type(KeyCode.G).write("ally").type(KeyCode.ENTER);
    robot.interact(() -> model.filter().set("tag:ally"));
    assertThat(names(robot)).containsExactly("army.mil");
    robot.clickOn("#domains-filters").clickOn("Save the filter as…");
    robot.write("Allies").type(KeyCode.ENTER);
    robot.interact(() -> model.filter().set(""));
    assertThat(names(robot)).hasSize(3);
    robot.clickOn("#domains-filters").clickOn("Allies  (tag:ally)");
    assertThat(names(robot)).containsExactly("army.mil");
  }

  @Test
  void copy_takesThePatternsOfTheSelectedRows(FxRobot robot) {
    robot.interact(
        () -> {
          table(robot).requestFocus();
          table(robot).getSelectionModel().selectAll();
        });
    robot.press(KeyCode.CONTROL).type(KeyCode.C).release(KeyCode.CONTROL);
    robot.interact(
        () ->
            assertThat(Clipboard.getSystemClipboard().getString())
                .isEqualTo("af.mil\narmy.mil\nnavy.mil"));
  }

  @Test
  void everyField_hasAName(FxRobot robot) {
    robot.interact(() -> model.add());
    for (Node field : robot.lookup(n -> n instanceof TextField && n.isVisible()).queryAll()) {
      assertThat(field.getAccessibleText()).as(String.valueOf(field.getId())).isNotBlank();
    }
  }

  @SuppressWarnings("unchecked")
  private static TableView<Item> table(FxRobot robot) {
    return robot.lookup("#domains-table").queryAs(TableView.class);
  }

  private static List<String> names(FxRobot robot) {
    return table(robot).getItems().stream().map(i -> i.entry().pattern().text()).toList();
  }
}
