package org.postern.ui.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.target.Target;
import org.postern.ui.DirectBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set in start, before each test
class PublishViewTest {
  private Path directory;
  private Desk desk;
  private PublishModel model;
  private Stage stage;

  private final Rights rights = new Rights();

  @Start
  void start(Stage window) throws Exception {
    stage = window;
    directory = Files.createTempDirectory("postern-publish");
    desk = new Desk(directory, Instant.parse("2026-11-22T09:00:00Z"));
    desk.officer("Maj. A. Carter");
    desk.officerWithPassphrase("Lt. B. Lowe");
    desk.gateway("relay-1.mod.example");
    desk.trust("army.mil");
    desk.block("ml", "Mali");
    Overlay overlay = new Overlay();
    model = new PublishModel(desk.press, new DirectBackground(), overlay::toast);
    PublishView view =
        new PublishView(
            model,
            desk.fleet(new DirectBackground(), overlay::toast, model::look),
            rights,
            overlay);
    new Shell(java.util.List.of(view), new Status(), overlay).show(stage);
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
    try (var files = Files.walk(directory)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String title(FxRobot robot) {
    return robot.lookup("#publish-next-title").queryAs(Label.class).getText();
  }

  @Test
  void wholeLoop_byKeysAlone(FxRobot robot) throws Exception {
    robot.interact(() -> {});
    assertThat(stage.getScene().getFocusOwner())
        .isSameAs(robot.lookup("#publish-act").queryAs(Button.class));
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    assertThat(title(robot)).isEqualTo("A second pair of eyes signs");
    assertThat(robot.lookup("#publish-passphrase").query().isFocused()).isTrue();
    robot.write("wrong").type(KeyCode.ENTER);
    assertThat(robot.lookup("#publish-problem").queryAs(Label.class).getText())
        .contains("passphrase");
    robot.write(Desk.PASSPHRASE);
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    assertThat(title(robot)).isEqualTo("Hand it over");
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    assertThat(title(robot)).isEqualTo("Wait for relay-1.mod.example");
    desk.applied("relay-1.mod.example");
    robot.type(KeyCode.R);
    assertThat(title(robot)).isEqualTo("All is published");
    assertThat(robot.lookup("#publish-act").query().isVisible()).isFalse();
  }

  @Test
  void preview_showsTheSignedBytes_andEscCloses(FxRobot robot) {
    String text = model.board().get().sheet().orElseThrow().text();
    assertThat(robot.lookup("#publish-manifest").queryAs(TextArea.class).getText()).isEqualTo(text);
    robot.type(KeyCode.P);
    assertThat(robot.lookup(".sheet-title").queryAll()).hasSize(1);
    robot.type(KeyCode.ESCAPE);
    assertThat(robot.lookup(".sheet-title").queryAll()).isEmpty();
  }

  @Test
  void otherMailSystems_keyT_saysWhereTheyDiffer_writesOnlyWhatIsSigned(FxRobot robot)
      throws Exception {
    robot.type(KeyCode.T);
    TableView<Target> targets = robot.lookup("#targets").queryTableView();
    assertThat(targets.isFocused()).isTrue();
    assertThat(targets.getColumns().get(1).getCellData(0)).asString().endsWith("KB");
    robot.type(KeyCode.END);
    assertThat(targets.getSelectionModel().getSelectedItem()).isEqualTo(Target.RPZ);
    assertThat(robot.lookup("#targets-differences").queryTableView().getItems()).isNotEmpty();
    assertThat(robot.lookup("#targets-write").query().isDisabled()).isTrue();
    robot.type(KeyCode.ESCAPE);
    desk.publish();
    robot.interact(model::look);
    robot.type(KeyCode.T);
    assertThat(robot.lookup("#targets-write").query().isDisabled()).isFalse();
    robot.type(KeyCode.ESCAPE);
    assertThat(robot.lookup("#targets").queryAll()).isEmpty();
  }

  @Test
  void handOver_saysToHowManyItGoes_alsoWhenOnlyThatChanged(FxRobot robot) throws Exception {
    Files.delete(desk.gateway("relay-2.mod.example"));
    desk.publish();
    robot.interact(model::look);
    Button act = robot.lookup("#publish-act").queryAs(Button.class);
    assertThat(act.getText()).isEqualTo("Hand over to 2 gateways");
    desk.applied("relay-1.mod.example");
    robot.interact(model::look);
    assertThat(act.getText()).isEqualTo("Hand over");
  }

  @Test
  void gateways_keyG_showsTheReceiptsOfTheChosen(FxRobot robot) throws Exception {
    desk.publish();
    desk.applied("relay-1.mod.example");
    desk.machine("relay-1.mod.example").losing(1);
    desk.applied("relay-1.mod.example");
    robot.interact(model::look);
    robot.type(KeyCode.G);
    ListView<?> receipts = robot.lookup("#publish-receipts").queryListView();
    assertThat(receipts.getItems()).hasSize(3); // 3, the missing 2, 1
    assertThat(robot.lookup("#publish-gateways").query().isFocused()).isTrue();
  }

  @Test
  void layout_fitsTheWidth_atBothSizes(FxRobot robot) {
    for (double width : new double[] {940, 1000, 1440}) {
      robot.interact(
          () -> {
            stage.setWidth(width);
            stage.setHeight(900);
          });
      robot.interact(() -> stage.getScene().getRoot().layout());
      for (String id :
          new String[] {"#publish-next", "#publish-changes", "#publish-gateways", "#publish-act"}) {
        Node node = robot.lookup(id).query();
        var bounds = node.localToScene(node.getBoundsInLocal());
        assertThat(bounds.getMinX()).as(id).isGreaterThanOrEqualTo(200);
        assertThat(bounds.getMaxX()).as(id).isLessThanOrEqualTo(stage.getScene().getWidth());
      }
    }
  }
}
