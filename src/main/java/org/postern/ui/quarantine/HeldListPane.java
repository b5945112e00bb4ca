package org.postern.ui.quarantine;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.StatePane;

/** The left side: filter, list, and what happened last. FX thread only. */
final class HeldListPane extends VBox {
  private final QuarantineModel model;
  private final ListView<ListRow> list = new ListView<>();
  private final SearchBar search;
  private final TextField filter;
  private boolean following;
  private boolean focusWhenShown;

  HeldListPane(QuarantineModel model, Overlay overlay, Runnable showRecent) {
    this.model = model;
    this.search = new SearchBar(model, overlay);
    this.filter = search.field();
    getStyleClass().add("held-pane");
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::filterKeys);
    Label summary = Parts.label("", "mute", "small");
    summary.textProperty().bind(model.summary());
    VBox head = new VBox(9, search, summary);
    head.getStyleClass().add("held-head");
    list();
    StatePane state = new StatePane(list, model.state());
    VBox.setVgrow(state, Priority.ALWAYS);
    list.visibleProperty().addListener((_, _, _) -> shownNow());
    getChildren().addAll(head, state, new BulkBar(model, overlay), last(showRecent));
  }

  private void list() {
    list.setId("held-list");
    list.setAccessibleText("Held messages");
    list.setItems(model.rows());
    list.setCellFactory(_ -> new HeldCell(model));
    Label nothing = Parts.paragraph("No held message fits this search.", "mute");
    nothing.visibleProperty().bind(model.summary().isNotEmpty()); // not before one was searched
    list.setPlaceholder(nothing);
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (_, _, row) -> {
              if (!following && row instanceof ListRow.Message(HeldItem item)) {
                model.select(item.key());
              }
            });
    model.selected().addListener((_, _, _) -> follow());
    model.browse().picked().addListener((_, _, _) -> list.refresh());
    model.rows().addListener((javafx.collections.ListChangeListener<ListRow>) _ -> follow());
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::listKeys);
    follow();
  }

  /** The model chooses; the list shows it, and scrolls only as far as needed. */
  private void follow() {
    following = true;
    int at = model.browse().line();
    if (at < 0) {
      list.getSelectionModel().clearSelection();
    } else {
      list.getSelectionModel().clearAndSelect(at);
      list.getFocusModel().focus(at);
      reveal(at);
    }
    following = false;
  }

  private void reveal(int at) {
    if (list.lookup(".virtual-flow") instanceof javafx.scene.control.skin.VirtualFlow<?> flow
        && flow.getFirstVisibleCell() != null
        && flow.getLastVisibleCell() != null) {
      int first = flow.getFirstVisibleCell().getIndex();
      int last = flow.getLastVisibleCell().getIndex();
      if (at <= first || at >= last) {
        flow.scrollToTop(Math.max(0, at <= first ? at - 1 : at - Math.max(1, last - first - 2)));
      }
    }
  }

  /** Headings are no stops: the arrows go from message to message. */
  private void listKeys(KeyEvent event) {
    boolean plain = !event.isControlDown() && !event.isShiftDown() && !event.isAltDown();
    if (plain && event.getCode() == KeyCode.DOWN) {
      model.move(1);
      event.consume();
    } else if (plain && event.getCode() == KeyCode.UP) {
      model.move(-1);
      event.consume();
    } else if (plain && event.getCode() == KeyCode.ENTER) {
      model.open();
      event.consume();
    } else if (plain && event.getCode() == KeyCode.HOME) {
      model.move(-1_000_000);
      event.consume();
    } else if (plain && event.getCode() == KeyCode.END) {
      model.move(1_000_000);
      event.consume();
    }
  }

  private void filterKeys(KeyEvent event) {
    if (search.hidesHints(event)) {
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      if (filter.getText().isEmpty()) {
        focusList();
      } else {
        filter.clear();
      }
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
      focusList();
      event.consume();
    }
  }

  private HBox last(Runnable showRecent) {
    Label text = Parts.label("", "mute", "small");
    text.textProperty()
        .bind(
            model
                .lastNotice()
                .map(
                    notice ->
                        notice.isEmpty() ? "Decisions are kept with their reasons." : notice));
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    text.tooltipProperty()
        .bind(
            model
                .lastNotice()
                .map(notice -> notice.isEmpty() ? null : new javafx.scene.control.Tooltip(notice)));
    Button recent = Parts.link("Decided lately", showRecent);
    recent.setId("recent");
    HBox foot = new HBox(10, text, recent);
    foot.getStyleClass().add("held-foot");
    return foot;
  }

  /** Focuses the list, as soon as there is one to be seen. */
  void focusList() {
    if (list.isVisible()) {
      list.requestFocus();
    } else {
      focusWhenShown = true;
    }
  }

  private void shownNow() {
    if (focusWhenShown && list.isVisible()) {
      focusWhenShown = false;
      list.requestFocus();
    }
  }

  void focusFilter() {
    filter.requestFocus();
    filter.selectAll();
  }
}
