package org.postern.ui.quarantine;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.ui.Parts;

/**
 * Subject, sender, age and state of one message. It stays in its cell and is filled anew: styling
 * fresh nodes for a screenful of rows takes longer than a frame. FX thread only.
 */
final class HeldLine extends VBox {
  private final Label subject = HeldCell.shrinking("", "strong");
  private final Label time = Parts.label("", "mute", "small");
  private final Label sender = HeldCell.shrinking("", "mute", "small");
  private final Label state = Parts.label("", "mute", "small");

  HeldLine() {
    super(2);
    time.setMinWidth(Region.USE_PREF_SIZE);
    state.setMinWidth(Region.USE_PREF_SIZE);
    for (Label wide : List.of(subject, sender)) {
      wide.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(wide, Priority.ALWAYS);
    }
    HBox first = new HBox(8, subject, time);
    first.setAlignment(Pos.BASELINE_LEFT);
    HBox second = new HBox(8, sender, state);
    second.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(first, second);
  }

  void show(HeldItem item, QuarantineModel model) {
    subject.setText(item.subject());
    sender.setText(item.sender());
    String when = Words.when(item.since(), model.now(), model.zone());
    time.setText(item.overdue() ? when + " · overdue" : when);
    dress(time, "label", item.overdue() ? "bad-text" : "mute", "small");
    state(item);
  }

  /** The share of recipients; in its place what is under way or went wrong. */
  private void state(HeldItem item) {
    Fate worst =
        item.recipients().stream()
            .map(Recipient::fate)
            .filter(f -> f.alarming() || f.under())
            .findFirst()
            .orElse(Fate.HELD);
    if (worst == Fate.HELD) {
      dress(state, "label", "mute", "small");
      state.setText(item.share());
      state.setGraphic(null);
    } else {
      FontIcon icon = new FontIcon(worst.alarming() ? "fth-alert-triangle" : "fth-clock");
      icon.getStyleClass().add(worst.alarming() ? "bad-icon" : "accent-icon");
      dress(state, "label", worst.alarming() ? "bad-text" : "accent-text", "small", "medium");
      state.setText(worst.words());
      state.setGraphic(icon);
    }
  }

  private static void dress(Label label, String... styles) {
    if (!label.getStyleClass().equals(List.of(styles))) {
      label.getStyleClass().setAll(styles);
    }
  }
}
