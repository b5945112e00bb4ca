package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldQuery;
import org.postern.quarantine.HeldQuery.NotUnderstood;
import org.postern.ui.KeptMenu;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/**
 * The search field with its hints, what is wrong with a search, and saved views. FX thread only.
 */
final class SearchBar extends VBox {
  private static final int HINTS = 8;

  private final QuarantineModel model;
  private final TextField field = Parts.search("Search: to:*.ml since:7d words", "/");
  private final KeptMenu views;
  private final ContextMenu hints = new ContextMenu();
  private final TextFlow problem = new TextFlow();

  SearchBar(QuarantineModel model, Overlay overlay) {
    super(6);
    this.model = model;
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
    views =
        new KeptMenu("search", "Overdue for Mali", model.views().saved(), model.filter(), overlay);
    views.setId("quarantine-views");
    views.describe("Views: saved searches and headings", "Saved searches and headings");
    model.browse().grouping().addListener((_, _, _) -> views.below(headings()));
    views.below(headings());
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
      MenuItem item = new MenuItem(hint.insert() + means);
      item.setMnemonicParsing(false);
      item.setOnAction(_ -> complete(hint));
      hints.getItems().add(item);
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

  private List<MenuItem> headings() {
    List<MenuItem> headings = new ArrayList<>();
    for (Grouping each : Grouping.values()) {
      RadioMenuItem choice = new RadioMenuItem(each.words());
      choice.setSelected(model.browse().grouping().get() == each);
      choice.setOnAction(_ -> model.browse().grouping().set(each));
      headings.add(choice);
    }
    return headings;
  }
}
