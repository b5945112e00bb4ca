package org.postern.ui;

import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;

/** Lists the keys of the open screen and those that work everywhere. */
final class KeySheet {
  private KeySheet() {}

  static void open(Overlay overlay, Screen screen, Keys everywhere) {
    HBox columns = new HBox(48, column("Everywhere", everywhere.shortcuts()));
    List<Keys.Shortcut> own = screen.keys().shortcuts();
    if (!own.isEmpty()) {
      columns.getChildren().addFirst(column(screen.title(), own));
    }
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close = Parts.button("Close", "Esc", () -> opened[0].close());
    close.setDefaultButton(true);
    opened[0] = overlay.sheet("Keys", columns, List.of(close));
  }

  private static GridPane column(String title, List<Keys.Shortcut> shortcuts) {
    GridPane grid = new GridPane(14, 8);
    grid.add(Parts.label(title, "strong"), 0, 0, 2, 1);
    for (int i = 0; i < shortcuts.size(); i++) {
      Label cap = Parts.keyCap(shortcuts.get(i).key());
      grid.addRow(i + 1, cap, Parts.label(shortcuts.get(i).what()));
      GridPane.setHalignment(cap, HPos.RIGHT);
    }
    return grid;
  }
}
