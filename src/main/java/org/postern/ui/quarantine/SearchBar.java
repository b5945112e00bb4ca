package org.postern.ui.quarantine;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldQuery;
import org.postern.quarantine.HeldQuery.NotUnderstood;
import org.postern.store.Settings.Filter;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/**
 * The search field with its hints, what is wrong with a search, and saved views. FX thread only.
 */
final class SearchBar extends VBox {
  private static final int LONGEST_NAME = 60;
  private static final int HINTS = 8;

  private final QuarantineModel model;
  private final Overlay overlay;
  private final TextField field = Parts.search("Search: to:*.ml since:7d words", "/");
  private final MenuButton views = new MenuButton();
  private final ContextMenu hints = new ContextMenu();
  private final TextFlow problem = new TextFlow();

  SearchBar(QuarantineModel model, Overlay overlay) {
    super(6);
    this.model = model;
    this.overlay = overlay;
    field.setId("filter");
    field.textProperty().bindBidirectional(model.filter());
    field.setMinWidth(0);
    HBox.setHgrow(field, Priority.ALWAYS);
    field.setOnKeyTyped(_ -> hint());
    field.focusedProperty().addListener((_, _, here) -> leave(here));
    problem.setId("search-problem");
    problem.visibleProperty().bind(problem.managedProperty());
    model.searchProblem().addListener((_, _, now) -> problem(now));
    problem(model.searchProblem().get());
    views.setId("quarantine-views");
    views.setGraphic(new FontIcon("fth-bookmark"));
    views.setAccessibleText("Views: saved searches and headings");
    views.setTooltip(new Tooltip("Saved searches and headings"));
    views.getStyleClass().addAll("act", "quiet");
    model.views().saved().addListener((_, _, _) -> fill());
    model.grouping().addListener((_, _, _) -> fill());
    fill();
    HBox line = new HBox(6, field, views);
    getChildren().addAll(line, problem);
  }

  TextField field() {
    return field;
  }

  private void leave(boolean here) {
    if (!here) {
      hints.hide();
    }
  }

  /** Escape closes hints before it does anything else. */
  boolean hidesHints(KeyEvent event) {
    boolean showing = hints.isShowing();
    if (showing && event.getCode() == KeyCode.ESCAPE) {
      hints.hide();
      return true;
    }
    return false;
  }

  private void hint() {
    String text = field.getText();
    boolean atEnd = field.getCaretPosition() == text.length();
    List<HeldQuery.Hint> fitting =
        text.isBlank() || text.endsWith(" ") || !atEnd ? List.of() : HeldQuery.hints(text);
    hints.getItems().clear();
    for (HeldQuery.Hint hint : fitting.subList(0, Math.min(HINTS, fitting.size()))) {
      String means = hint.means().isEmpty() ? "" : "   " + hint.means();
      hints.getItems().add(item(hint.insert() + means, () -> complete(hint)));
    }
    if (hints.getItems().isEmpty()) {
      hints.hide();
    } else if (!hints.isShowing() && field.getScene() != null) {
      hints.show(field, Side.BOTTOM, 0, 2);
    }
  }

  private void complete(HeldQuery.Hint hint) {
    field.setText(HeldQuery.completed(field.getText(), hint));
    field.end();
    hint();
  }

  private void problem(Optional<NotUnderstood> now) {
    problem.getChildren().clear();
    problem.setManaged(now.isPresent());
    now.ifPresent(
        wrong -> {
          String text = field.getText();
          int from = Math.min(wrong.from(), text.length());
          int to = Math.min(wrong.to(), text.length());
          problem
              .getChildren()
              .addAll(
                  part(Inert.text(text.substring(0, from)), "mute"),
                  part(Inert.brief(text.substring(from, to), 200), "wrong"),
                  part(Inert.brief(text.substring(to), 200), "mute"),
                  part(
                      "\n" + wrong.sentence() + " Until then the list stays as it was.",
                      "bad-text"));
        });
  }

  private static Text part(String text, String style) {
    Text part = new Text(text);
    part.getStyleClass().addAll("small", style);
    return part;
  }

  private void fill() {
    views.getItems().clear();
    List<Filter> kept = model.views().saved().get();
    kept.forEach(f -> views.getItems().add(item(named(f), () -> model.filter().set(f.text()))));
    if (!kept.isEmpty()) {
      views.getItems().add(new SeparatorMenuItem());
    }
    MenuItem keep = item("Save the search as…", this::keep);
    keep.setId("view-keep");
    keep.disableProperty().bind(model.filter().isEmpty());
    views.getItems().add(keep);
    if (!kept.isEmpty()) {
      Menu forget = new Menu("Remove");
      kept.forEach(f -> forget.getItems().add(item(named(f), () -> model.views().forget(f))));
      views.getItems().add(forget);
    }
    views.getItems().add(new SeparatorMenuItem());
    for (Grouping each : Grouping.values()) {
      RadioMenuItem choice = new RadioMenuItem(each.words());
      choice.setSelected(model.grouping().get() == each);
      choice.setOnAction(_ -> model.grouping().set(each));
      views.getItems().add(choice);
    }
  }

  private static String named(Filter view) {
    return Inert.brief(view.name() + "  (" + view.text() + ")", 120);
  }

  private static MenuItem item(String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private void keep() {
    String text = model.filter().get().strip();
    TextField name = Parts.field("Overdue for Mali");
    name.setId("view-name");
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
              model.views().keep(typed.substring(0, Math.min(typed.length(), LONGEST_NAME)), text);
            });
    go.setDefaultButton(true);
    go.disableProperty().bind(name.textProperty().map(String::isBlank));
    opened[0] =
        overlay.sheet(
            "Save the search “" + Inert.brief(text, 60) + "”",
            Parts.named("Its name; one of the same name is replaced", name),
            List.of(Parts.button("Cancel", "Esc", () -> opened[0].close()), go));
    name.selectAll();
  }
}
