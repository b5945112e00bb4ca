package org.postern.ui.quarantine;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.postern.quarantine.Why;
import org.postern.ui.Parts;

/**
 * Asks why: one of a few kinds by its number, and words. Nothing is chosen beforehand, so that no
 * reason is given by accident. FX thread only.
 */
final class ReasonBox {
  private final Reason reason;
  private final ToggleGroup group = new ToggleGroup();
  private final TextField note = Parts.field("");
  private final VBox root = new VBox(8);

  ReasonBox(Reason reason) {
    this.reason = reason;
    GridPane kinds = new GridPane(24, 6);
    List<Why.Code> codes = reason.codes();
    for (int i = 0; i < codes.size(); i++) {
      kinds.add(kind(codes.get(i), i + 1), i % 2, i / 2);
    }
    note.setId("note");
    note.textProperty().bindBidirectional(reason.note());
    note.setAccessibleText("Note for the record");
    note.promptTextProperty()
        .bind(
            reason
                .code()
                .map(
                    _ ->
                        reason.wordsNeeded()
                            ? "In a few words, for the record (needed)"
                            : "In a few words, for the record: who confirmed it, how"));
    Label title = Parts.label("Why", "medium");
    root.getChildren().addAll(title, kinds, note);
    root.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  /** What Enter does on a kind that is chosen, where it would only choose it again. */
  void onEnter(Runnable confirm) {
    root.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER
              && event.getTarget() instanceof RadioButton button
              && button.isSelected()) {
            confirm.run();
            event.consume();
          }
        });
  }

  private Node kind(Why.Code code, int number) {
    RadioButton button = new RadioButton(code.label());
    button.setId("reason-" + number);
    button.setToggleGroup(group);
    button.setUserData(code);
    button
        .selectedProperty()
        .addListener(
            (_, _, now) -> {
              if (now) {
                reason.code().set(Optional.of(code));
              }
            });
    HBox line = new HBox(8, button, Parts.keyCap(Integer.toString(number)));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  /** A number chooses a kind; whoever goes on writing writes the note. */
  private void typed(KeyEvent event) {
    String text = event.getCharacter();
    if (event.getTarget() instanceof TextInputControl || text.length() != 1) {
      return;
    }
    int at = text.charAt(0) - '1';
    if (at >= 0 && at < group.getToggles().size()) {
      group.selectToggle(group.getToggles().get(at));
    } else if (Character.isLetter(text.charAt(0))) {
      note.appendText(text);
    } else {
      return;
    }
    note.requestFocus();
    note.end();
    event.consume();
  }

  Node node() {
    return root;
  }

  void focus() {
    if (group.getToggles().getFirst() instanceof RadioButton first) {
      first.requestFocus();
    }
  }
}
