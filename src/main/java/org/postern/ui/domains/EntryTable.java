package org.postern.ui.domains;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Item;
import org.postern.ui.Parts;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** The rows of one list. Columns that matter less leave when the table is narrow. */
final class EntryTable {
  private static final Comparator<Item> BY_END =
      Comparator.comparing(
          i -> i.entry().expires(), Comparator.nullsLast(Comparator.naturalOrder()));

  private final DomainsModel model;
  private final TableView<Item> table =
      Tables.of("domains-table", "No entry matches the filter. Esc clears it.");

  private Set<EntryPattern> held = Set.of();
  private int heldAt = -1;

  EntryTable(DomainsModel model) {
    this.model = model;
    TableColumn<Item, Item> pattern =
        Tables.drawn(
            "pattern",
            215,
            EntryTable::pattern,
            Comparator.comparing(i -> i.entry().pattern().text()));
    TableColumn<Item, String> kind =
        Tables.text("matches", 135, i -> Examples.kind(i.entry().pattern()), "mute");
    TableColumn<Item, String> note = Tables.text("note", 290, i -> i.entry().note());
    TableColumn<Item, String> owner = Tables.text("owner", 150, i -> i.entry().owner());
    TableColumn<Item, String> source = Tables.text("source", 90, i -> i.entry().source(), "mute");
    TableColumn<Item, Item> mode =
        Tables.drawn("mode", 105, EntryTable::mode, Comparator.comparing(i -> i.entry().mode()));
    TableColumn<Item, Item> ends = Tables.drawn("ends", 125, this::ends, BY_END);
    TableColumn<Item, String> added = Tables.text("added by", 105, i -> i.createdBy(), "mute");
    table.getColumns().setAll(List.of(pattern, kind, note, owner, source, mode, ends, added));
    pattern.setMinWidth(150);
    ends.setMinWidth(125);
    mode.setMinWidth(95);
    table
        .widthProperty()
        .addListener(
            (_, _, width) -> {
              double w = width.doubleValue();
              added.setVisible(w > 1080);
              source.setVisible(w > 980);
              kind.setVisible(w > 880);
              owner.setVisible(w > 720);
              mode.setVisible(w > 540);
            });
    SortedList<Item> sorted = new SortedList<>(model.rows());
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setRowFactory(_ -> row());
    table.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER && !selected().isEmpty()) {
            model.edit(selected().getFirst());
            event.consume();
          }
        });
    sorted.addListener((ListChangeListener<Item>) _ -> keepSelection());
  }

  TableView<Item> root() {
    return table;
  }

  List<Item> selected() {
    return List.copyOf(table.getSelectionModel().getSelectedItems());
  }

  /** The patterns of the selected rows, one a line, as they would be imported. */
  void copy() {
    Parts.copy(
        selected().stream().map(i -> i.entry().pattern().text()).collect(Collectors.joining("\n")));
  }

  /**
   * The next change of the rows keeps what is selected now, or selects what took its place, so that
   * the hands may stay where they are.
   */
  void hold() {
    held = selected().stream().map(i -> i.entry().pattern()).collect(Collectors.toSet());
    heldAt = selected().stream().mapToInt(table.getItems()::indexOf).min().orElse(-1);
  }

  private void keepSelection() {
    if (heldAt < 0 || table.getItems().isEmpty()) {
      return;
    }
    table.getSelectionModel().clearSelection();
    for (int i = 0; i < table.getItems().size(); i++) {
      if (held.contains(table.getItems().get(i).entry().pattern())) {
        table.getSelectionModel().select(i);
      }
    }
    if (table.getSelectionModel().isEmpty()) {
      table.getSelectionModel().clearAndSelect(Math.min(heldAt, table.getItems().size() - 1));
    }
    heldAt = -1;
  }

  private TableRow<Item> row() {
    TableRow<Item> row = new TableRow<>();
    row.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && row.getItem() != null) {
            model.edit(row.getItem());
          }
        });
    return row;
  }

  private static Node pattern(Item item) {
    EntryPattern pattern = item.entry().pattern();
    Label letters = Parts.label(Inert.brief(Examples.inLetters(pattern), 300), "mono");
    letters.setMinWidth(0);
    letters.setTooltip(new Tooltip(Inert.brief(pattern.display(), 600)));
    letters.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    VBox lines = new VBox(letters);
    lines.setAlignment(Pos.CENTER_LEFT);
    String ascii = Examples.inAscii(pattern);
    if (ascii != null) {
      Label second = Parts.label(ascii, "mono", "tiny", "mute");
      second.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
      lines.getChildren().add(second);
    }
    return lines;
  }

  private static Node mode(Item item) {
    return item.entry().mode() == Mode.MONITOR
        ? Tag.of(Tone.HOLD, "monitored")
        : Parts.label("enforced", "mute");
  }

  private Node ends(Item item) {
    Entry entry = item.entry();
    if (entry.expires() == null) {
      return Parts.label("never", "mute");
    }
    if (model.ended(item)) {
      return entry.listing() == Listing.TRUSTED
          ? Tag.of(Tone.BAD, "ended")
          : Tag.of(Tone.HOLD, "to be decided");
    }
    if (model.endsSoon(item)) {
      long days = model.daysLeft(item);
      return Tag.of(
          Tone.HOLD, days == 0 ? "today" : days == 1 ? "in 1 day" : "in " + days + " days");
    }
    return Parts.label(model.day(entry.expires()).minusDays(1).toString());
  }
}
