package org.postern.ui.quarantine;

import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.postern.officer.Right;
import org.postern.store.Decisions.Act;
import org.postern.ui.Parts;
import org.postern.ui.Rights;

/** What can be done with the message, keys on the buttons. FX thread only. */
final class ActionBar extends HBox {
  private final Button correct;
  private final Button asTyped;
  private final Button reject;
  private final Label settled = Parts.label("", "mute", "small");

  ActionBar(Consumer<Act> decide, Rights rights) {
    getStyleClass().add("action-bar");
    setMinWidth(0);
    correct = Parts.primary("Correct and release", "C", () -> decide.accept(Act.CORRECT));
    correct.setId("correct");
    asTyped = Parts.button("As typed…", "Shift+R", () -> decide.accept(Act.RELEASE));
    asTyped.setId("as-typed");
    reject = Parts.danger("Reject…", "X", () -> decide.accept(Act.REJECT));
    reject.setId("reject");
    settled.setMinWidth(0);
    HBox acts = new HBox(8, correct, asTyped, reject);
    rights.guard(Right.DECIDE, acts);
    getChildren().setAll(acts, Parts.spring(), settled, rights.reason(Right.DECIDE));
  }

  void show(HeldItem item) {
    int open = item.open().size();
    long clear = item.open().stream().filter(r -> r.correction().isPresent()).count();
    correct.setText(label(open, clear));
    for (Button button : new Button[] {correct, asTyped, reject}) {
      button.setDisable(open == 0);
    }
    settled.setText(open == 0 ? "Nothing is left to decide here." : "");
    settled.setVisible(open == 0);
    settled.setManaged(open == 0);
  }

  private static String label(int open, long clear) {
    if (clear < 2 || open < 2) {
      return "Correct and release";
    }
    String which = clear < open ? clear + " of " + open : clear == 2 ? "both" : "all " + clear;
    return "Correct " + which + " and release";
  }
}
