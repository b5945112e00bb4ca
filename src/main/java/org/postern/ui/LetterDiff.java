package org.postern.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;

/**
 * Typed above meant, letter by letter. A letter left out is a box with a line under it, an added or
 * wrong one is struck through, two swapped ones have a dashed line, and what should stand there is
 * underlined: the marks tell without colour, too. Long names wrap with their two rows together. It
 * takes the focus; Ctrl+C and its menu copy both names. FX thread only.
 */
public final class LetterDiff extends HBox {
  private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");
  private static final int RUN = 8;

  private final String typed;
  private final String meant;

  private LetterDiff(String typed, String meant, boolean small) {
    this.typed = Inert.brief(typed, 400);
    this.meant = Inert.brief(meant, 400);
    List<Letters.Column> columns = Letters.align(this.typed, this.meant);
    FlowPane flow = new FlowPane(0, small ? 6 : 12);
    flow.setPrefWrapLength(4000);
    HBox.setHgrow(flow, javafx.scene.layout.Priority.ALWAYS);
    runs(columns).forEach(run -> flow.getChildren().add(run));
    VBox names = new VBox(4, rowName("typed"), rowName("meant"));
    names.setMinWidth(Region.USE_PREF_SIZE);
    getStyleClass().add("letters");
    if (small) {
      getStyleClass().add("letters-small");
      getChildren().add(flow);
    } else {
      getChildren().addAll(names, flow);
    }
    setFocusTraversable(!small);
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(spoken(columns));
    copying();
  }

  /** The two rows with their names, in the size of a headline. */
  public static LetterDiff of(String typed, String meant) {
    return new LetterDiff(typed, meant, false);
  }

  /** The two rows without their names, in text size. */
  public static LetterDiff small(String typed, String meant) {
    return new LetterDiff(typed, meant, true);
  }

  /** The typed name alone, with its marks, on one line in text size: for tables and lists. */
  public static Node typed(String typed, String meant) {
    return line(typed, meant, LetterDiff::typedLetter);
  }

  /** The meant name alone, with its marks, on one line in text size. */
  public static Node meant(String typed, String meant) {
    return line(typed, meant, LetterDiff::meantLetter);
  }

  private static Node line(
      String typed, String meant, BiFunction<Letters.Mark, Letters.Column, Label> letter) {
    List<Letters.Column> columns = Letters.align(Inert.brief(typed, 400), Inert.brief(meant, 400));
    HBox line = new HBox();
    line.getStyleClass().addAll("letters", "letters-small");
    line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    line.setAccessibleRole(AccessibleRole.TEXT);
    line.setAccessibleText(spoken(columns));
    for (Letters.Column column : merged(columns)) {
      line.getChildren().add(letter.apply(column.mark(), column));
    }
    return line;
  }

  /**
   * Equal letters stand together in short runs that break at dots, so that long names wrap where
   * they may.
   */
  private static List<Node> runs(List<Letters.Column> columns) {
    List<Node> runs = new ArrayList<>();
    for (Letters.Column column : merged(columns)) {
      VBox pair =
          new VBox(4, typedLetter(column.mark(), column), meantLetter(column.mark(), column));
      pair.setFillWidth(true);
      runs.add(pair);
    }
    return runs;
  }

  private static List<Letters.Column> merged(List<Letters.Column> columns) {
    List<Letters.Column> merged = new ArrayList<>();
    for (Letters.Column column : columns) {
      Letters.Column last = merged.isEmpty() ? null : merged.getLast();
      boolean joins =
          last != null
              && last.mark() == Letters.Mark.SAME
              && column.mark() == Letters.Mark.SAME
              && last.typed().length() < RUN
              && !last.typed().endsWith(".");
      if (joins && last != null) {
        merged.set(
            merged.size() - 1,
            new Letters.Column(
                Letters.Mark.SAME, last.typed() + column.typed(), last.meant() + column.meant()));
      } else if (last != null && replaced(last, column)) {
        merged.set(
            merged.size() - 1,
            new Letters.Column(
                Letters.Mark.WRONG, last.typed() + column.typed(), last.meant() + column.meant()));
      } else {
        merged.add(column);
      }
    }
    return merged;
  }

  /** Neighbouring marks with a wrong letter among them are one replacement: "rn" for "m". */
  private static boolean replaced(Letters.Column a, Letters.Column b) {
    return edited(a)
        && edited(b)
        && (a.mark() == Letters.Mark.WRONG || b.mark() == Letters.Mark.WRONG);
  }

  private static boolean edited(Letters.Column column) {
    return column.mark() != Letters.Mark.SAME && column.mark() != Letters.Mark.SWAPPED;
  }

  private static Label typedLetter(Letters.Mark mark, Letters.Column column) {
    return switch (mark) {
      case SAME -> letter(column.typed(), "same");
      case MISSING -> letter(" ".repeat(Math.max(1, column.meant().length())), "gap");
      case EXTRA -> letter(column.typed(), "extra");
      case WRONG -> letter(column.typed(), "wrong");
      case SWAPPED -> letter(column.typed(), "swapped");
    };
  }

  private static Label meantLetter(Letters.Mark mark, Letters.Column column) {
    return switch (mark) {
      case SAME -> letter(column.meant(), "same");
      case MISSING -> letter(column.meant(), "added");
      case EXTRA -> letter(" ".repeat(Math.max(1, column.typed().length())), "nothing");
      case WRONG, SWAPPED -> letter(column.meant(), "right");
    };
  }

  private static Label letter(String text, String style) {
    Label label = new Label(text);
    label.getStyleClass().addAll("letter", style);
    label.setMaxWidth(Double.MAX_VALUE);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label rowName(String name) {
    return Parts.label(name, "row-name");
  }

  /** What a screen reader says: the names, then each mark in words. */
  static String spoken(List<Letters.Column> columns) {
    StringBuilder typed = new StringBuilder();
    StringBuilder meant = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    for (Letters.Column column : columns) {
      typed.append(column.typed());
      meant.append(column.meant());
      switch (column.mark()) {
        case SAME -> {}
        case MISSING -> marks.append(", ").append(column.meant()).append(" left out");
        case EXTRA -> marks.append(", ").append(column.typed()).append(" added");
        case WRONG ->
            marks.append(", ").append(column.typed()).append(" for ").append(column.meant());
        case SWAPPED -> marks.append(", ").append(column.typed()).append(" out of place");
      }
    }
    return "typed " + typed + ", meant " + meant + marks;
  }

  private void copying() {
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (COPY.match(event)) {
            event.consume();
            Parts.copy(both());
          }
        });
    setOnMouseClicked(_ -> requestFocus());
    MenuItem both = new MenuItem("Copy both");
    both.setOnAction(_ -> Parts.copy(both()));
    MenuItem first = new MenuItem("Copy typed");
    first.setOnAction(_ -> Parts.copy(typed));
    MenuItem second = new MenuItem("Copy meant");
    second.setOnAction(_ -> Parts.copy(meant));
    ContextMenu menu = new ContextMenu(both, first, second);
    setOnContextMenuRequested(event -> menu.show(this, event.getScreenX(), event.getScreenY()));
  }

  private String both() {
    return "typed " + typed + "\nmeant " + meant;
  }
}
