package org.postern.ui.domains;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Tags;
import org.postern.store.Found;
import org.postern.store.Hits;
import org.postern.store.Item;
import org.postern.ui.Parts;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** The rows of one list. Columns that matter less leave when the table is narrow. */
final class EntryTable {
  /** Ctrl+A takes so many at most: each selected row costs the table. */
  private static final int MAX_SELECTED = 10_000;

  /** Of more tags than this it is said how many more there are. */
  private static final int SHOWN_TAGS = 2;

  /** Of more selected rows the first ones stay selected when the rows change. */
  private static final int MAX_FOLLOWED = 1_000;

  private final DomainsModel model;
  private final BrowseModel browse;
  private final TableView<Item> table =
      Tables.of("domains-table", "No entry matches the filter. Esc clears it.");
  private final Map<TableColumn<Item, ?>, Found.Order> orders = new HashMap<>();
  private final ColumnsMemory columns;

  private Set<EntryPattern> held = Set.of();
  private int heldAt = -1;
  private boolean stay;

  EntryTable(DomainsModel model) {
    this.model = model;
    this.browse = model.browse();
    columns = new ColumnsMemory(table, model.settings());
    var pattern = column("pattern", 240, Found.Order.PATTERN, EntryTable::pattern);
    var kind =
        column("matches", 145, Found.Order.KIND, i -> mute(Examples.kind(i.entry().pattern())));
    var note =
        edited("note", 215, Found.Order.NOTE, i -> text(Tags.note(i.entry())), EntryField.NOTE);
    var tags = edited("tags", 130, Found.Order.TAGS, EntryTable::tags, EntryField.TAGS);
    var owner =
        edited("owner", 125, Found.Order.OWNER, i -> text(i.entry().owner()), EntryField.OWNER);
    var source = column("source", 90, Found.Order.SOURCE, i -> mute(i.entry().source()));
    var mode = edited("mode", 105, Found.Order.MODE, EntryTable::mode, EntryField.MODE);
    var ends = edited("ends", 125, Found.Order.ENDS, this::ends, EntryField.lastDay(model.zone()));
    var hits = column("held, 90 days", 105, Found.Order.HELD, this::hits);
    var seen = column("last seen", 100, Found.Order.SEEN, this::seen);
    var added = column("added by", 105, Found.Order.ADDED_BY, i -> mute(i.createdBy()));
    var when =
        column("added", 100, Found.Order.ADDED, i -> mute(model.day(i.created()).toString()));
    table
        .getColumns()
        .setAll(
            List.of(pattern, kind, note, tags, owner, source, mode, ends, hits, seen, added, when));
    pattern.setMinWidth(150);
    note.setMinWidth(90);
    kind.setMinWidth(145);
    ends.setMinWidth(125);
    mode.setMinWidth(95);
    tags.setMinWidth(120);
    hits.setMinWidth(110);
    seen.setMinWidth(105);
    columns.needs(added, 1270);
    columns.needs(source, 1300);
    columns.needs(kind, 1240);
    columns.needs(tags, 940);
    columns.needs(owner, 860);
    columns.needs(hits, 640);
    columns.needs(seen, 1080);
    columns.needs(mode, 540);
    columns.unwanted(when);
    columns.start();
    table.setItems(browse.rows());
    table.setSortPolicy(_ -> sort());
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setRowFactory(_ -> row());
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    browse.around(this::remember, this::keepSelection);
  }

  private TableColumn<Item, Item> column(
      String title, double width, Found.Order order, Function<Item, @Nullable Node> draw) {
    TableColumn<Item, Item> column = Tables.drawn(title, width, draw, (_, _) -> 0);
    orders.put(column, order);
    return column;
  }

  private TableColumn<Item, Item> edited(
      String title,
      double width,
      Found.Order order,
      Function<Item, @Nullable Node> draw,
      EntryField field) {
    TableColumn<Item, Item> column = column(title, width, order, draw);
    column.setCellFactory(_ -> new InPlace(draw, field, model));
    return column;
  }

  private boolean sort() {
    if (table.getSortOrder().isEmpty()) {
      browse.sort(Found.Order.PATTERN, false);
    } else {
      TableColumn<Item, ?> by = table.getSortOrder().getFirst();
      browse.sort(
          orders.getOrDefault(by, Found.Order.PATTERN),
          by.getSortType() == TableColumn.SortType.DESCENDING);
    }
    return true;
  }

  /** Orders the rows by a column, smallest first. */
  void sortBy(Found.Order order) {
    orders.forEach(
        (column, by) -> {
          if (by == order) {
            column.setSortType(TableColumn.SortType.ASCENDING);
            table.getSortOrder().setAll(List.of(column));
            table.sort();
            table.scrollTo(0);
          }
        });
  }

  private void pressed(KeyEvent event) {
    if (table.getEditingCell() != null) {
      return;
    }
    if (event.getCode() == KeyCode.ENTER
        && !event.isShortcutDown() // that proposes the draft
        && !table.getSelectionModel().isEmpty()) {
      model.edit(table.getSelectionModel().getSelectedItem());
      event.consume();
    } else if (event.getCode() == KeyCode.F2 && !table.getSelectionModel().isEmpty()) {
      note();
      event.consume();
    } else if (event.getCode() == KeyCode.A
        && event.isShortcutDown()
        && browse.rows().size() > MAX_SELECTED) {
      table.getSelectionModel().clearSelection();
      table.getSelectionModel().selectRange(0, MAX_SELECTED);
      event.consume();
    }
  }

  /** Opens the note of the selected row, or the cell that was clicked last. */
  private void note() {
    orders.forEach(
        (column, by) -> {
          if (by == Found.Order.NOTE) {
            table.setEditable(true);
            table.edit(table.getSelectionModel().getSelectedIndex(), column);
          }
        });
  }

  Node columns() {
    return columns.menu();
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
    stay = true;
  }

  private void remember() {
    held =
        table.getSelectionModel().getSelectedIndices().stream()
            .filter(i -> i < browse.rows().size())
            .map(i -> browse.rows().get(i).entry().pattern())
            .collect(Collectors.toSet());
    heldAt =
        table.getSelectionModel().getSelectedIndices().stream()
            .mapToInt(Integer::intValue)
            .min()
            .orElse(-1);
  }

  private void keepSelection() {
    Rows rows = browse.rows();
    table.getSelectionModel().clearSelection();
    int[] at =
        held.stream()
            .limit(MAX_FOLLOWED)
            .mapToInt(rows::indexOf)
            .filter(i -> i >= 0)
            .sorted()
            .toArray();
    if (at.length > 0) {
      table.getSelectionModel().selectIndices(at[0], at);
    } else if (stay && heldAt >= 0 && !rows.isEmpty()) {
      table.getSelectionModel().clearAndSelect(Math.min(heldAt, rows.size() - 1));
    }
    stay = false;
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

  private static Node text(String text) {
    Label label = Parts.label(Inert.brief(text, 400));
    label.setMinWidth(0);
    if (text.length() > 18) {
      label.setTooltip(new Tooltip(Inert.brief(text, 400)));
    }
    return label;
  }

  private static Node mute(String text) {
    Node label = text(text);
    label.getStyleClass().add("mute");
    return label;
  }

  private static Node tags(Item item) {
    HBox tags = new HBox(4);
    tags.setAlignment(Pos.CENTER_LEFT);
    List<String> all = List.copyOf(Tags.of(item.entry()));
    for (String each : all.subList(0, Math.min(SHOWN_TAGS, all.size()))) {
      Tag tag = Tag.fact(Tone.NEUTRAL, each);
      tag.setTooltip(new Tooltip(Inert.brief("#" + String.join(" #", all), 400)));
      tags.getChildren().add(tag);
    }
    if (all.size() > SHOWN_TAGS) {
      Label more = Parts.label("+" + (all.size() - SHOWN_TAGS), "mute", "small");
      more.setMinWidth(Label.USE_PREF_SIZE);
      tags.getChildren().add(more);
    }
    return tags;
  }

  private Node hits(Item item) {
    Hits.Count count = browse.hits(item.entry().pattern());
    return count == null || count.hits() == 0
        ? mute("–")
        : text(String.format("%,d", count.hits()));
  }

  private Node seen(Item item) {
    Hits.Count count = browse.hits(item.entry().pattern());
    return mute(count == null ? "–" : count.last().toString());
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
    if (Ends.passed(item, model.clock())) {
      return entry.listing() == Listing.TRUSTED
          ? Tag.of(Tone.BAD, "ended")
          : Tag.of(Tone.HOLD, "to be decided");
    }
    if (Ends.soon(item, model.clock())) {
      long days = Ends.left(item, model.clock());
      return Tag.of(
          Tone.HOLD, days == 0 ? "today" : days == 1 ? "in 1 day" : "in " + days + " days");
    }
    return Parts.label(LastDay.of(entry.expires(), model.zone()).toString());
  }
}
