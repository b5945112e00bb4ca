package org.postern.ui.tester;

import java.util.Comparator;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.postern.policy.slip.Resemblance;
import org.postern.ui.Card;
import org.postern.ui.LetterDiff;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.StatePane;
import org.postern.ui.Tables;
import org.postern.ui.Verdicts;

/** The answers to many addresses at once. */
final class ManyPane {
  private final VBox page;

  ManyPane(TesterModel model, Overlay overlay) {
    TableView<TesterModel.Row> table = Tables.of("tester-rows", "No addresses.");
    table.getColumns().add(Tables.text("address", 230, r -> r.verdict().input(), "mono"));
    table
        .getColumns()
        .add(
            Tables.drawn(
                "verdict",
                210,
                r -> Verdicts.tag(r.verdict()),
                Comparator.comparing(r -> r.verdict().word())));
    table
        .getColumns()
        .add(
            Tables.drawn("meant", 150, ManyPane::meant, Comparator.comparing(ManyPane::meantName)));
    table.getColumns().add(Tables.text("why", 320, TesterModel.Row::headline));
    table.setItems(model.many());
    Runnable open =
        () -> {
          TesterModel.Row row = table.getSelectionModel().getSelectedItem();
          if (row != null) {
            model.one();
            model.input().set(row.verdict().input());
          }
        };
    table.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            open.run();
          }
        });
    table.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            open.run();
          }
        });
    Label summary = Parts.label("", "strong");
    summary.textProperty().bind(model.manySummary());
    summary.setId("tester-many-summary");
    HBox head =
        new HBox(
            10,
            summary,
            Parts.spring(),
            Parts.button("Back to one", "Esc", model::one),
            Parts.primary(
                "Copy as CSV",
                null,
                () -> {
                  Parts.copy(model.csv());
                  overlay.toast("Copied " + model.many().size() + " rows as CSV.");
                }));
    head.setAlignment(Pos.CENTER_LEFT);
    StatePane body = new StatePane(table, model.manyState());
    Card card = new Card(head, body, Parts.label("Enter opens a row.", "mute", "small")).grow(body);
    page = new VBox(card);
    VBox.setVgrow(card, javafx.scene.layout.Priority.ALWAYS);
    page.getStyleClass().add("page");
  }

  Node root() {
    return page;
  }

  private static String meantName(TesterModel.Row row) {
    return row.verdict().resemblance().map(Resemblance::meant).orElse("");
  }

  private static Node meant(TesterModel.Row row) {
    return row.verdict()
        .resemblance()
        .map(r -> LetterDiff.meant(r.typed(), r.meant()))
        .orElseGet(() -> Parts.label(""));
  }
}
