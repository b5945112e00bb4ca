package org.postern.ui.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.MovedClock;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.ui.DirectBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The screen under the hands of an officer, without a mouse, on all practice messages. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set in start, before each test
class QuarantineViewTest {
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:30:00Z"));
  private final DirectBackground background = new DirectBackground();
  private PracticeBox box;
  private QuarantineModel model;
  private Path saved;

  private final Rights rights = new Rights();

  @Start
  void start(Stage stage) throws Exception {
    Path dir = Files.createTempDirectory("postern-view");
    saved = dir.resolve("saved.bin");
    box = new PracticeBox(dir.resolve("data"), clock);
    box.holdPractice();
    Overlay overlay = new Overlay();
    Status status = new Status();
    model = new QuarantineModel(box.access(), background, status);
    QuarantineView view =
        new QuarantineView(
            model, background, overlay, rights, (_, _) -> {}, _ -> Optional.of(saved));
    new Shell(List.of(view), status, overlay).show(stage);
    model.start();
  }

  @AfterEach
  void stop(FxRobot robot) throws Exception {
    robot.interact(model::close);
    box.close();
  }

  private void choose(FxRobot robot, String words) {
    robot.interact(() -> model.filter().set(words));
    robot.interact(() -> robot.lookup("#held-list").query().requestFocus());
    assertThat(model.selected().get()).isPresent();
  }

  private List<String> toasts(FxRobot robot) {
    return robot.lookup(".toast .label").queryAllAs(Label.class).stream()
        .map(Label::getText)
        .toList();
  }

  @Test
  void chosenRow_isInSight_howeverFarTheJump(FxRobot robot) {
    for (int step : new int[] {12, 9, -16, 1_000, -1_000}) {
      robot.interact(() -> model.move(step));
      robot.interact(() -> robot.lookup("#held-list").query().getScene().getRoot().layout());
      VirtualFlow<?> flow = robot.lookup("#held-list .virtual-flow").queryAs(VirtualFlow.class);
      assertThat(model.browse().line())
          .as("after %d", step)
          .isBetween(flow.getFirstVisibleCell().getIndex(), flow.getLastVisibleCell().getIndex());
    }
  }

  @Test
  void whoMayNotDecide_isOfferedNothing_andIsToldWhoMay(FxRobot robot) {
    choose(robot, "sitrep");
    robot.interact(() -> rights.hold(Set.of(Right.LOOK, Right.READ_MAIL)));
    assertThat(robot.lookup("#reject").queryButton().isDisabled()).isTrue();
    robot.type(KeyCode.ENTER).type(KeyCode.X);
    assertThat(toasts(robot)).containsExactly("To decide about held mail takes a reviewer.");
    robot.interact(() -> rights.hold(Set.of(Right.DECIDE)));
    assertThat(robot.lookup("#reject").queryButton().isDisabled()).isFalse();
  }

  @Test
  void correctAndRelease_byKeysAlone_saysWhatTheGatewayAnswered(FxRobot robot) throws Exception {
    choose(robot, "sitrep");
    robot.type(KeyCode.ENTER);
    assertThat(robot.lookup("#safe-view").tryQuery()).isPresent();
    robot.type(KeyCode.C);
    Button decide = robot.lookup("#decide").queryButton();
    assertThat(decide.isDisabled()).isTrue();
    robot.type(KeyCode.ENTER); // a single key never releases
    assertThat(box.store.decisions().newest(5)).isEmpty();
    robot.type(KeyCode.DIGIT1);
    robot.write("asked him");
    assertThat(robot.lookup("#note").queryTextInputControl().getText()).isEqualTo("asked him");
    robot.type(KeyCode.ENTER);
    assertThat(toasts(robot)).anyMatch(t -> t.startsWith("Releasing 2 copies"));
    robot.interact(
        () -> {
          clock.pass(Deciding.GRACE);
          background.tick();
        });
    assertThat(box.released()).containsExactlyInAnyOrder("col.diaz@army.mil", "ops@navy.mil");
    assertThat(toasts(robot)).anyMatch(t -> t.contains("The gateway answered each: 250"));
    assertThat(box.store.decisions().newest(5).getFirst().intent().reason())
        .isEqualTo("Sender confirmed the address: asked him");
  }

  @Test
  void reason_chosenBySpace_lettersGoToTheNote_andEnterOnTheReasonConfirms(FxRobot robot)
      throws Exception {
    choose(robot, "sitrep");
    robot.type(KeyCode.C);
    robot.type(KeyCode.SPACE);
    robot.write("by phone");
    assertThat(robot.lookup("#note").queryTextInputControl().getText()).isEqualTo("by phone");
    robot.interact(() -> robot.lookup("#reason-1").query().requestFocus());
    robot.type(KeyCode.ENTER);
    assertThat(toasts(robot)).anyMatch(t -> t.startsWith("Releasing 2 copies"));
  }

  @Test
  void undo_byKeys_takesTheReleaseBack(FxRobot robot) throws Exception {
    choose(robot, "sitrep");
    robot.type(KeyCode.C);
    robot.type(KeyCode.DIGIT2);
    robot.type(KeyCode.ENTER);
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    robot.interact(
        () -> {
          clock.pass(Deciding.GRACE);
          background.tick();
        });
    assertThat(box.released()).isEmpty();
    assertThat(model.selected().get().orElseThrow().open()).hasSize(2);
  }

  @Test
  void bodyIsHidden_untilItIsOpened(FxRobot robot) throws Exception {
    choose(robot, "sitrep");
    assertThat(robot.lookup("#safe-view").tryQuery()).isEmpty();
    assertThat(robot.lookup("#show-message").tryQuery()).isPresent();
    assertThat(box.store.journal().newest(10)).noneMatch(a -> a.act().equals("message.opened"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quota", "xn--arm", "gate"})
  void hostileMessage_showsNoCharacterThatDeceives(String words, FxRobot robot) {
    choose(robot, words);
    robot.interact(model::open);
    assertThat(model.body().get()).isInstanceOf(Body.Shown.class);
    robot.interact(model.pictures()::reveal);
    for (String tab : List.of("safe-view", "plain-text", "headers", "parts", "raw-source")) {
      robot.interact(() -> robot.lookup("#tab-" + tab).queryAs(ToggleButton.class).fire());
      robot.interact(
          () ->
              robot
                  .from(root(robot))
                  .lookup((Node n) -> n.isVisible())
                  .queryAll()
                  .forEach(QuarantineViewTest::harmless));
    }
  }

  private static Node root(FxRobot robot) {
    return robot.lookup(".quarantine").query();
  }

  private static void harmless(Node node) {
    String text =
        switch (node) {
          case Labeled l -> l.getText();
          case Text t -> t.getText();
          case TextInputControl c -> c.getText();
          default -> null;
        };
    if (text != null) {
      assertThat(Inert.lines(text)).isEqualTo(text);
    }
  }

  @Test
  void jAndK_goFromMessageToMessage_overHeadings(FxRobot robot) {
    choose(robot, "");
    String first = model.selected().get().orElseThrow().key();
    robot.type(KeyCode.J);
    String second = model.selected().get().orElseThrow().key();
    assertThat(second).isNotEqualTo(first);
    ListView<?> list = robot.lookup("#held-list").queryListView();
    assertThat(list.getSelectionModel().getSelectedItem()).isInstanceOf(ListRow.Message.class);
    robot.type(KeyCode.K);
    assertThat(model.selected().get().orElseThrow().key()).isEqualTo(first);
    robot.type(KeyCode.DOWN);
    assertThat(model.selected().get().orElseThrow().key()).isEqualTo(second);
  }

  @Test
  void attachment_isSavedAsItWasSent_afterAWarning(FxRobot robot) throws Exception {
    choose(robot, "sitrep");
    robot.type(KeyCode.ENTER);
    robot.interact(() -> robot.lookup("Save…").queryButton().fire());
    assertThat(saved).doesNotExist();
    robot.interact(() -> robot.lookup("#question-yes").queryButton().fire());
    Body.Shown shown = (Body.Shown) model.body().get();
    assertThat(saved).hasSize(shown.message().attachments().getFirst().size());
    assertThat(box.store.journal().newest(1).getFirst().act()).isEqualTo("message.saved");
    assertThat(toasts(robot)).anyMatch(t -> t.startsWith("Saved as saved.bin"));
  }

  @Test
  void attachedPictures_coveredUntilAskedFor_thenDrawnAndOnRecord(FxRobot robot) throws Exception {
    choose(robot, "gate");
    robot.type(KeyCode.S);
    robot.type(KeyCode.ENTER);
    assertThat(robot.lookup("#show-pictures").tryQuery()).isPresent();
    assertThat(robot.lookup(".picture-frame").tryQuery()).isEmpty();
    assertThat(box.store.journal().newest(1).getFirst().act()).isEqualTo("message.opened");
    robot.type(KeyCode.S);
    assertThat(box.store.journal().newest(1).getFirst())
        .matches(a -> a.act().equals("message.pictures") && a.details().contains("sha256"));
    ImageView picture = robot.lookup(".picture-frame .image-view").queryAs(ImageView.class);
    assertThat(picture.getImage().getWidth()).isEqualTo(440);
    assertThat(picture.getFitWidth()).isBetween(100.0, 440.0);
    assertThat(robot.lookup(".no-image").queryAllAs(Label.class))
        .extracting(Label::getText)
        .containsExactly("tracking picture not loaded: count.gate-desk.example");
    choose(robot, "sitrep");
    choose(robot, "gate");
    assertThat(robot.lookup("#safe-view").tryQuery()).isPresent();
    assertThat(robot.lookup(".picture-frame").tryQuery()).isEmpty();
    robot.interact(() -> robot.lookup(".safe-view .no-image").queryButton().fire());
    assertThat(robot.lookup(".picture-frame").tryQuery()).isPresent();
  }

  @Test
  void tagsIncidentAndColleague_byKeysAlone(FxRobot robot) {
    choose(robot, "sitrep");
    robot.type(KeyCode.T);
    robot.write("not_a_tag");
    assertThat(robot.lookup("#mark-go").queryButton().isDisabled()).isTrue();
    robot.interact(() -> robot.lookup("#tags").queryTextInputControl().setText("urgent"));
    robot.type(KeyCode.ENTER);
    robot.type(KeyCode.I);
    assertThat(robot.lookup("#mark-go").queryButton().isDisabled()).isTrue();
    robot.write("convoy times");
    robot.type(KeyCode.ENTER);
    robot.type(KeyCode.G);
    robot.write("Lt. B. Lowe");
    robot.type(KeyCode.ENTER);
    Marks marks = model.selected().get().orElseThrow().marks();
    assertThat(marks.tags()).containsExactly("urgent");
    assertThat(marks.incidents()).hasSize(1);
    assertThat(marks.assigned()).contains("Lt. B. Lowe");
  }

  @Test
  void openedMessage_saysWhatItsSenderWroteBefore(FxRobot robot) throws Exception {
    choose(robot, "sitrep");
    assertThat(robot.lookup("#history").tryQuery()).isEmpty();
    robot.type(KeyCode.ENTER);
    assertThat(robot.lookup("#history .label").queryAllAs(Label.class))
        .extracting(Label::getText)
        .anyMatch(text -> text.startsWith("First message of this sender"));
    assertThat(box.store.journal().newest(1).getFirst().details()).contains("history");
  }

  @Test
  void attachedArchive_isATree_forTheKeyboard_andInert(FxRobot robot) throws Exception {
    var packed = new java.io.ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(packed)) {
      zip.putNextEntry(new java.util.zip.ZipEntry("../cod\u202Efdp.exe"));
      zip.write(new byte[10]);
      zip.putNextEntry(new java.util.zip.ZipEntry("plan.txt"));
    }
    String message =
        "From: <a@mod.example>\r\nTo: <g@army.ml>\r\nSubject: the parcel\r\n"
            + "Message-ID: <parcel@mod.example>\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: application/zip; name=plan.zip\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + java.util.Base64.getMimeEncoder().encodeToString(packed.toByteArray());
    box.hold(
        "a@mod.example",
        "g@army.ml",
        clock.instant(),
        message.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    robot.interact(model::refresh);
    choose(robot, "parcel");
    robot.type(KeyCode.ENTER);
    robot.interact(() -> robot.lookup("#archive-open").queryButton().fire());
    javafx.scene.control.TreeView<?> tree =
        robot.lookup("#archive-tree").queryAs(javafx.scene.control.TreeView.class);
    assertThat(tree.isFocused()).isTrue();
    assertThat(tree.getExpandedItemCount()).isEqualTo(2);
    robot.type(KeyCode.DOWN);
    assertThat(tree.getSelectionModel().getSelectedIndex()).isEqualTo(1);
    robot.interact(
        () ->
            robot
                .from(tree)
                .lookup((Node n) -> n.isVisible())
                .queryAll()
                .forEach(QuarantineViewTest::harmless));
    robot.press(KeyCode.SHORTCUT).type(KeyCode.C).release(KeyCode.SHORTCUT);
    assertThat(toasts(robot)).contains("Copied the list.");
  }

  @Test
  void proof_saysHowItWasJudgedThen(FxRobot robot) {
    choose(robot, "sitrep");
    robot.type(KeyCode.P);
    assertThat(robot.lookup("#proof-then .label").queryAllAs(Label.class))
        .extracting(Label::getText)
        .anyMatch(
            text -> text.contains("are not in this data directory") || text.contains("policy"));
  }
}
