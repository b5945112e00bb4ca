package org.postern.ui.quarantine;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.ui.LetterDiff;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** One line of the list. FX thread only. */
final class HeldCell extends ListCell<ListRow> {
  private final QuarantineModel model;

  HeldCell(QuarantineModel model) {
    this.model = model;
    setPrefWidth(0); // as wide as the list, never wider
    addEventFilter(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          if (!(getItem() instanceof ListRow.Message(HeldItem item))) {
            event.consume();
          } else if (event.isShortcutDown()) {
            model.browse().pick(item.key());
            event.consume();
          }
        });
  }

  @Override
  protected void updateItem(@Nullable ListRow row, boolean empty) {
    super.updateItem(row, empty);
    getStyleClass().removeAll("held-heading", "held-message");
    setText(null);
    if (empty || row == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    switch (row) {
      case ListRow.Heading(HeldItem.Bucket bucket, int count) -> {
        getStyleClass().add("held-heading");
        setGraphic(heading(name(bucket), count));
      }
      case ListRow.Common(String what, String name, int count) -> {
        getStyleClass().add("held-heading");
        setGraphic(heading(words(what, name), count));
      }
      case ListRow.Message(HeldItem item) -> {
        getStyleClass().add("held-message");
        setGraphic(message(item));
        setAccessibleText(
            item.subject() + ", from " + item.sender() + ", " + item.share() + " held");
      }
    }
  }

  private Node heading(Node name, int count) {
    String words = narrow() ? Integer.toString(count) : Words.count(count, "message");
    Label number = Parts.label(words, "mute", "small");
    number.setAccessibleText(Words.count(count, "message"));
    number.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(8, name, Parts.spring(), number);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private boolean narrow() {
    return getListView() != null && getListView().getWidth() < 340;
  }

  private Node name(HeldItem.Bucket bucket) {
    return switch (bucket.kind()) {
      case RESEMBLES -> pair(bucket);
      case BLOCKED -> words("Blocked: ", bucket.typed());
      case UNLISTED -> words("On no list: ", bucket.typed());
      case PASSES_NOW -> words("Trusted now: ", bucket.typed());
      case NOT_AN_ADDRESS -> words("Not an address", "");
    };
  }

  private Node pair(HeldItem.Bucket bucket) {
    if (bucket.typed().length() + bucket.meant().length() > (narrow() ? 25 : 32)) {
      Label both = shrinking(bucket.typed() + " → " + bucket.meant(), "mono-strong", "small");
      both.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
      return both;
    }
    HBox line =
        new HBox(
            6,
            LetterDiff.typed(bucket.typed(), bucket.meant()),
            arrow(),
            LetterDiff.meant(bucket.typed(), bucket.meant()));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static Label arrow() {
    Label arrow = Parts.label("→", "mute", "small");
    arrow.setMinWidth(Region.USE_PREF_SIZE);
    return arrow;
  }

  private static Node words(String words, String name) {
    Label what = Parts.label(words, "medium", "small");
    what.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(what);
    if (!name.isEmpty()) {
      line.getChildren().add(shrinking(name, "mono-strong", "small"));
    }
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private Node message(HeldItem item) {
    Label subject = shrinking(item.subject(), "strong");
    String when = Words.when(item.since(), model.now(), model.zone());
    Label time =
        Parts.label(
            item.overdue() ? when + " · overdue" : when,
            item.overdue() ? "bad-text" : "mute",
            "small");
    time.setMinWidth(Region.USE_PREF_SIZE);
    Label sender = shrinking(item.sender(), "mute", "small");
    HBox second = new HBox(8, sender);
    if (!item.first().place().isEmpty() && !narrow()) {
      Label place = Parts.label(item.first().place(), "mute", "small");
      place.setMaxWidth(110);
      place.setGraphic(new FontIcon("fth-inbox"));
      place.setAccessibleText("in " + item.first().place());
      second.getChildren().add(place);
    }
    second.getChildren().addAll(Parts.spring(), state(item));
    second.setAlignment(Pos.CENTER_LEFT);
    HBox first = new HBox(8);
    if (model.browse().picked().get().contains(item.key())) {
      FontIcon icon = new FontIcon("fth-check-square");
      icon.getStyleClass().add("accent-icon");
      first.getChildren().add(icon);
    }
    first.getChildren().addAll(subject, Parts.spring(), time);
    first.setAlignment(Pos.BASELINE_LEFT);
    VBox lines = new VBox(2, first, second);
    if (!item.marks().equals(Marks.NONE)) {
      lines.getChildren().add(marks(item.marks()));
    }
    return lines;
  }

  private static Node marks(Marks marks) {
    HBox line = new HBox(6);
    marks.incidents().stream()
        .limit(2)
        .forEach(n -> line.getChildren().add(Tag.fact(Tone.ACCENT, "incident " + n)));
    marks
        .assigned()
        .ifPresent(name -> line.getChildren().add(Tag.fact(Tone.NEUTRAL, "for " + name)));
    marks.tags().stream()
        .limit(4)
        .forEach(tag -> line.getChildren().add(Tag.fact(Tone.NEUTRAL, tag)));
    line.setMinWidth(0);
    return line;
  }

  /** The share of recipients; in its place what is under way or went wrong. */
  private static Node state(HeldItem item) {
    Fate worst =
        item.recipients().stream()
            .map(Recipient::fate)
            .filter(f -> f.alarming() || f.under())
            .findFirst()
            .orElse(Fate.HELD);
    Label label;
    if (worst == Fate.HELD) {
      label = Parts.label(item.share(), "mute", "small");
    } else {
      label =
          Parts.label(
              worst.words(), worst.alarming() ? "bad-text" : "accent-text", "small", "medium");
      FontIcon icon = new FontIcon(worst.alarming() ? "fth-alert-triangle" : "fth-clock");
      icon.getStyleClass().add(worst.alarming() ? "bad-icon" : "accent-icon");
      label.setGraphic(icon);
    }
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label shrinking(String text, String... styles) {
    Label label = Parts.label(text, styles);
    label.setMinWidth(0);
    HBox.setHgrow(label, Priority.SOMETIMES);
    return label;
  }
}
