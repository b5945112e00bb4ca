package org.postern.ui.domains;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.policy.DomainName;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Found;
import org.postern.store.Item;
import org.postern.ui.Card;
import org.postern.ui.KeptMenu;
import org.postern.ui.Keys;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Rights;
import org.postern.ui.Screen;
import org.postern.ui.StatePane;
import org.postern.ui.ViewState;

/** The screen "Domains": both lists, one at a time. */
public final class DomainsView implements Screen {
  private static final int MANY = 20;

  private final DomainsModel model;
  private final Rights rights;
  private final Overlay overlay;
  private final PastDoor past;
  private final EntryTable entries;
  private final GatheringBar gathering;
  private final ImportDoor door;
  private final BorderPane root = new BorderPane();
  private final TextField filter = Parts.search("Filter the list", "/");
  private final Keys keys = new Keys();

  /**
   * @param past opens the looks back
   */
  public DomainsView(DomainsModel model, Rights rights, Overlay overlay, PastDoor past) {
    this.model = model;
    this.rights = rights;
    this.overlay = overlay;
    this.past = past;
    entries = new EntryTable(model);
    gathering = new GatheringBar(model.gathering(), overlay);
    root.setId("domains");
    door = new ImportDoor(model, overlay, root);
    root.setCenter(page());
    EntryPanel panel = new EntryPanel(model, overlay, past);
    root.setRight(panel.root());
    root.widthProperty().addListener((_, _, width) -> panel.fit(width.doubleValue()));
    root.setBottom(actions());
    offerUndo(model.done(), model::undo);
    offerUndo(model.forecast().done(), model.forecast()::undo);
    model
        .panel()
        .draft()
        .addListener(
            (_, _, draft) -> {
              if (draft == null) {
                entries.root().requestFocus();
              }
            });
    model
        .browse()
        .state()
        .addListener(
            (_, was, now) -> {
              // What is hidden takes no focus: the table gets it once there is something to read.
              if (was instanceof ViewState.Loading && now instanceof ViewState.Ready) {
                Platform.runLater(this::toTable);
              }
            });
    keys.on("Ctrl+Enter", "Propose the draft…", () -> may(gathering::open))
        .on("N", "Add an entry…", () -> may(model::add))
        .on("E", "Edit the entry…", () -> may(this::edit))
        .on("I", "Import a file…", () -> may(door::choose))
        .on("Ctrl+V", "Import copied lines…", () -> may(door::paste))
        .on("Delete", "Remove the selected entries", () -> may(this::remove))
        .on("Y", "Trust or block for another year", () -> may(this::anotherYear))
        .on("F", "What the name may collide with…", this::forecast)
        .on("U", "Tidy the lists up…", this::tidy)
        .on("G", "Tag the selected entries…", () -> may(this::tag))
        .on("H", "History of the entry…", this::history)
        .on("P", "The lists at a past moment…", past::lists)
        .on("Ctrl+C", "Copy the selected names", this::copy)
        .on("T", "Show the trusted list", () -> model.listing().set(Listing.TRUSTED))
        .on("B", "Show the blocked list", () -> model.listing().set(Listing.BLOCKED))
        .on("/", "Filter", filter::requestFocus)
        .on("Esc", "Close the panel, or clear the filter", this::back);
  }

  private void offerUndo(
      ObservableValue<DomainsModel.@Nullable Done> done, Consumer<DomainsModel.Done> undo) {
    done.addListener(
        (_, _, now) -> {
          if (now != null) {
            overlay.toast(now.text(), "Undo", () -> undo.accept(now));
          }
        });
  }

  @Override
  public String title() {
    return "Domains";
  }

  @Override
  public String icon() {
    return "fth-list";
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public Keys keys() {
    return keys;
  }

  @Override
  public void shown() {
    model.refresh();
    toTable();
  }

  private void toTable() {
    boolean here = root.getScene() != null && !filter.isFocused();
    if (here && model.panel().draft().get() == null) {
      entries.root().requestFocus();
    }
  }

  private Node page() {
    filter.setId("domains-filter");
    filter.textProperty().bindBidirectional(model.filter());
    filter.setPrefWidth(320);
    filter.setMinWidth(90);
    HBox.setHgrow(filter, Priority.SOMETIMES);
    filter.setMaxWidth(420);
    Button add = Parts.primary("Add…", "N", model::add);
    add.setId("domains-add");
    add.visibleProperty().bind(model.panel().draft().isNull());
    add.managedProperty().bind(add.visibleProperty());
    HBox adding = new HBox(add);
    rights.guard(Right.PROPOSE, adding);
    KeptMenu kept =
        new KeptMenu("filter", "Case 7", model.settings().filters(), model.filter(), overlay);
    kept.setId("domains-filters");
    kept.describe("Saved filters", "Saved filters");
    Node columns = entries.columns();
    for (Node menu : List.of(kept, columns)) {
      // Beside the panel a small window has no room for them.
      menu.visibleProperty()
          .bind(model.panel().draft().isNull().or(root.widthProperty().greaterThan(960)));
      menu.managedProperty().bind(menu.visibleProperty());
    }
    HBox bar =
        new HBox(
            12,
            new ListSwitch(model).root(),
            filter,
            kept,
            Parts.spring(),
            entries.columns(),
            more(),
            adding);
    bar.setAlignment(Pos.CENTER_LEFT);
    Node soon = new EndingBanner(model, () -> entries.sortBy(Found.Order.ENDS)).root();
    StatePane body = new StatePane(entries.root(), model.browse().state());
    Card card = new Card(body).grow(body);
    card.getStyleClass().add("flush");
    VBox page =
        new VBox(bar, rights.reason(Right.PROPOSE), failure(), gathering.root(), soon, card);
    page.getStyleClass().add("page");
    VBox.setVgrow(card, Priority.ALWAYS);
    return page;
  }

  /** What went wrong with the last change, while no panel is open to say it. */
  private Node failure() {
    Label text = Parts.paragraph("");
    text.textProperty().bind(model.problem().map(p -> Inert.brief(p, 400)));
    HBox banner = EndingBanner.banner("fth-alert-octagon", text);
    banner.getStyleClass().add("bad");
    BooleanBinding show = model.problem().isNotEmpty().and(model.panel().draft().isNull());
    banner.visibleProperty().bind(show);
    banner.managedProperty().bind(show);
    return banner;
  }

  private Node actions() {
    var chosen = entries.root().getSelectionModel().getSelectedItems();
    BooleanBinding none = Bindings.isEmpty(chosen);
    Button edit = Parts.button("Edit…", "E", this::edit);
    edit.disableProperty().bind(Bindings.size(chosen).isNotEqualTo(1));
    HBox edits = new HBox(10, edit);
    Button neighbours = Parts.button("Neighbours…", "F", this::forecast);
    neighbours.setId("domains-forecast");
    neighbours
        .disableProperty()
        .bind(Bindings.createBooleanBinding(() -> forecastable() == null, chosen, model.listing()));
    Button history = Parts.button("History…", "H", this::history);
    history.setId("domains-history");
    history.disableProperty().bind(edit.disableProperty());
    Button tag = Parts.button("Tag…", "G", this::tag);
    tag.setId("domains-tag");
    Button year = Parts.button("Another year", "Y", this::anotherYear);
    Button end = Parts.button("End now", null, this::end);
    Button copy = Parts.button("Copy", "Ctrl+C", this::copy);
    Button remove = Parts.danger("Remove", "Delete", this::remove);
    remove.setId("domains-remove");
    for (Button button : List.of(tag, year, end, copy, remove)) {
      button.disableProperty().bind(none);
    }
    Label count = Parts.label("", "mute", "small");
    count
        .textProperty()
        .bind(Bindings.createStringBinding(() -> counted(chosen.size()), chosen, model.rows()));
    HBox changes = new HBox(10, tag, year, end, remove);
    for (HBox acts : List.of(edits, changes)) {
      rights.guard(Right.PROPOSE, acts);
    }
    HBox bar = new HBox(10, edits, history, neighbours, copy, changes, Parts.spring(), count);
    bar.getStyleClass().add("action-bar");
    // What one can do by other keys leaves first when the window is small.
    leaves(copy, 1150);
    leaves(tag, 1000);
    leaves(neighbours, 900);
    leaves(count, 1060);
    return bar;
  }

  private void leaves(Node node, double width) {
    node.visibleProperty().bind(root.widthProperty().greaterThan(width));
    node.managedProperty().bind(node.visibleProperty());
  }

  private String counted(int chosen) {
    String rows = String.format("%,d shown", model.rows().size());
    return chosen > 1 ? String.format("%,d of ", chosen) + rows + " selected" : rows;
  }

  /** What is done with a whole list; too much for a bar of buttons on a small window. */
  private MenuButton more() {
    MenuButton more =
        new MenuButton(
            "List",
            null,
            item("Import a file…  (I)", "domains-import", door::choose),
            item("Import copied lines…  (Ctrl V)", "domains-paste", door::paste),
            item("Export…", "domains-export", door::export),
            item("Tidy up…  (U)", "domains-tidy", this::tidy),
            item("At a past moment…  (P)", "domains-past", past::lists));
    for (MenuItem item : more.getItems()) {
      if (!Set.of("domains-export", "domains-past").contains(item.getId())) {
        item.disableProperty().bind(rights.lacks(Right.PROPOSE));
      }
    }
    more.setId("domains-list");
    more.getStyleClass().add("act");
    more.setMinWidth(Region.USE_PREF_SIZE);
    return more;
  }

  private static MenuItem item(String text, String id, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setId(id);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private void may(Runnable change) {
    if (rights.may(Right.PROPOSE)) {
      change.run(); // else the screen says what it takes
    }
  }

  private void tag() {
    if (!entries.selected().isEmpty()) {
      TagSheet.open(model.tags, overlay, entries.selected(), entries::hold);
    }
  }

  private void history() {
    if (entries.selected().size() == 1) {
      Entry entry = entries.selected().getFirst().entry();
      past.entry(entry.listing(), entry.pattern());
    }
  }

  private void tidy() {
    TidySheet.open(model.tidy(), overlay, model.clock());
  }

  private void edit() {
    if (entries.selected().size() == 1) {
      entries.hold();
      model.edit(entries.selected().getFirst());
    }
  }

  /** The domain of the one selected trusted entry; null if there is none to forecast. */
  private @Nullable DomainName forecastable() {
    List<Item> items = entries.selected();
    if (items.size() != 1 || model.listing().get() != Listing.TRUSTED) {
      return null;
    }
    EntryPattern pattern = items.getFirst().entry().pattern();
    return ForecastModel.speaksOfADomain(pattern) ? pattern.domain() : null;
  }

  private void forecast() {
    DomainName name = forecastable();
    if (name != null) {
      ForecastSheet.open(model.forecast(), overlay, name);
    }
  }

  private void anotherYear() {
    entries.hold();
    model.extendAYear(entries.selected());
  }

  private void copy() {
    if (!entries.selected().isEmpty()) {
      entries.copy();
      overlay.toast("Copied " + Wording.entries(entries.selected().size()) + ".");
    }
  }

  private void end() {
    entries.hold();
    List<Item> items = entries.selected();
    boolean trusting = model.listing().get() == Listing.TRUSTED;
    String text =
        trusting
            ? "Mail for "
                + (items.size() == 1 ? "it" : "them")
                + " is then judged as if nothing were trusted there: slips of other names are held."
            : "A block never lapses by itself: it goes on blocking and asks for a decision. To stop blocking, remove it.";
    overlay.ask(
        new Overlay.Question(
            "End " + Wording.entries(items.size()) + " now?", text, "End now", true),
        () -> model.endNow(items));
  }

  /** A few go at once, with an undo; many are asked about first. */
  private void remove() {
    entries.hold();
    List<Item> items = entries.selected();
    if (items.size() > MANY) {
      overlay.ask(
          new Overlay.Question(
              "Remove " + items.size() + " entries?",
              "They can be brought back with Undo.",
              "Remove " + items.size() + " entries",
              true),
          () -> model.remove(items));
    } else {
      model.remove(items);
    }
  }

  private void back() {
    if (model.panel().draft().get() != null) {
      model.panel().close();
    } else {
      model.filter().set("");
    }
  }
}
