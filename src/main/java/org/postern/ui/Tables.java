package org.postern.ui;

import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;

/**
 * Tables over immutable rows: every text is inert, long ones are whole in their tooltip. FX thread
 * only.
 */
public final class Tables {
  private Tables() {}

  /**
   * An empty table without the menu button, whose columns share the width; {@code nothing} is said
   * when it has no rows.
   */
  public static <R> TableView<R> of(String id, String nothing) {
    TableView<R> table = new TableView<>();
    table.setId(id);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    Label placeholder = Parts.paragraph(nothing, "mute");
    table.setPlaceholder(placeholder);
    return table;
  }

  /** A column of plain text; {@code styles} go to its cells ("mono", "mute", "right"). */
  public static <R> TableColumn<R, String> text(
      String title, double width, Function<? super R, String> value, String... styles) {
    TableColumn<R, String> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
    column.setCellFactory(_ -> new TextCell<>(styles));
    column.setComparator(String.CASE_INSENSITIVE_ORDER);
    for (String style : styles) {
      if (style.equals("right")) {
        column.getStyleClass().add(style);
      }
    }
    return column;
  }

  /** A column that draws each row its own way, sorted by {@code order}. */
  public static <R> TableColumn<R, R> drawn(
      String title,
      double width,
      Function<? super R, @Nullable Node> draw,
      Comparator<? super R> order) {
    TableColumn<R, R> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> new DrawnCell<>(draw));
    column.setComparator((a, b) -> order.compare(a, b));
    return column;
  }

  private static final class TextCell<R> extends TableCell<R, String> {
    TextCell(String... styles) {
      getStyleClass().addAll(styles);
      if (getStyleClass().contains("mono")) {
        setTextOverrun(OverrunStyle.CENTER_ELLIPSIS); // both ends of a name matter
      }
    }

    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      String shown = empty || item == null ? null : Inert.brief(item, 400);
      setText(shown);
      setTooltip(shown == null || shown.length() < 18 ? null : new Tooltip(shown));
    }
  }

  private static final class DrawnCell<R> extends TableCell<R, R> {
    private final Function<? super R, @Nullable Node> draw;

    DrawnCell(Function<? super R, @Nullable Node> draw) {
      this.draw = draw;
    }

    @Override
    protected void updateItem(@Nullable R item, boolean empty) {
      super.updateItem(item, empty);
      setGraphic(empty || item == null ? null : draw.apply(item));
    }
  }
}
