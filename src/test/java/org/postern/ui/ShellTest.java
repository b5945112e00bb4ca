package org.postern.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@Timeout(60)
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set in start, before each test
class ShellTest {
  private final List<String> told = new ArrayList<>();
  private Overlay overlay;
  private Shell shell;
  private Status status;

  /** A field, so that typing and shortcuts can be told apart. */
  private final class Plain implements Screen {
    private final String title;
    private final TextField field = new TextField();

    Plain(String title) {
      this.title = title;
      field.setId("field-" + title);
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public String icon() {
      return "fth-circle";
    }

    @Override
    public Node root() {
      return field;
    }

    @Override
    public Keys keys() {
      return new Keys()
          .on("X", "Reject", () -> told.add("reject"))
          .on("N", "New", field::requestFocus);
    }

    @Override
    public void shown() {
      told.add("shown " + title);
    }

    @Override
    public void hidden() {
      told.add("hidden " + title);
    }
  }

  @Start
  void start(Stage stage) {
    overlay = new Overlay();
    status = new Status();
    shell = new Shell(List.of(new Plain("one"), new Plain("two")), status, overlay);
    shell.show(stage);
  }

  @Test
  void open_tellsBothScreens(FxRobot robot) {
    robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT2).release(KeyCode.CONTROL);
    assertThat(told).containsExactly("shown one", "hidden one", "shown two");
    assertThat(shell.current().get().title()).isEqualTo("two");
  }

  @Test
  void singleKey_whileTyping_isALetter_elsewhereAShortcut(FxRobot robot) {
    robot.interact(() -> robot.lookup("#field-one").queryAs(TextField.class).requestFocus());
    robot.type(KeyCode.X);
    assertThat(told).doesNotContain("reject");
    robot.interact(() -> robot.lookup("#palette-open").query().requestFocus());
    robot.type(KeyCode.X);
    assertThat(told).contains("reject");
  }

  @Test
  void singleKey_thatMovesTheFocusIntoAField_isNotTypedThere(FxRobot robot) {
    robot.interact(() -> robot.lookup("#palette-open").query().requestFocus());
    robot.type(KeyCode.N).write("abc");
    assertThat(robot.lookup("#field-one").queryAs(TextField.class).getText()).isEqualTo("abc");
  }

  @Test
  void firstLetter_afterAKeyWhoseReleaseWentToAFileChooser_isTyped(FxRobot robot) {
    TextField field = new TextField();
    robot.interact(
        () -> {
          Node start = robot.lookup("#palette-open").query();
          start.requestFocus();
          Event.fireEvent(
              start,
              new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.X, false, false, false, false));
          overlay.sheet("What was chosen", field, List.of());
        });
    assertThat(told).contains("reject");
    robot.write("abc");
    assertThat(field.getText()).isEqualTo("abc");
  }

  @Test
  void question_dangerous_entersToCancel_andGivesTheFocusBack(FxRobot robot) {
    robot.interact(() -> robot.lookup("#field-one").query().requestFocus());
    robot.interact(
        () ->
            overlay.ask(
                new Overlay.Question("Remove?", "It is gone then.", "Remove", true),
                () -> told.add("removed")));
    assertThat(robot.lookup("#field-one").query().isDisabled()).isTrue();
    robot.type(KeyCode.ENTER);
    assertThat(told).doesNotContain("removed");
    assertThat(overlay.open()).isFalse();
    assertThat(robot.lookup("#field-one").query().isFocused()).isTrue();
  }

  @Test
  void toast_offersTheWayBack_byCtrlZ(FxRobot robot) {
    robot.interact(() -> robot.lookup("#palette-open").query().requestFocus());
    robot.interact(() -> overlay.toast("Removed army.ml", "Undo", () -> told.add("undone")));
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    assertThat(told).contains("undone");
  }

  @Test
  void questionMark_showsTheKeys_andEscCloses(FxRobot robot) {
    robot.interact(() -> robot.lookup("#palette-open").query().requestFocus());
    robot.press(KeyCode.SHIFT).type(KeyCode.SLASH).release(KeyCode.SHIFT);
    assertThat(overlay.open()).isTrue();
    assertThat(robot.lookup("Reject").queryAll()).isNotEmpty();
    robot.type(KeyCode.ESCAPE);
    assertThat(overlay.open()).isFalse();
  }

  @Test
  void palette_opensAScreenByItsName(FxRobot robot) {
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("two");
    robot.type(KeyCode.ENTER);
    assertThat(shell.current().get().title()).isEqualTo("two");
  }

  @Test
  void bug_isShownOnce_withItsCode(FxRobot robot) {
    Errors errors = new Errors();
    errors.showIn(overlay);
    errors.uncaughtException(Thread.currentThread(), new IllegalStateException("broken"));
    errors.uncaughtException(Thread.currentThread(), new IllegalStateException("again"));
    robot.interact(() -> {});
    assertThat(robot.lookup("#bug-details").queryAll()).hasSize(1);
  }

  @Test
  void status_isInert(FxRobot robot) {
    robot.interact(() -> status.mailbox().set(new Status.Line(Tone.OK, "box\u202e", "live")));
    assertThat(robot.lookup("#status-mailbox").queryAs(Label.class).getText())
        .isEqualTo("box[U+202E]");
  }
}
