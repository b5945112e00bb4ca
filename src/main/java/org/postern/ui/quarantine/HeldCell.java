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
import org.jspecify.annotations.Nullable;
import org.postern.ui.LetterDiff;
import org.postern.ui.Parts;

/** One line of the list. FX thread only. */
final class HeldCell extends ListCell<ListRow> {
  private final QuarantineModel model;
  private final HeldLine line = new HeldLine();

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
    if (empty || row == null) {
      // Taken away and put back, the line would be styled anew, for each row at each arrival.
      line.setVisible(false);
      if (getGraphic() != line) {
        setGraphic(null);
      }
      setAccessibleText(null);
      return;
    }
    switch (row) {
      case ListRow.Heading(HeldItem.Bucket bucket, int count) -> {
        dress("held-heading");
        setGraphic(heading(name(bucket), count));
        setAccessibleText(null);
      }
      case ListRow.Common(String what, String name, int count) -> {
        dress("held-heading");
        setGraphic(heading(words(what, name), count));
        setAccessibleText(null);
      }
      case ListRow.Message(HeldItem item) -> {
        dress("held-message");
        line.show(item, model, narrow());
        line.setVisible(true);
        setGraphic(line);
        setAccessibleText(
            item.subject() + ", from " + item.sender() + ", " + item.share() + " held");
      }
    }
  }

  /** A class that is taken away and given back costs as much as a new one. */
  private void dress(String style) {
    if (!getStyleClass().contains(style)) {
      getStyleClass().removeAll("held-heading", "held-message");
      getStyleClass().add(style);
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

  static Label shrinking(String text, String... styles) {
    Label label = Parts.label(text, styles);
    label.setMinWidth(0);
    HBox.setHgrow(label, Priority.SOMETIMES);
    return label;
  }
}
