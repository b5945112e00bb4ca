package org.postern.ui;

import java.util.List;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Ctrl+K: everything that can be done here and now, found by typing a few of its letters. */
final class Palette {
  private final ListView<Keys.Shortcut> list;
  private Overlay.@Nullable Opened opened;

  private Palette(List<Keys.Shortcut> all) {
    FilteredList<Keys.Shortcut> found = new FilteredList<>(FXCollections.observableList(all));
    list = new ListView<>(found);
    list.setPrefSize(520, 320);
    list.setCellFactory(_ -> new Cell());
    list.getSelectionModel().selectFirst();
    list.setOnMouseClicked(_ -> run());
    list.setFocusTraversable(false);
  }

  static void open(Overlay overlay, List<Keys.Shortcut> all) {
    Palette palette = new Palette(all);
    TextField field = Parts.field("Type what you want to do");
    field.setId("palette");
    field.textProperty().addListener((_, _, text) -> palette.filter(text));
    field.addEventFilter(KeyEvent.KEY_PRESSED, palette::steer);
    palette.opened =
        overlay.sheet("Search or do anything", new VBox(10, field, palette.list), List.of());
  }

  @SuppressWarnings("unchecked")
  private void filter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    ((FilteredList<Keys.Shortcut>) list.getItems())
        .setPredicate(act -> letters(act.what().toLowerCase(Locale.ROOT), wanted));
    list.getSelectionModel().selectFirst();
  }

  /** Whether the letters of {@code wanted} occur in {@code text} in that order. */
  static boolean letters(String text, String wanted) {
    int at = 0;
    for (int i = 0; i < wanted.length(); i++) {
      char c = wanted.charAt(i);
      if (c != ' ') {
        at = text.indexOf(c, at) + 1;
        if (at == 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void steer(KeyEvent event) {
    int at = list.getSelectionModel().getSelectedIndex();
    if (event.getCode() == KeyCode.DOWN) {
      list.getSelectionModel().select(Math.min(at + 1, list.getItems().size() - 1));
    } else if (event.getCode() == KeyCode.UP) {
      list.getSelectionModel().select(Math.max(at - 1, 0));
    } else if (event.getCode() == KeyCode.ENTER) {
      run();
    } else {
      return;
    }
    list.scrollTo(list.getSelectionModel().getSelectedIndex());
    event.consume();
  }

  private void run() {
    Keys.Shortcut chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null && opened != null) {
      opened.close();
      chosen.action().run();
    }
  }

  private static final class Cell extends ListCell<Keys.Shortcut> {
    @Override
    protected void updateItem(Keys.@Nullable Shortcut item, boolean empty) {
      super.updateItem(item, empty);
      if (empty || item == null) {
        setGraphic(null);
        return;
      }
      HBox line = new HBox(10, Parts.label(item.what()), Parts.spring());
      if (!item.key().isEmpty()) {
        line.getChildren().add(Parts.keyCap(item.key()));
      }
      line.setAlignment(Pos.CENTER_LEFT);
      line.setPadding(new Insets(7, 12, 7, 12));
      setGraphic(line);
    }
  }
}
