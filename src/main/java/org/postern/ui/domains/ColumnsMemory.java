package org.postern.ui.domains;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.store.Item;
import org.postern.store.Settings;

/**
 * Which columns the officer wants, in which order and how wide; those that matter less leave while
 * the table is narrow. FX thread only.
 */
final class ColumnsMemory {
  private final TableView<Item> table;
  private final ViewSettings settings;
  private final Map<TableColumn<Item, ?>, Double> needs = new HashMap<>();
  private final Set<TableColumn<Item, ?>> unwanted = new HashSet<>();
  private final MenuButton menu = new MenuButton();
  private boolean arranging;

  ColumnsMemory(TableView<Item> table, ViewSettings settings) {
    this.table = table;
    this.settings = settings;
    menu.setId("domains-columns");
    menu.setGraphic(new FontIcon("fth-columns"));
    menu.setAccessibleText("Columns");
    menu.setTooltip(new javafx.scene.control.Tooltip("Columns"));
    menu.getStyleClass().addAll("act", "quiet");
  }

  /** Leaves while the table is narrower than so many pixels. */
  void needs(TableColumn<Item, ?> column, double width) {
    needs.put(column, width);
  }

  /** Not shown until the officer asks for it. */
  void unwanted(TableColumn<Item, ?> column) {
    unwanted.add(column);
  }

  /** After all columns are in the table. */
  void start() {
    for (TableColumn<Item, ?> column : table.getColumns()) {
      CheckMenuItem choice = new CheckMenuItem(column.getText());
      choice.setSelected(!unwanted.contains(column));
      choice.setOnAction(_ -> want(column, choice.isSelected()));
      choice.setUserData(column);
      menu.getItems().add(choice);
      column.widthProperty().addListener((javafx.beans.Observable _) -> moved());
    }
    menu.getItems().getFirst().setDisable(true); // the pattern is the row's name
    table.getColumns().addListener((javafx.beans.Observable _) -> moved());
    table.widthProperty().addListener((javafx.beans.Observable _) -> fit());
    settings.columns().addListener((javafx.beans.Observable _) -> arrange());
    arrange();
  }

  MenuButton menu() {
    return menu;
  }

  private void want(TableColumn<Item, ?> column, boolean wanted) {
    if (wanted) {
      unwanted.remove(column);
      needs.remove(column); // asked for: it stays
    } else {
      unwanted.add(column);
    }
    fit();
    save();
  }

  private void fit() {
    arranging = true;
    double width = table.getWidth();
    for (TableColumn<Item, ?> column : table.getColumns()) {
      column.setVisible(
          !unwanted.contains(column) && (width == 0 || width > needs.getOrDefault(column, 0.0)));
    }
    arranging = false;
  }

  private void arrange() {
    List<Settings.Column> kept = settings.columns().get();
    if (kept.isEmpty()) {
      fit();
      return;
    }
    arranging = true;
    List<TableColumn<Item, ?>> rest = new ArrayList<>(table.getColumns());
    List<TableColumn<Item, ?>> ordered = new ArrayList<>();
    for (Settings.Column c : kept) {
      for (TableColumn<Item, ?> column : table.getColumns()) {
        if (column.getText().equals(c.name()) && rest.remove(column)) {
          ordered.add(column);
          column.setPrefWidth(Math.clamp(c.width(), 40, 2000));
          if (c.shown()) {
            unwanted.remove(column);
          } else {
            unwanted.add(column);
          }
        }
      }
    }
    ordered.addAll(rest);
    if (!ordered.equals(table.getColumns())) {
      table.getColumns().setAll(ordered);
    }
    menu.getItems()
        .forEach(
            i -> {
              if (i instanceof CheckMenuItem choice) {
                choice.setSelected(!unwanted.contains(choice.getUserData()));
              }
            });
    arranging = false;
    fit();
  }

  private void moved() {
    if (!arranging && table.getScene() != null) {
      save();
    }
  }

  private void save() {
    settings.keepColumns(
        table.getColumns().stream()
            .map(
                c ->
                    new Settings.Column(
                        c.getText(), Math.rint(c.getWidth()), !unwanted.contains(c)))
            .toList());
  }
}
