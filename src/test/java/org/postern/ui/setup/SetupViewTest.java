package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.ui.DirectBackground;
import org.postern.ui.Theme;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set in start, before each test
class SetupViewTest {
  private final List<String> begun = new ArrayList<>();
  private SetupModel model;
  private Stage stage;

  @Start
  void start(Stage window) {
    stage = window;
    model =
        new SetupModel(
            new SetupModel.Begin() {
              @Override
              public void practice() {
                begun.add("practice");
              }

              @Override
              public void own(SetupAnswers answers) {
                begun.add("own " + answers.officer() + " " + answers.passphrase().length);
              }
            },
            new SetupDemo.Pretended(),
            new DirectBackground(),
            () -> begun.add("console"));
    SetupView view = new SetupView(model);
    Scene scene = new Scene(view.root(), 1000, 900);
    new Theme(scene).appearanceProperty().set(Theme.Appearance.LIGHT);
    stage.setScene(scene);
    stage.show();
    view.opened();
  }

  @Test
  void practice_isOneKey(FxRobot robot) {
    robot.type(KeyCode.ENTER);
    assertThat(begun).containsExactly("practice", "console");
  }

  @Test
  void own_byKeysAlone(FxRobot robot) {
    robot.type(KeyCode.DIGIT2);
    robot.write("Maj. A. Carter").type(KeyCode.TAB);
    robot.write("correct horse battery").type(KeyCode.TAB);
    robot.write("correct horse battery");
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    assertThat(model.problem().get()).isEmpty();
    assertThat(begun).containsExactly("own Maj. A. Carter 21", "console");
  }

  @Test
  void own_escape_goesBack_andKeepsWhatWasTyped(FxRobot robot) {
    robot.type(KeyCode.DIGIT2);
    robot.write("Maj. A. Carter").type(KeyCode.ESCAPE);
    assertThat(model.filling().get()).isFalse();
    robot.type(KeyCode.DIGIT2);
    TextField name =
        robot.from(robot.lookup("#setup-officer").queryAs(Node.class)).lookup(".field").query();
    assertThat(name.getText()).isEqualTo("Maj. A. Carter");
  }

  @Test
  void test_showsTheStepThatFailed(FxRobot robot) {
    robot.type(KeyCode.DIGIT2);
    robot.interact(
        () -> {
          model.form.mailbox.host.value().set("imap.mod.example");
          model.form.mailbox.user.value().set("quarantine");
        });
    Node button = robot.lookup("#setup-test-mailbox").query();
    robot.interact(button::requestFocus);
    robot.type(KeyCode.SPACE);
    assertThat(robot.lookup(".trial-step.broke").queryAs(Label.class).getText())
        .isEqualTo("sign-in");
    assertThat(robot.lookup(".trial-says.broke").queryAs(Label.class).getText())
        .contains("did not accept");
  }

  @Test
  void form_fitsTheWidth(FxRobot robot) {
    robot.type(KeyCode.DIGIT2);
    for (String id :
        List.of("#setup-officer", "#setup-mailbox", "#setup-release", "#setup-gateways")) {
      Node card = robot.lookup(id).query();
      var bounds = card.localToScene(card.getBoundsInLocal());
      assertThat(bounds.getMinX()).as(id).isGreaterThan(250);
      assertThat(bounds.getMaxX()).as(id).isLessThanOrEqualTo(stage.getScene().getWidth());
    }
  }
}
