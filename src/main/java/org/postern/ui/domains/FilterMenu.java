package org.postern.ui.domains;

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
import org.postern.store.Settings;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/** Filters that have a name: choosing one, keeping the one that is typed, forgetting one. */
final class FilterMenu {
  private static final int LONGEST_NAME = 60;

  private final ViewSettings settings;
  private final StringProperty filter;
  private final Overlay overlay;
  private final MenuButton menu = new MenuButton();

  FilterMenu(ViewSettings settings, StringProperty filter, Overlay overlay) {
    this.settings = settings;
    this.filter = filter;
    this.overlay = overlay;
    menu.setId("domains-filters");
    menu.setGraphic(new FontIcon("fth-bookmark"));
    menu.setAccessibleText("Saved filters");
    menu.setTooltip(new Tooltip("Saved filters"));
    menu.getStyleClass().addAll("act", "quiet");
    settings.filters().addListener((_, _, _) -> fill());
    fill();
  }

  MenuButton menu() {
    return menu;
  }

  private void fill() {
    menu.getItems().clear();
    List<Settings.Filter> kept = settings.filters().get();
    for (Settings.Filter each : kept) {
      menu.getItems().add(item(named(each), () -> filter.set(each.text())));
    }
    if (!kept.isEmpty()) {
      menu.getItems().add(new SeparatorMenuItem());
    }
    MenuItem keep = item("Save the filter as…", this::keep);
    keep.setId("filter-keep");
    keep.disableProperty().bind(filter.isEmpty());
    menu.getItems().add(keep);
    if (!kept.isEmpty()) {
      Menu forget = new Menu("Remove");
      kept.forEach(f -> forget.getItems().add(item(named(f), () -> settings.forgetFilter(f))));
      menu.getItems().add(forget);
    }
  }

  private static String named(Settings.Filter filter) {
    return Inert.brief(filter.name() + "  (" + filter.text() + ")", 120);
  }

  private static MenuItem item(String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private void keep() {
    String text = filter.get().strip();
    TextField name = Parts.field("Case 7");
    name.setId("filter-name");
    name.setText(text.substring(0, Math.min(text.length(), LONGEST_NAME)));
    name.setPrefWidth(360);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button go =
        Parts.primary(
            "Save",
            "Enter",
            () -> {
              String typed = name.getText().strip();
              opened[0].close();
              settings.keepFilter(typed.substring(0, Math.min(typed.length(), LONGEST_NAME)), text);
            });
    go.setDefaultButton(true);
    go.disableProperty().bind(name.textProperty().map(String::isBlank));
    opened[0] =
        overlay.sheet(
            "Save the filter “" + Inert.brief(text, 60) + "”",
            Parts.named("Its name; one of the same name is replaced", name),
            List.of(Parts.button("Cancel", "Esc", () -> opened[0].close()), go));
    name.selectAll();
  }
}
