package org.postern.ui;

import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.store.Settings.Filter;

/**
 * The menu of filters that have a name: choosing one, keeping the one that is typed, forgetting
 * one. FX thread only.
 */
public final class KeptMenu extends MenuButton {
  private static final int LONGEST_NAME = 60;

  private final String what;
  private final String example;
  private final KeptFilters kept;
  private final StringProperty typed;
  private final Overlay overlay;
  private List<MenuItem> more = List.of();

  /**
   * @param what the screen's word for a filter; ids begin with it
   * @param example a name that one could have
   * @param typed what is typed now; choosing one replaces it
   */
  public KeptMenu(
      String what, String example, KeptFilters kept, StringProperty typed, Overlay overlay) {
    this.what = what;
    this.example = example;
    this.kept = kept;
    this.typed = typed;
    this.overlay = overlay;
    setGraphic(new FontIcon("fth-bookmark"));
    getStyleClass().addAll("act", "quiet");
    kept.all().addListener((_, _, _) -> fill());
    fill();
  }

  /** Says what the menu holds, to a screen reader and beside the mouse. */
  public void describe(String accessible, String tooltip) {
    setAccessibleText(accessible);
    setTooltip(new Tooltip(tooltip));
  }

  /** What stands below the filters. */
  public void below(List<MenuItem> items) {
    more = items;
    fill();
  }

  private void fill() {
    getItems().clear();
    List<Filter> all = kept.all().get();
    all.forEach(f -> getItems().add(item(named(f), () -> typed.set(f.text()))));
    if (!all.isEmpty()) {
      getItems().add(new SeparatorMenuItem());
    }
    MenuItem keep = item("Save the " + what + " as…", this::keep);
    keep.setId(what + "-keep");
    keep.disableProperty().bind(typed.isEmpty());
    getItems().add(keep);
    if (!all.isEmpty()) {
      Menu forget = new Menu("Remove");
      all.forEach(f -> forget.getItems().add(item(named(f), () -> kept.forget(f))));
      getItems().add(forget);
    }
    if (!more.isEmpty()) {
      getItems().add(new SeparatorMenuItem());
      getItems().addAll(more);
    }
  }

  private static String named(Filter filter) {
    return Inert.brief(filter.name() + "  (" + filter.text() + ")", 120);
  }

  private static MenuItem item(String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private void keep() {
    String text = typed.get().strip();
    TextField name = Parts.field(example);
    name.setId(what + "-name");
    name.setText(text.substring(0, Math.min(text.length(), LONGEST_NAME)));
    name.setPrefWidth(360);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button go =
        Parts.primary(
            "Save",
            "Enter",
            () -> {
              String given = name.getText().strip();
              opened[0].close();
              kept.keep(given.substring(0, Math.min(given.length(), LONGEST_NAME)), text);
            });
    go.setDefaultButton(true);
    go.disableProperty().bind(name.textProperty().map(String::isBlank));
    opened[0] =
        overlay.sheet(
            "Save the " + what + " “" + Inert.brief(text, 60) + "”",
            Parts.named("Its name; one of the same name is replaced", name),
            List.of(Parts.button("Cancel", "Esc", () -> opened[0].close()), go));
    name.selectAll();
  }
}
