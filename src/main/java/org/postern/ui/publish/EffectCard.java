package org.postern.ui.publish;

import java.text.NumberFormat;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.postern.ui.Card;
import org.postern.ui.Parts;

/** What the change would have done to the mail of the last days. */
final class EffectCard {
  private static final int ROWS = 4;

  private final Card root = new Card();

  EffectCard() {
    root.setId("publish-past");
    root.setMinHeight(Region.USE_PREF_SIZE);
  }

  Card root() {
    return root;
  }

  /** Takes no room where there is nothing to tell. */
  void show(Board board) {
    boolean there = board.changed() && board.past().isPresent();
    root.setVisible(there);
    root.setManaged(there);
    root.getChildren().clear();
    board.past().filter(_ -> there).ifPresent(this::show);
  }

  private void show(PastMail.Effect effect) {
    root.getChildren()
        .addAll(
            Card.titled(
                    effect.recipients() == 0
                        ? "What it would have changed"
                        : "What it would have changed: "
                            + number(effect.recipients())
                            + " recipients of the last "
                            + PastMail.REACH.toDays()
                            + " days")
                .getChildren());
    if (effect.recipients() == 0) {
      root.getChildren()
          .add(
              Parts.paragraph(
                  "No held mail of the last "
                      + PastMail.REACH.toDays()
                      + " days is known here to try it on.",
                  "mute"));
      return;
    }
    HBox numbers =
        new HBox(
            28,
            count(effect.newlyHeld(), "would be held", "sign-hold"),
            count(effect.newlyDelivered(), "would be delivered", "sign-ok"),
            count(effect.same(), "as they are", ""));
    root.getChildren().add(numbers);
    if (!effect.rows().isEmpty()) {
      root.getChildren().add(rows(effect));
    }
    root.getChildren()
        .add(
            Parts.paragraph(
                "Tried on mail that was held here, waiting or decided. What passed unheld leaves no"
                    + " trace here.",
                "small",
                "mute"));
  }

  private static VBox count(long count, String what, String style) {
    Label number = Parts.label(number(count), "headline");
    if (!style.isEmpty() && count > 0) {
      number.getStyleClass().add(style);
    }
    return new VBox(0, number, Parts.label(what, "small", "mute"));
  }

  private static GridPane rows(PastMail.Effect effect) {
    GridPane rows = new GridPane(12, 4);
    ColumnConstraints wide = new ColumnConstraints();
    wide.setHgrow(Priority.ALWAYS);
    wide.setMinWidth(0);
    rows.getColumnConstraints().add(wide);
    for (PastMail.Row row : effect.rows().stream().limit(ROWS).toList()) {
      HBox verdicts =
          new HBox(
              6,
              ChangesTable.tag(row.before()),
              Parts.label("→", "mute"),
              ChangesTable.tag(row.after()));
      verdicts.setAlignment(Pos.CENTER_LEFT);
      verdicts.setMinWidth(Region.USE_PREF_SIZE);
      rows.addRow(
          rows.getRowCount(),
          Parts.address(row.domain()),
          verdicts,
          Parts.label(number(row.count()), "small"));
    }
    if (effect.rows().size() > ROWS) {
      rows.addRow(
          rows.getRowCount(),
          Parts.label(
              "and " + number(effect.rows().size() - (long) ROWS) + " more domains",
              "small",
              "mute"));
    }
    return rows;
  }

  private static String number(long n) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(n);
  }
}
