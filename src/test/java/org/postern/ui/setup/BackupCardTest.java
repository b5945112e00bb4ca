package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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
class BackupCardTest {
  @TempDir Path directory;
  private Stage stage;
  private Store store;
  private BackupCard card;
  private final List<Path> replaced = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @Start
  void start(Stage given) {
    stage = given;
  }

  @BeforeEach
  void open(FxRobot robot) throws Exception {
    store = Store.open(directory.resolve("data"), Clock.systemUTC());
    robot.interact(
        () -> {
          Overlay overlay = new Overlay();
          card =
              new BackupCard(
                  new BackupModel(
                      store,
                      new DirectBackground(),
                      Clock.systemUTC(),
                      () -> "A. Carter",
                      (place, sentence) -> {
                        replaced.add(place);
                        said.add(sentence);
                      }),
                  overlay);
          Scene scene = new Scene(overlay.over(card.card()), 1000, 700);
          var _ = new Theme(scene);
          stage.setScene(scene);
          stage.show();
        });
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void passphrases_thatDiffer_areRefused_equalOnesBackUp_andRestoreBringsItBack(FxRobot robot) {
    Path file = directory.resolve("b.backup");
    robot.interact(() -> card.askToBackUp(file.toFile()));
    robot.clickOn("#backup-passphrase").write("correct horse battery");
    robot.clickOn("#backup-again").write("correct horse");
    robot.clickOn("#backup-go");
    assertThat(Files.exists(file)).isFalse();
    robot.clickOn("#backup-again").write(" battery");
    robot.clickOn("#backup-go");
    assertThat(Files.exists(file)).isTrue();
    assertThat(robot.lookup("#backup-done").queryAs(Label.class).getText()).contains("read back");
    robot.interact(() -> card.askToRestore(file.toFile()));
    robot.clickOn("#restore-passphrase").write("correct horse battery");
    robot.clickOn("#restore-go");
    assertThat(replaced).hasSize(1);
    assertThat(said.getFirst()).startsWith("Restored and compared: ");
  }
}
