package org.postern.ui.history;

import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.store.Found;
import org.postern.store.Item;
import org.postern.store.ListIndex;
import org.postern.ui.Parts;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** Draws one list as it stood, with a filter. FX thread only. */
final class PastLists {
  private final PastModel model;
  private final BiConsumer<Listing, EntryPattern> entry;
  private final TableView<Item> table =
      Tables.of("past-table", "No entry stood here then, or none matches the filter.");
  private final ToggleButton trusted = segment("past-trusted");
  private final ToggleButton blocked = segment("past-blocked");
  private final VBox root;

  /**
   * @param entry opens the history of an entry
   */
  PastLists(PastModel model, BiConsumer<Listing, EntryPattern> entry) {
    this.model = model;
    this.entry = entry;
    List<TableColumn<Item, ?>> columns =
        List.of(
            Tables.text("pattern", 220, i -> i.entry().pattern().display(), "mono"),
            Tables.text("note", 220, i -> i.entry().note()),
            Tables.text("owner", 120, i -> i.entry().owner()),
            Tables.text("mode", 80, i -> i.entry().mode().word(), "mute"),
            Tables.drawn("ends", 120, this::ends, (_, _) -> 0),
            Tables.text("added by", 110, Item::createdBy, "mute"));
    columns.forEach(c -> c.setSortable(false));
    columns.get(4).setMinWidth(115);
    // What matters less leaves when the sheet is narrow.
    for (int less : new int[] {2, 3, 5}) {
      columns.get(less).visibleProperty().bind(table.widthProperty().greaterThan(700));
    }
    table.getColumns().setAll(columns);
    PastSheet.opening(table, this::open);
    VBox.setVgrow(table, Priority.ALWAYS);
    root = new VBox(10, bar(), table);
    model.found().addListener((_, _, now) -> fill(now));
    model.shown().addListener((javafx.beans.Observable _) -> count());
    fill(model.found().get());
    count();
  }

  Node root() {
    return root;
  }

  private Node bar() {
    SegmentedButton which = new SegmentedButton(trusted, blocked);
    which.setMinWidth(SegmentedButton.USE_PREF_SIZE);
    trusted.setSelected(true);
    which
        .getToggleGroup()
        .selectedToggleProperty()
        .addListener(
            (_, old, now) -> {
              if (now == null) {
                which.getToggleGroup().selectToggle(old);
              } else {
                model.listing().set(trusted.isSelected() ? Listing.TRUSTED : Listing.BLOCKED);
              }
            });
    TextField filter = Parts.field("Filter the list of then");
    filter.setId("past-filter");
    filter.setAccessibleText("Filter the list of then");
    filter.textProperty().bindBidirectional(model.filter());
    HBox.setHgrow(filter, Priority.ALWAYS);
    Label rows = Parts.label("", "mute");
    model.found().addListener((_, _, now) -> rows.setText(now == null ? "" : shown(now.size())));
    HBox bar = new HBox(10, which, filter, rows);
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private static String shown(int n) {
    return String.format("%,d shown", n);
  }

  private void count() {
    trusted.setText("Trusted  " + size(Listing.TRUSTED));
    blocked.setText("Blocked  " + size(Listing.BLOCKED));
  }

  private String size(Listing listing) {
    PastModel.Shown now = model.shown().get();
    ListIndex index = now == null ? null : now.lists().get(listing);
    return index == null ? "" : String.format("%,d", index.size());
  }

  private void fill(@Nullable Found now) {
    table.setItems(
        now == null ? FXCollections.observableArrayList() : FXCollections.observableList(now));
  }

  private Node ends(Item item) {
    Entry e = item.entry();
    PastModel.Shown now = model.shown().get();
    if (e.expires() == null) {
      return Parts.label("never", "mute");
    }
    LocalDate day = LastDay.of(e.expires(), model.zone());
    boolean over = now != null && !now.moment().at().isBefore(e.expires());
    if (!over) {
      return Parts.label(day.toString());
    }
    return e.listing() == Listing.TRUSTED
        ? Tag.of(Tone.BAD, "had ended")
        : Tag.of(Tone.HOLD, "to be decided");
  }

  private void open() {
    Item item = table.getSelectionModel().getSelectedItem();
    if (item != null) {
      entry.accept(item.entry().listing(), item.entry().pattern());
    }
  }

  private static ToggleButton segment(String id) {
    ToggleButton button = new ToggleButton();
    button.getStyleClass().add("segment");
    button.setId(id);
    return button;
  }
}
