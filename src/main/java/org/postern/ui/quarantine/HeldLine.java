package org.postern.ui.quarantine;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/**
 * Subject, sender, age and state of one message. It stays in its cell and is filled anew: styling
 * fresh nodes for a screenful of rows takes longer than a frame. FX thread only.
 */
final class HeldLine extends VBox {
  private final Label subject = HeldCell.shrinking("", "strong");
  private final Label time = Parts.label("", "mute", "small");
  private final Label sender = HeldCell.shrinking("", "mute", "small");
  private final Label place = Parts.label("", "mute", "small");
  private final Label state = Parts.label("", "mute", "small");
  private final FontIcon picked = new FontIcon("fth-check-square");
  private final HBox marks = new HBox(6);
  private Marks shown = Marks.NONE;

  HeldLine() {
    super(2);
    time.setMinWidth(Region.USE_PREF_SIZE);
    state.setMinWidth(Region.USE_PREF_SIZE);
    for (Label wide : List.of(subject, sender)) {
      wide.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(wide, Priority.ALWAYS);
    }
    place.setMaxWidth(110);
    place.setGraphic(new FontIcon("fth-inbox"));
    picked.getStyleClass().add("accent-icon");
    HBox first = new HBox(8, picked, subject, time);
    first.setAlignment(Pos.BASELINE_LEFT);
    HBox second = new HBox(8, sender, place, state);
    second.setAlignment(Pos.CENTER_LEFT);
    marks.setMinWidth(0);
    for (Node sometimes : List.of(picked, place, marks)) {
      sometimes.managedProperty().bind(sometimes.visibleProperty());
    }
    getChildren().addAll(first, second, marks);
  }

  /**
   * @param narrow whether there is room for what is wanted least
   */
  void show(HeldItem item, QuarantineModel model, boolean narrow) {
    picked.setVisible(model.browse().picked().get().contains(item.key()));
    String where = item.first().place();
    place.setVisible(!where.isEmpty() && !narrow);
    place.setText(where);
    place.setAccessibleText("in " + where);
    mark(item.marks());
    subject.setText(item.subject());
    sender.setText(item.sender());
    String when = Words.when(item.since(), model.now(), model.zone());
    time.setText(item.overdue() ? when + " · overdue" : when);
    dress(time, "label", item.overdue() ? "bad-text" : "mute", "small");
    state(item);
  }

  private void mark(Marks now) {
    marks.setVisible(!now.equals(Marks.NONE));
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    marks.getChildren().clear();
    now.incidents().stream()
        .limit(2)
        .forEach(n -> marks.getChildren().add(Tag.fact(Tone.ACCENT, "incident " + n)));
    now.assigned()
        .ifPresent(name -> marks.getChildren().add(Tag.fact(Tone.NEUTRAL, "for " + name)));
    now.tags().stream()
        .limit(4)
        .forEach(tag -> marks.getChildren().add(Tag.fact(Tone.NEUTRAL, tag)));
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
