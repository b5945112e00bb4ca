package org.postern.ui.history;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.store.Past.Step;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.StatePane;
import org.postern.ui.Tag;
import org.postern.ui.Tone;
import org.postern.ui.ViewState;

/** Draws what happened to an entry, the newest first. FX thread only. */
final class EntrySheet {
  private static final double WIDTH = 720;
  private static final double HEIGHT = 440;

  private final EntryModel model;
  private final Overlay overlay;
  private final ListView<Step> list = new ListView<>();

  private EntrySheet(EntryModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
  }

  static void open(EntryModel model, Overlay overlay) {
    new EntrySheet(model, overlay).open();
  }

  private void open() {
    list.setId("entry-history");
    list.setAccessibleText("What happened to it, the newest first");
    list.setItems(model.steps());
    list.setCellFactory(_ -> new Cell());
    list.getStyleClass().add("moments");
    Label problem = Parts.paragraph("", "bad-text");
    problem.textProperty().bind(model.problem().map(p -> Inert.brief(p, 400)));
    problem.visibleProperty().bind(model.problem().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    StatePane pane = new StatePane(list, model.state());
    pane.setPrefSize(WIDTH, HEIGHT);
    pane.setMinHeight(160);
    VBox.setVgrow(pane, Priority.ALWAYS);
    boolean trusting = model.listing() == Listing.TRUSTED;
    Label name = Parts.address(model.pattern().display());
    HBox head =
        new HBox(
            10,
            Tag.of(trusting ? Tone.OK : Tone.BAD, trusting ? "trusted" : "blocked"),
            name,
            Parts.spring());
    head.setAlignment(Pos.CENTER_LEFT);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button back = Parts.primary("Take back to this version", "Enter", this::takeBack);
    back.setId("history-take-back");
    back.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> !model.older(list.getSelectionModel().getSelectedItem()),
                list.getSelectionModel().selectedItemProperty(),
                model.steps()));
    list.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !back.isDisabled()) {
            takeBack();
            event.consume();
          }
        });
    opened[0] =
        overlay.sheet(
            "History of the entry",
            new VBox(12, head, problem, pane),
            List.of(Parts.button("Close", "Esc", () -> opened[0].close()), back));
    model
        .state()
        .addListener(
            (_, _, now) -> {
              if (now instanceof ViewState.Ready) {
                list.requestFocus(); // only now does it show
              }
            });
    model
        .steps()
        .addListener(
            (ListChangeListener<Step>)
                _ -> {
                  if (!model.steps().isEmpty()) {
                    list.getSelectionModel().selectFirst();
                  }
                });
  }

  private void takeBack() {
    Step step = list.getSelectionModel().getSelectedItem();
    if (step == null) {
      return;
    }
    if (model.ended(step)) {
      overlay.ask(
          new Overlay.Question(
              "Take back to a version that has ended?",
              "The last day of that version has passed: nothing would be trusted by it until somebody"
                  + " sets another one.",
              "Take back",
              true),
          () -> model.takeBack(step, this::say));
    } else {
      model.takeBack(step, this::say);
    }
  }

  private void say(EntryModel.Done done) {
    overlay.toast(done.text(), "Undo", () -> model.undo(done));
  }

  private final class Cell extends ListCell<Step> {
    @Override
    protected void updateItem(@Nullable Step step, boolean empty) {
      super.updateItem(step, empty);
      setText(null);
      setGraphic(empty || step == null ? null : drawn(step));
    }

    private VBox drawn(Step step) {
      HBox head =
          new HBox(
              10,
              new FontIcon(icon(step)),
              Parts.label(EntryModel.word(step), "strong"),
              Parts.label("by " + Inert.brief(step.revision().officer(), 80), "medium"),
              Parts.spring(),
              Parts.label(Moments.time(step.revision().at(), model.zone()), "mute", "small"),
              Parts.label("serial " + step.revision().serial(), "mute", "small"));
      head.setAlignment(Pos.CENTER_LEFT);
      VBox box = new VBox(4, head);
      if (!step.revision().why().isBlank()) {
        box.getChildren().add(line("Why: " + step.revision().why()));
      }
      model.said(step).forEach(said -> box.getChildren().add(line(said)));
      box.getChildren().add(Parts.paragraph(Inert.brief(model.agreed(step), 600), "mute", "small"));
      box.setMaxWidth(WIDTH - 60);
      box.setPrefWidth(0); // the list's width counts, not the longest line
      return box;
    }

    private static Label line(String text) {
      return Parts.paragraph(Inert.brief(text, 600), "small");
    }

    private static String icon(Step step) {
      return step.after() == null
          ? "fth-minus-circle"
          : step.before() == null ? "fth-plus-circle" : "fth-edit-2";
    }
  }
}
