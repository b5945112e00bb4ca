package org.postern.ui.quarantine;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.store.Decisions.Act;
import org.postern.ui.Background;
import org.postern.ui.Keys;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Screen;

/**
 * The quarantine screen: what is held at the left, one message with what can be done at the right.
 * It never renders HTML, loads nothing, opens nothing. FX thread only.
 */
public final class QuarantineView implements Screen {
  private final QuarantineModel model;
  private final Overlay overlay;
  private final Rights rights;
  private final HBox root = new HBox();
  private final HeldListPane list;
  private final DetailPane detail;
  private final Keys keys;

  /**
   * @param model to be started by whoever made it
   * @param background for writing files that an officer saves
   */
  public QuarantineView(
      QuarantineModel model, Background background, Overlay overlay, Rights rights) {
    this(model, background, overlay, rights, null);
  }

  /**
   * @param choose instead of the desktop's dialog for saving, for tests
   */
  QuarantineView(
      QuarantineModel model,
      Background background,
      Overlay overlay,
      Rights rights,
      @Nullable Function<String, Optional<Path>> choose) {
    this.model = model;
    this.rights = rights;
    this.overlay = overlay;
    Saver saver =
        new Saver(overlay, background, model, choose == null ? this::ask : choose, this::notice);
    ActionBar actions = new ActionBar(this::decide, rights);
    RecipientRows.Acts acts =
        new RecipientRows.Acts(
            this::proof,
            decision -> RecentSheet.settle(overlay, model, decision),
            model::tryAgain,
            model::takeBack,
            model::agree,
            decision -> RecentSheet.decline(overlay, model, decision));
    list = new HeldListPane(model, overlay, () -> RecentSheet.open(overlay, model));
    detail = new DetailPane(model, acts, actions, saver);
    HBox.setHgrow(detail, Priority.ALWAYS);
    detail.setMinWidth(0);
    root.getChildren().addAll(list, detail);
    root.getStyleClass().add("quarantine");
    Look.dressed(root);
    list.prefWidthProperty().bind(root.widthProperty().map(QuarantineView::listWidth));
    list.minWidthProperty().bind(list.prefWidthProperty());
    list.maxWidthProperty().bind(list.prefWidthProperty());
    model.onNotice(this::notice);
    keys = keyTable();
  }

  private static double listWidth(Number all) {
    return Math.rint(Math.clamp(all.doubleValue() * 0.31, 276, 400));
  }

  private Keys keyTable() {
    return new Keys()
        .on("J", "Next message", () -> model.move(1))
        .on("K", "Previous message", () -> model.move(-1))
        .on("Enter", "Show the message", model::open)
        .on("C", "Correct and release", () -> decide(Act.CORRECT))
        .on("Shift+R", "Release as typed", () -> decide(Act.RELEASE))
        .on("X", "Reject", () -> decide(Act.REJECT))
        .on("P", "Proof for the first recipient", this::proof)
        .on("V", "Next view of the message", () -> detail.tabs().next())
        .on("L", "Decided lately", () -> RecentSheet.open(overlay, model))
        .on("/", "Search", list::focusFilter)
        .on("F5", "Read the box again", model::refresh);
  }

  private void decide(Act act) {
    if (!rights.may(Right.DECIDE)) {
      overlay.toast(Rights.sentence(Right.DECIDE));
      return;
    }
    model
        .selected()
        .get()
        .filter(item -> !item.open().isEmpty())
        .ifPresent(
            item ->
                model
                    .policy()
                    .ifPresent(
                        policy ->
                            DecisionSheet.open(
                                overlay, new Draft(act, item, policy), model::decide)));
  }

  private void proof() {
    model.selected().get().ifPresent(item -> proof(item.recipients().getFirst()));
  }

  private void proof(Recipient recipient) {
    model
        .policy()
        .ifPresent(policy -> ProofSheet.open(overlay, recipient, policy, model.hindsight()));
  }

  private void notice(Notice notice) {
    notice
        .undo()
        .ifPresentOrElse(
            undo -> overlay.toast(notice.text(), "Undo", undo), () -> overlay.toast(notice.text()));
  }

  private Optional<Path> ask(String name) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Save");
    chooser.setInitialFileName(name);
    File file = chooser.showSaveDialog(root.getScene().getWindow());
    return Optional.ofNullable(file).map(File::toPath);
  }

  @Override
  public String title() {
    return "Quarantine";
  }

  @Override
  public String icon() {
    return "fth-inbox";
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public Keys keys() {
    return keys;
  }

  @Override
  public ObservableIntegerValue waiting() {
    return model.waiting();
  }

  @Override
  public boolean pressing() {
    return true;
  }

  @Override
  public void shown() {
    list.focusList();
  }
}
