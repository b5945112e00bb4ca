package org.postern.ui.history;

import java.util.List;
import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Publications;
import org.postern.store.Revision;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/**
 * Draws the moments at the left, what stood, differs and was judged at the right. FX thread only.
 */
final class PastSheet {
  private static final double WIDTH = 1180;
  private static final double HEIGHT = 620;
  private static final double MOMENTS = 300;

  private final PastModel model;
  private final Overlay overlay;
  private final BiConsumer<Listing, EntryPattern> entry;
  private final ListView<PastModel.Row> moments = new ListView<>();
  private final ToggleButton lists = segment("The lists", "past-lists");
  private final ToggleButton compare = segment("Compare", "past-compare");
  private final ToggleButton judge = segment("Judge an address", "past-judge");

  private PastSheet(PastModel model, Overlay overlay, BiConsumer<Listing, EntryPattern> entry) {
    this.model = model;
    this.overlay = overlay;
    this.entry = entry;
  }

  /**
   * @param entry opens the history of an entry
   */
  static void open(PastModel model, Overlay overlay, BiConsumer<Listing, EntryPattern> entry) {
    new PastSheet(model, overlay, entry).open();
  }

  private void open() {
    HBox columns = new HBox(18, left(), right());
    columns.setPrefSize(WIDTH, HEIGHT);
    columns.setMinSize(600, 260);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close =
        Parts.button(
            "Close",
            "Esc",
            () -> {
              model.cancel();
              opened[0].close();
            });
    opened[0] = overlay.sheet("The lists at a past moment", columns, List.of(close));
    columns
        .sceneProperty()
        .addListener(
            (_, _, scene) -> {
              if (scene == null) {
                model.cancel(); // Esc closes the sheet, too
              }
            });
  }

  private Node left() {
    TextField typed = Parts.field("2026-11-20 14:30, or a serial");
    typed.setId("past-moment");
    typed.setAccessibleText("The moment to look at");
    typed.setOnAction(_ -> model.pick(typed.getText()));
    moments.setId("past-moments");
    moments.setAccessibleText("Changes of the lists and bundles, the newest first");
    moments.getStyleClass().add("moments");
    moments.setItems(model.rows());
    moments.setCellFactory(_ -> new MomentCell());
    moments.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    moments
        .getSelectionModel()
        .getSelectedItems()
        .addListener((javafx.beans.Observable _) -> chosen());
    VBox.setVgrow(moments, Priority.ALWAYS);
    Button more = Parts.compact("Show older ones", model::readMore);
    more.visibleProperty().bind(model.more());
    more.managedProperty().bind(model.more());
    Label hint =
        Parts.paragraph("Ctrl and a click on a second one compares the two.", "mute", "small");
    VBox left = new VBox(10, typed, moments, more, hint);
    left.setMinWidth(MOMENTS);
    left.setPrefWidth(MOMENTS);
    left.setMaxWidth(MOMENTS);
    return left;
  }

  private void chosen() {
    List<PastModel.Row> rows = List.copyOf(moments.getSelectionModel().getSelectedItems());
    if (rows.size() == 1 && rows.getFirst() != null) {
      model.pick(rows.getFirst());
    } else if (rows.size() == 2) {
      compare.setSelected(true);
      model.compare(rows.get(0), rows.get(1));
    }
  }

  private Node right() {
    SegmentedButton views = new SegmentedButton(lists, compare, judge);
    views.setMinWidth(SegmentedButton.USE_PREF_SIZE);
    lists.setSelected(true);
    HBox bar = new HBox(12, views, Parts.spring(), work(model.working()));
    bar.setAlignment(Pos.CENTER_LEFT);
    Node standing = new PastLists(model, entry).root();
    Node different = new ComparePane(model, entry).root();
    Node judged = new JudgePane(model.judge(), overlay).root();
    StackPane body = new StackPane(standing, different, judged);
    show(standing, lists);
    show(different, compare);
    show(judged, judge);
    views
        .getToggleGroup()
        .selectedToggleProperty()
        .addListener(
            (_, old, now) -> {
              if (now == null) {
                views.getToggleGroup().selectToggle(old);
              }
            });
    VBox.setVgrow(body, Priority.ALWAYS);
    VBox right = new VBox(12, head(), bar, problem(model.working()), body);
    right.setMinWidth(300);
    HBox.setHgrow(right, Priority.ALWAYS);
    return right;
  }

  private static void show(Node node, ToggleButton when) {
    node.visibleProperty().bind(when.selectedProperty());
    node.managedProperty().bind(when.selectedProperty());
  }

  private Node head() {
    Label title = Parts.label("", "headline");
    title.setId("past-shown");
    Label who = Parts.paragraph("", "mute", "small");
    Runnable say =
        () -> {
          PastModel.Shown now = model.shown().get();
          if (now != null) {
            title.setText(
                "Serial "
                    + now.revision().serial()
                    + ", as on "
                    + Moments.time(now.moment().at(), model.zone()));
            who.setText(
                Inert.brief(
                    "Made on "
                        + Moments.time(now.revision().at(), model.zone())
                        + " by "
                        + now.revision().officer()
                        + ": "
                        + now.revision().why()
                        + " · "
                        + now.rules().words(),
                    600));
          }
        };
    model.shown().addListener((javafx.beans.Observable _) -> say.run());
    say.run();
    return new VBox(2, title, who);
  }

  /** How far work is, and a way to end it. */
  static Node work(Working working) {
    Label busy = Parts.label("", "mute");
    busy.textProperty().bind(working.busy());
    HBox line = new HBox(10, busy, Parts.compact("Stop", working::cancel));
    line.setAlignment(Pos.CENTER_LEFT);
    line.visibleProperty().bind(working.busy().isNotEmpty());
    line.managedProperty().bind(line.visibleProperty());
    return line;
  }

  /** Why work failed. */
  static Node problem(Working working) {
    Label text = Parts.paragraph("", "bad-text");
    text.textProperty().bind(working.problem().map(p -> Inert.brief(p, 400)));
    text.visibleProperty().bind(working.problem().isNotEmpty());
    text.managedProperty().bind(text.visibleProperty());
    return text;
  }

  private static ToggleButton segment(String text, String id) {
    ToggleButton button = new ToggleButton(text);
    button.getStyleClass().add("segment");
    button.setId(id);
    return button;
  }

  /** Opens the history of a row at a double click and at Enter. */
  static void opening(javafx.scene.control.Control rows, Runnable open) {
    rows.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            open.run();
          }
        });
    rows.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            open.run();
            event.consume();
          }
        });
  }

  private final class MomentCell extends ListCell<PastModel.Row> {
    @Override
    protected void updateItem(PastModel.@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      setText(null);
      setGraphic(empty || row == null ? null : drawn(row));
    }

    private VBox drawn(PastModel.Row row) {
      VBox box =
          switch (row) {
            case PastModel.Row.OfRevision(Revision r) ->
                lines(
                    row,
                    Parts.label("serial " + r.serial(), "mute", "small"),
                    "fth-edit-2",
                    r.officer() + ": " + r.why(),
                    counts(r));
            case PastModel.Row.OfBundle(Publications.Made made) ->
                lines(
                    row,
                    Tag.of(Tone.ACCENT, "bundle"),
                    "fth-package",
                    made.madeBy() + " published serial " + made.serial(),
                    "");
          };
      box.setPrefWidth(0); // the list's width counts
      return box;
    }

    private VBox lines(PastModel.Row row, Node right, String icon, String text, String counts) {
      HBox first =
          new HBox(
              8,
              new FontIcon(icon),
              Parts.label(Moments.time(row.at(), model.zone()), "medium"),
              Parts.spring(),
              right);
      first.setAlignment(Pos.CENTER_LEFT);
      Label what = Parts.label(Inert.brief(text, 200), "small");
      VBox box = new VBox(2, first, what);
      if (!counts.isEmpty()) {
        box.getChildren().add(Parts.label(counts, "mute", "small"));
      }
      return box;
    }

    private static String counts(Revision r) {
      String counts =
          (r.added() == 0 ? "" : String.format("%,d added  ", r.added()))
              + (r.edited() == 0 ? "" : String.format("%,d changed  ", r.edited()))
              + (r.removed() == 0 ? "" : String.format("%,d removed", r.removed()));
      return counts.isEmpty() ? "other rules" : counts.strip();
    }
  }
}
