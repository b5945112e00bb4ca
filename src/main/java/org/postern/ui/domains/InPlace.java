package org.postern.ui.domains;

import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.store.Item;
import org.postern.ui.Parts;

/**
 * A cell that is edited where it stands: a double click or F2 opens it, Enter saves, Esc does not.
 * FX thread only.
 */
final class InPlace extends TableCell<Item, Item> {
  private final Function<Item, @Nullable Node> draw;
  private final EntryField field;
  private final DomainsModel model;

  InPlace(Function<Item, @Nullable Node> draw, EntryField field, DomainsModel model) {
    this.draw = draw;
    this.field = field;
    this.model = model;
    setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2
              && event.getButton() == MouseButton.PRIMARY
              && !isEmpty()) {
            open(getIndex(), getTableColumn());
            event.consume();
          }
        });
  }

  /** Only on purpose: a table that is always editable opens a cell at a click on its own row. */
  private void open(int row, TableColumn<Item, Item> column) {
    getTableView().setEditable(true);
    getTableView().edit(row, column);
  }

  @Override
  public void startEdit() {
    super.startEdit();
    Item item = getItem();
    if (!isEditing() || item == null) {
      return;
    }
    TextField text = Parts.field("");
    text.setId("entry-in-place");
    text.setAccessibleText(field.name());
    text.setText(field.text().apply(item.entry()));
    text.addEventHandler(KeyEvent.KEY_PRESSED, event -> pressed(event, item, text));
    text.focusedProperty()
        .addListener(
            (_, _, focused) -> {
              if (!focused && isEditing()) {
                cancelEdit();
              }
            });
    setGraphic(text);
    text.requestFocus();
    text.selectAll();
  }

  private void pressed(KeyEvent event, Item item, TextField text) {
    if (event.getCode() == KeyCode.ESCAPE) {
      cancelEdit();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      String typed = text.getText().strip();
      boolean same = typed.equals(field.text().apply(item.entry()));
      Entry after = same ? item.entry() : field.typed().apply(item.entry(), typed);
      if (after == null) {
        text.getStyleClass().add("wrong");
        text.selectAll();
      } else {
        cancelEdit();
        if (!same) {
          model.save(item, after);
        }
      }
      event.consume();
    }
  }

  @Override
  public void cancelEdit() {
    super.cancelEdit();
    getTableView().setEditable(false);
    Item item = getItem();
    setGraphic(item == null ? null : draw.apply(item));
    getTableView().requestFocus();
  }

  @Override
  protected void updateItem(@Nullable Item item, boolean empty) {
    super.updateItem(item, empty);
    if (!isEditing()) {
      setGraphic(empty || item == null ? null : draw.apply(item));
    }
  }
}
