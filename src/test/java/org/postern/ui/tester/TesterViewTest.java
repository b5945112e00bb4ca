package org.postern.ui.tester;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.TextFlow;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.ui.DirectBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@Timeout(90)
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set in start, before each test
class TesterViewTest {
  private final List<String> proposed = new ArrayList<>();
  private TesterModel model;

  @Start
  void start(Stage stage) {
    Overlay overlay = new Overlay();
    model =
        new TesterModel(
            () -> TesterModelTest.POLICY,
            new DirectBackground(),
            (listing, name) -> proposed.add(listing + " " + name));
    new Shell(List.of(new TesterView(model, overlay)), new Status(), overlay).show(stage);
  }

  @Test
  void typed_address_showsHeadline_letters_andProof(FxRobot robot) {
    robot.clickOn("#tester-input").write("gen@army.ml");
    assertThat(said(robot.lookup("#tester-headline").query())).contains("Looks like army.mil");
    assertThat(robot.lookup("#tester-letters").query().getAccessibleText())
        .isEqualTo("typed army.ml, meant army.mil, i left out");
    assertThat(robot.lookup("#tester-proof").queryAll()).hasSize(1);
  }

  @Test
  void keys_whileTyping_proposeAndCopyTheProof(FxRobot robot) {
    robot.interact(() -> model.input().set("gen@army.ml"));
    robot.press(KeyCode.CONTROL).type(KeyCode.B).release(KeyCode.CONTROL);
    assertThat(proposed).containsExactly("BLOCKED army.ml");
    robot
        .press(KeyCode.CONTROL, KeyCode.SHIFT)
        .type(KeyCode.C)
        .release(KeyCode.SHIFT, KeyCode.CONTROL);
    robot.interact(
        () -> assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo(model.proof()));
  }

  @Test
  void many_pasted_openATable_andEscGoesBack(FxRobot robot) {
    robot.interact(() -> model.paste("gen@army.ml\nops@army.mil"));
    TableView<?> table = robot.lookup("#tester-rows").queryAs(TableView.class);
    assertThat(table.getItems()).hasSize(2);
    assertThat(table.getParent().isVisible()).isTrue();
    robot.type(KeyCode.ESCAPE);
    assertThat(model.manyOpen().get()).isFalse();
  }

  @Test
  void hostile_input_isSpelledOut(FxRobot robot) {
    robot.interact(() -> model.input().set("a\u202eb@army.mil"));
    assertThat(robot.lookup("a[U+202E]b@army.mil").queryAll()).isNotEmpty();
  }

  private static String said(Node headline) {
    return headline.lookupAll("*").stream()
        .filter(n -> n instanceof TextFlow)
        .map(n -> String.valueOf(n.getAccessibleText()))
        .findFirst()
        .orElse("");
  }
}
