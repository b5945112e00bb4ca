package org.postern.ui.publish;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.store.Fleet;
import org.postern.store.Receipts.Heard;
import org.postern.ui.Card;
import org.postern.ui.Parts;
import org.postern.ui.Rights;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** The board: whether all gateways enforce one serial, each of them, and below the chosen one. */
final class GatewaysCard {
  private static final int ROW = 46;
  private static final int ROWS = 7;

  private final FleetSheets sheets;
  private final Card root = new Card();
  private final Label headline = Parts.paragraph("", "headline");
  private final ListView<Fleet.Line> gateways = new ListView<>();
  private final GatewayDetail detail;
  private final Button strays;
  private final FlowPane acts;
  private Board board = Board.EMPTY;

  /**
   * @param open shows a receipt, word for word
   */
  GatewaysCard(FleetModel model, FleetSheets sheets, Rights rights, Consumer<Heard> open) {
    this.sheets = sheets;
    detail = new GatewayDetail(sheets, rights, open);
    headline.setId("publish-headline");
    gateways.setId("publish-gateways");
    gateways.setAccessibleText("Gateways");
    gateways.setFixedCellSize(ROW);
    gateways.setCellFactory(_ -> new GatewayCell());
    gateways.setPlaceholder(
        Parts.paragraph(
            "No gateway yet. Run postern-enrol at the gateway, and add its file here.", "mute"));
    gateways.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> choose(line));
    gateways.getStyleClass().add("publish-list");
    Button add = Parts.compact("Add gateway…", sheets::chooseGateway);
    add.setId("publish-add-gateway");
    rights.guard(Right.ADMINISTER, add);
    Button bring = Parts.compact("Receipts from files…", sheets::chooseReceipts);
    bring.setId("publish-bring-receipts");
    strays = Parts.compact("", () -> sheets.strays(board.strays()));
    strays.setId("publish-strays");
    acts =
        new FlowPane(
            8, 6, add, bring, Parts.compact("In and out of service…", sheets::service), strays);
    Label problem = Parts.paragraph("");
    problem.textProperty().bind(model.problem().map(Inert::lines));
    problem.setId("publish-fleet-problem");
    notes = new VBox(8, acts, Parts.problem(problem), Parts.busy(model.busy()));
    takesFiles();
    root.setMinHeight(Region.USE_PREF_SIZE);
  }

  private final VBox notes;

  /** Files that are dropped on the card: a gateway's own, or receipts. */
  private void takesFiles() {
    root.setOnDragOver(
        e -> {
          if (e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.COPY);
          }
          e.consume();
        });
    root.setOnDragDropped(
        e -> {
          boolean files = e.getDragboard().hasFiles();
          if (files) {
            sheets.dropped(e.getDragboard().getFiles().stream().map(f -> f.toPath()).toList());
          }
          e.setDropCompleted(files);
          e.consume();
        });
  }

  Card root() {
    return root;
  }

  void focus() {
    gateways.requestFocus();
    if (gateways.getSelectionModel().isEmpty()) {
      gateways.getSelectionModel().selectFirst();
    }
  }

  void show(Board now) {
    board = now;
    Fleet fleet = now.fleet();
    headline.setText(Inert.text(fleet.headline()));
    root.getChildren().setAll(Card.headed("Gateways", summary(now)).getChildren());
    Fleet.Line before = gateways.getSelectionModel().getSelectedItem();
    gateways.getItems().setAll(fleet.lines());
    double height = ROW * Math.clamp(fleet.lines().size(), 1, ROWS) + 2.0;
    gateways.setMinHeight(height);
    gateways.setPrefHeight(height);
    gateways.setMaxHeight(height);
    strays.setText(
        now.strays().size() == 1
            ? "1 receipt is not believed…"
            : now.strays().size() + " receipts are not believed…");
    strays.setVisible(!now.strays().isEmpty());
    strays.setManaged(!now.strays().isEmpty());
    root.getChildren().addAll(headline, gateways, notes, detail.root());
    root.grow(detail.root());
    gateways.getItems().stream()
        .filter(l -> before != null && l.gateway().equals(before.gateway()))
        .findFirst()
        .ifPresentOrElse(
            l -> gateways.getSelectionModel().select(l),
            () -> gateways.getSelectionModel().selectFirst()); // the worst stands first
    choose(gateways.getSelectionModel().getSelectedItem());
  }

  private static Tag summary(Board now) {
    Fleet fleet = now.fleet();
    if (fleet.lines().isEmpty()) {
      return Tag.of(Tone.HOLD, "none");
    }
    if (fleet.lines().stream().anyMatch(l -> l.concern() == Fleet.Concern.TROUBLE)) {
      return Tag.of(Tone.BAD, "trouble");
    }
    return fleet.whole()
        ? Tag.of(Tone.OK, "all run " + fleet.serial())
        : Tag.of(Tone.HOLD, "waiting");
  }

  private void choose(Fleet.@Nullable Line line) {
    detail.show(line, board.at());
  }

  static Tone tone(Fleet.Concern concern) {
    return switch (concern) {
      case FINE -> Tone.OK;
      case WAITING -> Tone.HOLD;
      case TROUBLE -> Tone.BAD;
    };
  }

  /** Two lines of text and something at the right. */
  static HBox twoLines(String first, String second, Node right) {
    Label name = Parts.label(Inert.brief(first, 80), "medium");
    Label said = Parts.label(Inert.brief(second, 200), "small", "mute");
    VBox words = new VBox(0, name, said);
    words.setAlignment(Pos.CENTER_LEFT);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox line = new HBox(10, words, right);
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("publish-row");
    line.setAccessibleText(first + ", " + second);
    return line;
  }

  private final class GatewayCell extends ListCell<Fleet.Line> {
    GatewayCell() {
      setPrefWidth(0); // the list's width, never wider
    }

    @Override
    protected void updateItem(Fleet.@Nullable Line line, boolean empty) {
      super.updateItem(line, empty);
      setGraphic(empty || line == null ? null : twoLines(line.gateway(), said(line), states(line)));
    }

    private String said(Fleet.Line line) {
      String runs =
          line.runs().isPresent() ? "runs " + line.runs().getAsLong() : "runs nothing from here";
      return runs + line.heard().map(at -> " · last word " + When.ago(at, board.at())).orElse("");
    }

    private static HBox states(Fleet.Line line) {
      HBox tags = new HBox(6);
      tags.setAlignment(Pos.CENTER_RIGHT);
      tags.setMinWidth(Region.USE_PREF_SIZE);
      if (line.keys().isEmpty()) {
        tags.getChildren().add(Tag.of(Tone.HOLD, "not enrolled"));
      } else if (!line.missing().isEmpty()) {
        tags.getChildren().add(Tag.of(Tone.HOLD, missing(line.missing())));
      }
      tags.getChildren().add(Tag.of(tone(line.concern()), line.word()));
      return tags;
    }

    private static String missing(List<Fleet.Gap> gaps) {
      long count = gaps.stream().mapToLong(g -> g.to() - g.from() + 1).sum();
      return count == 1 ? "No. " + gaps.getFirst().from() + " missing" : count + " missing";
    }
  }
}
