package org.postern.ui.publish;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.ui.Card;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** What each gateway runs, and below it the receipts of the chosen one. */
final class GatewaysCard {
  private static final int ROW = 46;

  /** A receipt, or a number whose receipt never came. */
  private record Row(long sequence, Board.@Nullable Word word) {}

  private final Card root = new Card();
  private final ListView<Board.Line> gateways = new ListView<>();
  private final ListView<Row> receipts = new ListView<>();
  private final Label receiptsOf = Parts.label("Receipts", "strong");
  private Board board = Board.EMPTY;

  GatewaysCard(Consumer<Board.Word> open) {
    gateways.setId("publish-gateways");
    gateways.setAccessibleText("Gateways");
    gateways.setFixedCellSize(ROW);
    gateways.setCellFactory(_ -> new GatewayCell());
    gateways.setPlaceholder(Parts.paragraph("No gateway yet: add one in Settings.", "mute"));
    gateways.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> receipts(line));
    receipts.setId("publish-receipts");
    receipts.setAccessibleText("Receipts");
    receipts.setFixedCellSize(ROW);
    receipts.setCellFactory(_ -> new ReceiptCell());
    receipts.setPlaceholder(
        Parts.paragraph(
            "No receipt yet. A gateway answers each bundle with a signed and numbered receipt.",
            "mute"));
    receipts.setMinHeight(2 * ROW + 2);
    receipts.setPrefHeight(2 * ROW + 2);
    receipts.getStyleClass().add("publish-list");
    gateways.getStyleClass().add("publish-list");
    receipts.setOnKeyPressed(
        e -> {
          if (e.getCode() == KeyCode.ENTER && !e.isControlDown()) {
            openChosen(open);
            e.consume();
          }
        });
    receipts.setOnMouseClicked(
        e -> {
          if (e.getClickCount() == 2) {
            openChosen(open);
          }
        });
    root.setMinHeight(Region.USE_PREF_SIZE);
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
    long run =
        now.gateways().stream()
            .filter(l -> l.standing() == Board.Standing.CURRENT && !now.changed())
            .count();
    Tag summary =
        now.gateways().isEmpty()
            ? Tag.of(Tone.HOLD, "none")
            : now.changed()
                ? Tag.of(Tone.NEUTRAL, "lists are at " + now.serial())
                : run == now.gateways().size()
                    ? Tag.of(Tone.OK, "all run serial " + now.serial())
                    : Tag.of(
                        Tone.HOLD,
                        run + " of " + now.gateways().size() + " run serial " + now.serial());
    root.getChildren().setAll(Card.headed("Gateways", summary).getChildren());
    Board.Line before = gateways.getSelectionModel().getSelectedItem();
    gateways.getItems().setAll(now.gateways());
    double height = ROW * Math.clamp(now.gateways().size(), 1, 7) + 2.0;
    gateways.setMinHeight(height);
    gateways.setPrefHeight(height);
    gateways.setMaxHeight(height);
    root.getChildren().addAll(gateways, receiptsOf, receipts);
    root.grow(receipts);
    gateways.getItems().stream()
        .filter(l -> before != null && l.name().equals(before.name()))
        .findFirst()
        .ifPresentOrElse(l -> gateways.getSelectionModel().select(l), this::selectTheWorst);
    receipts(gateways.getSelectionModel().getSelectedItem());
  }

  /** The one that needs a look first, or else the first. */
  private void selectTheWorst() {
    gateways.getItems().stream()
        .min(Comparator.comparingInt(l -> l.standing() == Board.Standing.REFUSED ? 0 : 1))
        .ifPresent(l -> gateways.getSelectionModel().select(l));
  }

  private void receipts(Board.@Nullable Line line) {
    receiptsOf.setText(line == null ? "Receipts" : "Receipts of " + Inert.brief(line.name(), 60));
    List<Row> rows = new ArrayList<>();
    if (line != null) {
      line.receipts().forEach(w -> rows.add(new Row(w.sequence(), w)));
      line.missing().forEach(n -> rows.add(new Row(n, null)));
      rows.sort(Comparator.comparingLong(Row::sequence).reversed());
    }
    if (!rows.equals(receipts.getItems())) {
      receipts.getItems().setAll(rows);
    }
  }

  private void openChosen(Consumer<Board.Word> open) {
    Row row = receipts.getSelectionModel().getSelectedItem();
    if (row != null && row.word() != null) {
      open.accept(row.word());
    }
  }

  private static HBox twoLines(String first, String second, Node right) {
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

  private final class GatewayCell extends ListCell<Board.Line> {
    GatewayCell() {
      setPrefWidth(0); // the list's width, never wider
    }

    @Override
    protected void updateItem(Board.@Nullable Line line, boolean empty) {
      super.updateItem(line, empty);
      setGraphic(empty || line == null ? null : twoLines(line.name(), said(line), state(line)));
    }

    private String said(Board.Line line) {
      StringBuilder said = new StringBuilder();
      said.append(
          line.running().isPresent()
              ? "runs " + line.running().getAsLong()
              : "runs nothing from here");
      line.lastWord()
          .ifPresent(at -> said.append(" · last word ").append(When.ago(at, board.at())));
      return said.toString();
    }

    private Tag state(Board.Line line) {
      return switch (line.standing()) {
        case CURRENT ->
            line.missing().isEmpty()
                ? Tag.of(Tone.OK, board.changed() ? "as published" : "current")
                : Tag.of(
                    Tone.HOLD,
                    line.missing().size() == 1
                        ? "receipt " + line.missing().getFirst() + " missing"
                        : line.missing().size() + " receipts missing");
        case REFUSED -> Tag.of(Tone.BAD, "refused");
        case NO_RECEIPT_YET -> Tag.of(Tone.HOLD, "no receipt yet");
        case BEHIND -> Tag.of(Tone.HOLD, "behind");
        case SILENT -> Tag.of(Tone.NEUTRAL, "no word yet");
      };
    }
  }

  private final class ReceiptCell extends ListCell<Row> {
    ReceiptCell() {
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      if (empty || row == null) {
        setGraphic(null);
        return;
      }
      Board.Word word = row.word();
      setGraphic(
          word == null
              ? twoLines(
                  "No. " + row.sequence(),
                  "never came: it may still be in the mailbox",
                  Tag.of(Tone.HOLD, "missing"))
              : twoLines(
                  "No. " + word.sequence() + "  ·  serial " + word.serial(),
                  When.moment(word.at(), board.at())
                      + (word.reason().isBlank() ? "" : " · " + word.reason()),
                  Tag.of(tone(word.result()), word.result())));
    }

    private static Tone tone(String result) {
      return switch (result) {
        case "applied", "current" -> Tone.OK;
        default -> Tone.BAD;
      };
    }
  }
}
