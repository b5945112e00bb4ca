package org.postern.ui.approval;

import java.io.File;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.officer.Role;
import org.postern.officer.Roster;
import org.postern.store.Changes.Change;
import org.postern.store.Changes.Kind;
import org.postern.store.Op;
import org.postern.ui.Card;
import org.postern.ui.Keys;
import org.postern.ui.OpRow;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Screen;
import org.postern.ui.Sentence;
import org.postern.ui.StatePane;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/**
 * Draws what waits on the left, and the chosen change with its lines on the right. FX thread only.
 */
public final class ApprovalsView implements Screen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private final ApprovalsModel model;
  private final Overlay overlay;
  private final ListView<Change> list = new ListView<>();
  private final VBox detail = new VBox(14);
  private final Button approve;
  private final Button giveBack;
  private final Button withdraw;
  private final Button export;
  private final BorderPane root = new BorderPane();

  public ApprovalsView(ApprovalsModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
    approve = Parts.primary("Approve", "Ctrl+Enter", this::approve);
    approve.setId("approve");
    giveBack = Parts.danger("Send back…", "X", this::giveBack);
    withdraw = Parts.button("Withdraw", "W", model::withdraw);
    export = Parts.button("Save as file…", "S", this::export);
    Button takeIn = Parts.button("Take in a file…", "O", this::takeIn);
    list.setId("changes");
    list.setItems(model.changes());
    list.setCellFactory(_ -> new Cell());
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((_, _, now) -> model.selected().set(now));
    model.selected().addListener((_, _, now) -> list.getSelectionModel().select(now));
    CheckBox all = new CheckBox("Decided ones, too");
    all.selectedProperty().bindBidirectional(model.all());
    HBox head = new HBox(all);
    head.getStyleClass().add("list-head");
    head.setPadding(new Insets(12, 16, 12, 16));
    BorderPane left = new BorderPane(list);
    left.setTop(head);
    left.setPrefWidth(340);
    left.setMinWidth(280);
    detail.getStyleClass().add("page");
    ScrollPane scroll = new ScrollPane(detail);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    HBox acts = new HBox(10, approve, giveBack, withdraw, Parts.spring(), export, takeIn);
    acts.getStyleClass().add("action-bar");
    acts.setAlignment(Pos.CENTER_LEFT);
    acts.setPadding(new Insets(12, 24, 12, 24));
    BorderPane right = new BorderPane(scroll);
    BorderPane page = new BorderPane(right);
    page.setLeft(left);
    root.setCenter(new StatePane(page, model.state()));
    root.setBottom(acts);
    model.opened().addListener((_, _, now) -> draw(now));
    draw(null);
  }

  /** One waiting change. */
  private static final class Cell extends ListCell<Change> {
    @Override
    protected void updateItem(@Nullable Change change, boolean empty) {
      super.updateItem(change, empty);
      if (empty || change == null) {
        setGraphic(null);
        return;
      }
      Label why = Parts.label(Inert.brief(change.why(), 80), "medium");
      HBox first = new HBox(8, why, Parts.spring(), stateOf(change));
      first.setAlignment(Pos.CENTER_LEFT);
      why.setMinWidth(0);
      Label second =
          Parts.label(
              Inert.brief(change.author(), 40)
                  + "  ·  "
                  + (change.kind() == Kind.ROSTER
                      ? "officers"
                      : change.operations() == 1
                          ? "1 line"
                          : String.format(Locale.ROOT, "%,d lines", change.operations()))
                  + "  ·  "
                  + TIME.format(change.at()),
              "small",
              "mute");
      VBox both = new VBox(4, first, second);
      both.setPadding(new Insets(8, 14, 8, 16));
      // As wide as the list, so that nothing scrolls sideways.
      setPrefWidth(0);
      setGraphic(both);
    }
  }

  private static Tag stateOf(Change change) {
    return switch (change.state()) {
      case PROPOSED -> Tag.of(Tone.HOLD, "waits");
      case URGENT -> Tag.of(Tone.BAD, "urgent, in force");
      case APPLIED -> Tag.of(Tone.OK, "in force");
      case RETURNED -> Tag.of(Tone.NEUTRAL, "sent back");
      case WITHDRAWN -> Tag.of(Tone.NEUTRAL, "withdrawn");
    };
  }

  private void draw(ApprovalsModel.@Nullable Opened now) {
    approve.setDisable(now == null || !now.mayApprove());
    giveBack.setDisable(now == null || !now.mayApprove());
    withdraw.setVisible(now != null && now.mayWithdraw());
    withdraw.setManaged(withdraw.isVisible());
    export.setDisable(now == null);
    detail.getChildren().clear();
    if (now == null) {
      return;
    }
    Change c = now.change();
    VBox facts = new VBox(6);
    fact(facts, "proposed by", c.author() + ", " + TIME.format(c.at()));
    if (!c.reference().isEmpty()) {
      fact(facts, "reference", c.reference());
    }
    fact(facts, "signed by", String.join(", ", now.signers()));
    if (!c.remark().isEmpty()) {
      fact(facts, "remark", c.remark());
    }
    Label digest = Parts.label(c.digest().substring(0, 23) + "…", "mono", "small", "mute");
    Card story =
        Card.headed("Why", stateOf(c), new Sentence(Inert.brief(c.why(), 2000)), facts, digest);
    if (c.urgent()) {
      story
          .getChildren()
          .add(
              1,
              Parts.paragraph(
                  "An urgent block: it acts already, by one signature. Approving it is the second.",
                  "mute"));
    }
    detail.getChildren().add(story);
    if (!now.effects().isEmpty()) {
      VBox effects = new VBox(6);
      now.effects().forEach(e -> effects.getChildren().add(new Sentence(e)));
      detail.getChildren().add(Card.titled("What it would do", effects));
    }
    detail
        .getChildren()
        .add(now.roster().isPresent() ? roster(now.roster().get(), now.now()) : lines(now));
  }

  private static void fact(VBox facts, String name, String text) {
    Label word = Parts.label(name, "small", "mute");
    word.setMinWidth(90);
    facts.getChildren().add(new HBox(10, word, Parts.label(Inert.brief(text, 300))));
  }

  private static Card lines(ApprovalsModel.Opened now) {
    VBox lines = new VBox(6);
    for (Op op : now.lines()) {
      lines.getChildren().add(OpRow.of(op));
    }
    long more = now.change().operations() - now.lines().size();
    if (more > 0) {
      lines
          .getChildren()
          .add(
              Parts.label(
                  String.format(
                      Locale.ROOT, "… and %,d more; save it as a file to read them all.", more),
                  "mute"));
    }
    return Card.titled("Lines", lines);
  }

  private static Card roster(Roster roster, Optional<Roster> now) {
    VBox lines = new VBox(6);
    for (Roster.Member m : roster.members()) {
      Label name = Parts.label(Inert.brief(m.name(), 64), "medium");
      name.setMinWidth(160);
      Label roles =
          Parts.label(
              m.roles().stream().sorted().map(Role::label).collect(Collectors.joining(", ")),
              "mute");
      HBox.setHgrow(roles, Priority.ALWAYS);
      HBox line =
          new HBox(
              10,
              name,
              Parts.label(m.id(), "mono", "small", "mute"),
              roles,
              Parts.spring(),
              difference(m, now.flatMap(r -> r.member(m.id()))),
              m.active() ? Tag.of(Tone.OK, "active") : Tag.of(Tone.BAD, "revoked"));
      line.setAlignment(Pos.CENTER_LEFT);
      lines.getChildren().add(line);
    }
    return Card.titled("The roster would be, as version " + roster.version(), lines);
  }

  /** What is new about a member, said with a word of its own. */
  private static Node difference(Roster.Member then, Optional<Roster.Member> now) {
    String word =
        now.isEmpty()
            ? "new"
            : now.get().active() && !then.active()
                ? "loses the key"
                : now.get().roles().equals(then.roles()) ? "" : "other roles";
    Tag tag = Tag.of(Tone.ACCENT, word);
    tag.setVisible(!word.isEmpty());
    tag.setManaged(!word.isEmpty());
    return tag;
  }

  private void approve() {
    var now = model.opened().get();
    if (now != null && now.mayApprove()) {
      model.approve("");
    }
  }

  private void giveBack() {
    var now = model.opened().get();
    if (now != null && now.mayApprove()) {
      ask("Send back", "Why", "What must be different", model::giveBack);
    }
  }

  private void ask(String title, String name, String prompt, Consumer<String> then) {
    TextField text = Parts.field(prompt);
    text.setPrefWidth(440);
    Overlay.Opened[] sheet = new Overlay.Opened[1];
    Button go =
        Parts.danger(
            title,
            "Enter",
            () -> {
              sheet[0].close();
              then.accept(text.getText().strip());
            });
    go.setDefaultButton(true);
    go.disableProperty().bind(text.textProperty().isEmpty());
    sheet[0] =
        overlay.sheet(
            title,
            Parts.named(name, text),
            List.of(Parts.button("Cancel", "Esc", () -> sheet[0].close()), go));
  }

  private void export() {
    var now = model.opened().get();
    if (now != null) {
      FileChooser chooser = new FileChooser();
      chooser.setInitialFileName(
          "change-" + now.change().digest().substring(7, 15) + ".postern-change");
      File file = chooser.showSaveDialog(root.getScene().getWindow());
      if (file != null) {
        model.export(file.toPath());
      }
    }
  }

  private void takeIn() {
    File file = new FileChooser().showOpenDialog(root.getScene().getWindow());
    if (file != null) {
      model.takeIn(file.toPath());
    }
  }

  @Override
  public String title() {
    return "Approvals";
  }

  @Override
  public String icon() {
    return "fth-check-square";
  }

  @Override
  public Node root() {
    return root;
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
  public Keys keys() {
    return new Keys()
        .on("Ctrl+Enter", "Approve", this::approve)
        .on("X", "Send back", this::giveBack)
        .on("W", "Withdraw your own", model::withdraw)
        .on("S", "Save as a file", this::export)
        .on("O", "Take in a file", this::takeIn);
  }

  @Override
  public void shown() {
    model.refresh();
    list.requestFocus();
  }
}
