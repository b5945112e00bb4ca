package org.postern.ui.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Fingerprint;
import org.postern.bundle.Receipt;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.store.Fleet;
import org.postern.store.Receipts.Heard;
import org.postern.ui.Parts;
import org.postern.ui.Rights;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** One gateway: how it stands and since when, what to do, all that it said and what is missing. */
final class GatewayDetail {
  private static final int ROW = 46;

  /** A receipt, or numbers whose receipts never came. */
  private record Row(long number, @Nullable Heard heard, Fleet.@Nullable Gap gap) {}

  private final VBox root = new VBox(8);
  private final Label name = Parts.label("", "strong");
  private final Label steps = Parts.paragraph("", "small", "mute");
  private final Label sentence = Parts.paragraph("");
  private final Label next = Parts.paragraph("", "medium");
  private final Label remarks = Parts.paragraph("", "small");
  private final Label key = Parts.paragraph("", "small", "mute");
  private final ListView<Row> receipts = new ListView<>();
  private Fleet.@Nullable Line shown;
  private Instant now = Instant.EPOCH;

  GatewayDetail(FleetSheets sheets, Rights rights, Consumer<Heard> open) {
    Button first = Parts.compact("Its first file…", () -> with(sheets::admission));
    first.setId("publish-admission");
    Button retire = Parts.compact("Out of service…", () -> with(sheets::retire));
    retire.setId("publish-retire");
    rights.guard(Right.ADMINISTER, retire);
    Button copy = Parts.compact("Copy", () -> with(this::copy));
    sentence.setId("publish-gateway-sentence");
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
    VBox.setVgrow(receipts, Priority.ALWAYS);
    root.getChildren()
        .addAll(
            new HBox(10, name),
            sentence,
            next,
            remarks,
            steps,
            key,
            new FlowPane(8, 6, first, copy, retire),
            receipts);
  }

  VBox root() {
    return root;
  }

  void show(Fleet.@Nullable Line line, Instant at) {
    shown = line;
    now = at;
    root.setVisible(line != null);
    root.setManaged(line != null);
    if (line == null) {
      return;
    }
    name.setText(Inert.brief(line.gateway(), 80));
    put(sentence, line.sentence());
    put(next, line.next());
    put(remarks, String.join(" ", line.remarks()));
    put(steps, steps(line));
    put(
        key,
        line.keys().isEmpty()
            ? ""
            : "key "
                + Fingerprint.aloud(line.keys().getLast().digest())
                + ", since "
                + When.day(line.keys().getLast().since()));
    List<Row> rows = new ArrayList<>();
    line.receipts().forEach(h -> rows.add(new Row(h.receipt().sequence(), h, null)));
    long oldest = line.receipts().isEmpty() ? 0 : line.receipts().getLast().receipt().sequence();
    line.missing().stream()
        .filter(g -> g.from() > oldest)
        .forEach(g -> rows.add(new Row(g.to(), null, g)));
    rows.sort(Comparator.comparingLong(Row::number).reversed());
    if (!rows.equals(receipts.getItems())) {
      receipts.getItems().setAll(rows);
    }
  }

  private static void put(Label label, String text) {
    label.setText(Inert.lines(text));
    label.setVisible(!text.isEmpty());
    label.setManaged(!text.isEmpty());
  }

  private String steps(Fleet.Line line) {
    Fleet.Steps s = line.steps();
    return Stream.of(
            step("published", s.published()),
            step("delivered", s.delivered()),
            step("verified", s.verified()),
            step("active", s.enforcing()))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("  →  "));
  }

  private Optional<String> step(String word, Optional<Instant> at) {
    return at.map(t -> word + " " + When.moment(t, now));
  }

  /** All of it as text, for a ticket or a mail. */
  private void copy(Fleet.Line line) {
    StringBuilder text = new StringBuilder(line.gateway() + ": " + line.word() + "\n");
    Stream.concat(Stream.of(line.sentence(), line.next(), steps(line)), line.remarks().stream())
        .filter(t -> !t.isEmpty())
        .forEach(t -> text.append(t).append('\n'));
    line.receipts().forEach(h -> text.append('\n').append(h.text()));
    Parts.copy(Inert.lines(text.toString()));
  }

  private void with(Consumer<Fleet.Line> act) {
    Fleet.Line line = shown;
    if (line != null) {
      act.accept(line);
    }
  }

  private void openChosen(Consumer<Heard> open) {
    Row row = receipts.getSelectionModel().getSelectedItem();
    if (row != null && row.heard() != null) {
      open.accept(row.heard());
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
      Fleet.Gap gap = row.gap();
      Heard heard = row.heard();
      if (gap != null) {
        setGraphic(
            GatewaysCard.twoLines(
                gap.sentence(),
                "It may still be in the mailbox, or on the gateway as a file.",
                Tag.of(Tone.HOLD, "missing")));
      } else if (heard != null) {
        setGraphic(receipt(heard));
      }
    }

    private HBox receipt(Heard heard) {
      Receipt receipt = heard.receipt();
      return GatewaysCard.twoLines(
          "No. "
              + receipt.sequence()
              + (receipt.serial() > 0 ? "  ·  serial " + receipt.serial() : ""),
          When.moment(receipt.time(), now) + " · " + receipt.sentence(),
          Tag.of(
              switch (receipt.result()) {
                case APPLIED, CURRENT -> Tone.OK;
                case REFUSED, ROLLED_BACK, ROLLBACK_FAILED, ALARM -> Tone.BAD;
              },
              receipt.result().word()));
    }
  }
}
