package org.postern.ui.quarantine;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.policy.Listing;
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
  private final MarkSheets marks;
  private final BiConsumer<Listing, String> propose;
  private final HeldListPane list;
  private final DetailPane detail;
  private final Keys keys;

  /**
   * @param model to be started by whoever made it
   * @param background for writing files that an officer saves
   * @param propose leads to the lists with a new entry: which list, which domain
   */
  public QuarantineView(
      QuarantineModel model,
      Background background,
      Overlay overlay,
      Rights rights,
      BiConsumer<Listing, String> propose) {
    this(model, background, overlay, rights, propose, null);
  }

  /**
   * @param choose instead of the desktop's dialog for saving, for tests
   */
  QuarantineView(
      QuarantineModel model,
      Background background,
      Overlay overlay,
      Rights rights,
      BiConsumer<Listing, String> propose,
      @Nullable Function<String, Optional<Path>> choose) {
    this.model = model;
    this.propose = propose;
    this.rights = rights;
    this.overlay = overlay;
    Saver saver =
        new Saver(overlay, background, model, choose == null ? this::ask : choose, this::notice);
    this.marks = new MarkSheets(overlay, model);
    ActionBar actions = new ActionBar(this::decide, more(), rights);
    RecipientRows.Acts acts =
        new RecipientRows.Acts(
            this::proof,
            decision -> RecentSheet.settle(overlay, model, decision),
            model::tryAgain,
            model::takeBack,
            model::agree,
            decision -> RecentSheet.decline(overlay, model, decision),
            copy ->
                model.decision(
                    (d, box) ->
                        d.foundBegun(
                            box, copy, found -> RecentSheet.settle(overlay, model, found))));
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
    model.browse().picked().addListener((_, _, now) -> actions.picked(now.size()));
    model.onNotice(this::notice);
    keys = keyTable();
    Warm.up(background);
  }

  private static double listWidth(Number all) {
    return Math.rint(Math.clamp(all.doubleValue() * 0.31, 276, 400));
  }

  private Keys keyTable() {
    return new Keys()
        .on("J", "Next message", () -> model.move(1))
        .on("K", "Previous message", () -> model.move(-1))
        .on("Enter", "Show the message", model::open)
        .on("S", "Show the attached pictures", () -> model.pictures().reveal())
        .on("C", "Correct and release", () -> decide(Act.CORRECT))
        .on("Shift+R", "Release as typed", () -> decide(Act.RELEASE))
        .on("X", "Reject", () -> decide(Act.REJECT))
        .on("B", "Return to the sender with a note", () -> decide(Act.RETURN))
        .on("G", "Give to a colleague", () -> mark(marks::assign))
        .on("T", "Tag", () -> mark(marks::tag))
        .on("I", "Incident", () -> mark(marks::incident))
        .on("A", "Put the domain on a list", this::toList)
        .on("M", "Pick the message, or put it back", this::pick)
        .on("Ctrl+A", "Pick all that are listed, or none", model.browse()::pickAll)
        .on("Esc", "Pick none", model.browse()::pickNone)
        .on("P", "Proof for the first recipient", this::proof)
        .on("V", "Next view of the message", () -> detail.tabs().next())
        .on("W", "The message beside its recipients, or below", this::layOut)
        .on("L", "Decided lately", () -> RecentSheet.open(overlay, model))
        .on("/", "Search", list::focusFilter)
        .on("F5", "Read the box again", model::refresh);
  }

  private List<ActionBar.More> more() {
    return List.of(
        new ActionBar.More("Give to a colleague…", "G", () -> mark(marks::assign)),
        new ActionBar.More("Tag…", "T", () -> mark(marks::tag)),
        new ActionBar.More("Incident…", "I", () -> mark(marks::incident)),
        new ActionBar.More("Put the domain on a list…", "A", this::toList));
  }

  /** Picks and goes on, so that a row of messages is picked with one finger. */
  private void pick() {
    model.selected().get().ifPresent(item -> model.browse().pick(item.key()));
    model.move(1);
  }

  private void layOut() {
    model.views().threePanes().set(!model.views().threePanes().get());
  }

  private boolean may(Right right) {
    if (!rights.may(right)) {
      overlay.toast(Rights.sentence(right));
      return false;
    }
    return true;
  }

  private void mark(Consumer<List<HeldItem>> ask) {
    if (may(Right.DECIDE)) {
      ask.accept(model.browse().targets());
    }
  }

  private void toList() {
    if (may(Right.PROPOSE)) {
      model.selected().get().ifPresent(item -> Sheets.list(overlay, item, propose));
    }
  }

  private void decide(Act act) {
    if (!may(Right.DECIDE)) {
      return;
    }
    if (!model.browse().picked().get().isEmpty()) {
      many(act);
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
                                overlay,
                                new Draft(act, item, policy, model.team().handling()),
                                model::decide,
                                draft -> model.decision((d, box) -> d.write(box, draft)))));
  }

  private void many(Act act) {
    switch (act) {
      case REJECT, RELEASE ->
          model
              .policy()
              .ifPresent(p -> Sheets.many(overlay, model, act, model.browse().targets(), p));
      case CORRECT, RETURN ->
          overlay.toast(
              "That is decided for each message by itself. Esc puts the picked ones back.");
    }
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
            undo -> overlay.toast(notice.text(), "Undo", undo, model.grace()),
            () -> overlay.toast(notice.text()));
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
