package org.postern.ui.domains;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.function.BiFunction;
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
import org.postern.policy.Mode;
import org.postern.store.Item;
import org.postern.ui.Parts;

/**
 * A cell that is edited where it stands: a double click or F2 opens it, Enter saves, Esc does not.
 * FX thread only.
 */
final class InPlace extends TableCell<Item, Item> {
  /**
   * What a column lets be edited.
   *
   * @param name of the field, for a screen reader
   * @param text of the entry, as it is typed
   * @param typed the entry with what was typed; null if that cannot be read
   */
  record Field(
      String name, Function<Entry, String> text, BiFunction<Entry, String, @Nullable Entry> typed) {

    static final Field NOTE =
        new Field(
            "Note",
            Entry::note,
            (e, t) ->
                new Entry(
                    e.pattern(), e.listing(), e.mode(), t, e.owner(), e.source(), e.expires()));

    static final Field OWNER =
        new Field(
            "Owner",
            Entry::owner,
            (e, t) ->
                new Entry(
                    e.pattern(), e.listing(), e.mode(), e.note(), t, e.source(), e.expires()));

    static final Field MODE =
        new Field(
            "Mode: enforced or monitored",
            e -> e.mode() == Mode.MONITOR ? "monitored" : "enforced",
            InPlace::mode);

    static Field lastDay(ZoneId zone) {
      return new Field(
          "Last day as 2027-11-22, or never",
          e ->
              e.expires() == null
                  ? "never"
                  : LocalDate.ofInstant(e.expires(), zone).minusDays(1).toString(),
          (e, t) -> until(e, t, zone));
    }
  }

  private final Function<Item, @Nullable Node> draw;
  private final Field field;
  private final DomainsModel model;

  InPlace(Function<Item, @Nullable Node> draw, Field field, DomainsModel model) {
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
    text.setAccessibleText(field.name);
    text.setText(field.text.apply(item.entry()));
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
      Entry after = field.typed.apply(item.entry(), text.getText().strip());
      if (after == null) {
        text.getStyleClass().add("wrong");
        text.selectAll();
      } else {
        cancelEdit();
        model.save(item, after);
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

  private static @Nullable Entry mode(Entry e, String typed) {
    Mode mode =
        "monitored".startsWith(typed.toLowerCase(java.util.Locale.ROOT)) && !typed.isEmpty()
            ? Mode.MONITOR
            : "enforced".startsWith(typed.toLowerCase(java.util.Locale.ROOT)) && !typed.isEmpty()
                ? Mode.ENFORCE
                : null;
    return mode == null
        ? null
        : new Entry(e.pattern(), e.listing(), mode, e.note(), e.owner(), e.source(), e.expires());
  }

  private static @Nullable Entry until(Entry e, String typed, ZoneId zone) {
    try {
      boolean never = typed.isEmpty() || typed.equalsIgnoreCase("never");
      var expires =
          never ? null : LocalDate.parse(typed).plusDays(1).atStartOfDay(zone).toInstant();
      return new Entry(
          e.pattern(), e.listing(), e.mode(), e.note(), e.owner(), e.source(), expires);
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
