package org.postern.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.DatePicker;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.controlsfx.control.SegmentedButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Listing;
import org.postern.practice.PracticeLists;
import org.postern.store.Author;
import org.postern.store.Store;
import org.postern.ui.domains.DomainsModel;
import org.postern.ui.domains.DomainsView;
import org.postern.ui.domains.OpenedDoor;
import org.postern.ui.tester.TesterModel;
import org.postern.ui.tester.TesterView;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * The style sheets are whole: JavaFX has nothing to say about them, in either look, whatever is
 * shown.
 */
@Timeout(60)
@ExtendWith(ApplicationExtension.class)
class CssTest {
  private final Logger css = Logger.getLogger("javafx.css");
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          said.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @SuppressWarnings("NullAway.Init") // set by the extension before each test
  private Stage stage;

  @Start
  void start(Stage given) {
    stage = given;
  }

  @BeforeEach
  void listen() {
    css.addHandler(ear);
  }

  @AfterEach
  void stopListening() {
    css.removeHandler(ear);
  }

  @Test
  void gallery_inBothLooks_withSheetsToastsAndPopups_hasNoWarning(FxRobot robot) {
    robot.interact(
        () -> {
          Overlay overlay = new Overlay();
          Shell shell = new Shell(List.of(new Gallery(overlay)), new Status(), overlay);
          shell.show(stage);
          for (Theme.Appearance look : Theme.Appearance.values()) {
            shell.theme().appearanceProperty().set(look);
            everything(shell.scene(), overlay);
          }
        });
    robot.interact(() -> {});
    assertThat(said).isEmpty();
  }

  @Test
  void screens_inBothLooks_haveNoWarning(FxRobot robot, @TempDir Path directory) throws Exception {
    Clock clock = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
    try (Store store = Store.open(directory, clock)) {
      store.lists().add(PracticeLists.entries(clock.instant()), new Author("R. Osei", "given"));
      robot.interact(() -> screens(store, clock));
      robot.interact(() -> {});
    }
    assertThat(said).isEmpty();
  }

  private void screens(Store store, Clock clock) {
    Overlay overlay = new Overlay();
    TesterModel tester =
        new TesterModel(store::policy, new DirectBackground(), (listing, name) -> {});
    DomainsModel domains =
        new DomainsModel(
            store, store::policy, new DirectBackground(), clock, () -> "A. Carter", () -> {});
    Screen first = new TesterView(tester, overlay);
    Screen second = new DomainsView(domains, new Rights(), overlay, new OpenedDoor());
    Shell shell = new Shell(List.of(first, second), new Status(), overlay);
    shell.show(stage);
    for (Theme.Appearance look : List.of(Theme.Appearance.LIGHT, Theme.Appearance.DARK)) {
      shell.theme().appearanceProperty().set(look);
      shell.open(first);
      tester.input().set("gen@us.army.ml");
      applied(shell);
      shell.open(second);
      domains.propose(Listing.TRUSTED, "army.ml");
      applied(shell);
    }
  }

  private static void applied(Shell shell) {
    shell.scene().getRoot().applyCss();
    shell.scene().getRoot().layout();
  }

  @Test
  void ear_hearsAWrongStyle(FxRobot robot) {
    robot.interact(
        () -> {
          VBox wrong = new VBox();
          wrong.setStyle("-fx-background-color: -no-such-colour;");
          stage.setScene(new Scene(wrong));
          stage.show();
          wrong.applyCss();
        });
    assertThat(said).isNotEmpty();
  }

  private void everything(Scene scene, Overlay overlay) {
    overlay.toast("Removed army.ml", "Undo", () -> {});
    ToggleButton on = new ToggleButton("Trusted");
    SegmentedButton segments = new SegmentedButton(on, new ToggleButton("Blocked"));
    DatePicker date = new DatePicker();
    overlay.sheet("Sheet", new VBox(segments, date, Parts.search("Filter", "/")), List.of());
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    ContextMenu menu = new ContextMenu(new MenuItem("Copy"));
    menu.show(stage);
    menu.hide();
    Tooltip tip = new Tooltip("whole");
    tip.show(stage);
    tip.hide();
    date.show();
    date.hide();
  }
}
