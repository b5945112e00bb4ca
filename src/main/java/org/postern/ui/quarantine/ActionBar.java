package org.postern.ui.quarantine;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.postern.officer.Right;
import org.postern.store.Decisions.Act;
import org.postern.ui.Parts;
import org.postern.ui.Rights;

/**
 * What can be done with the message, or with the picked ones; keys on the buttons. FX thread only.
 */
final class ActionBar extends HBox {
  /** Something that decides nothing, behind "More". */
  record More(String name, String key, Runnable act) {}

  private static final double WIDE = 800;

  private final Button correct;
  private final Button asTyped;
  private final Button giveBack;
  private final Button reject;
  private final Label settled = Parts.label("", "mute", "small");
  private int open;
  private int picked;

  ActionBar(Consumer<Act> decide, List<More> more, Rights rights) {
    getStyleClass().add("action-bar");
    setMinWidth(0);
    correct = Parts.primary("Correct and release", "C", () -> decide.accept(Act.CORRECT));
    correct.setId("correct");
    asTyped = Parts.button("As typed…", "Shift+R", () -> decide.accept(Act.RELEASE));
    asTyped.setId("as-typed");
    reject = Parts.danger("Reject…", "X", () -> decide.accept(Act.REJECT));
    reject.setId("reject");
    giveBack = Parts.button("Return…", "B", () -> decide.accept(Act.RETURN));
    giveBack.setId("return");
    settled.setMinWidth(0);
    FlowPane acts = new FlowPane(8, 8, correct, asTyped, giveBack, reject, more(more));
    acts.setPrefWrapLength(WIDE); // on two lines where the window is small: none may be cut off
    HBox.setHgrow(acts, Priority.ALWAYS);
    rights.guard(Right.DECIDE, acts);
    getChildren().setAll(acts, settled, rights.reason(Right.DECIDE));
  }

  private static Button more(List<More> entries) {
    ContextMenu menu = new ContextMenu();
    for (More entry : entries) {
      MenuItem item = new MenuItem(entry.name());
      item.setMnemonicParsing(false);
      item.setGraphic(Parts.keyCap(entry.key()));
      item.setOnAction(_ -> entry.act().run());
      menu.getItems().add(item);
    }
    Button[] button = new Button[1];
    button[0] = Parts.button("More…", null, () -> menu.show(button[0], Side.TOP, 0, -4));
    button[0].setId("more");
    return button[0];
  }

  void show(HeldItem item) {
    open = item.open().size();
    long clear = item.open().stream().filter(r -> r.correction().isPresent()).count();
    correct.setText(label(open, clear));
    told();
  }

  /** So many messages are picked; 0 if what is done is about the chosen one. */
  void picked(int messages) {
    picked = messages;
    told();
  }

  private void told() {
    boolean many = picked > 0;
    correct.setVisible(!many);
    correct.setManaged(!many);
    giveBack.setVisible(!many);
    giveBack.setManaged(!many);
    for (Button button : new Button[] {correct, asTyped, giveBack, reject}) {
      button.setDisable(!many && open == 0);
    }
    settled.setText(
        many
            ? Words.count(picked, "message") + " picked"
            : open == 0 ? "Nothing is left to decide here." : "");
    settled.setVisible(!settled.getText().isEmpty());
    settled.setManaged(!settled.getText().isEmpty());
  }

  private static String label(int open, long clear) {
    if (clear < 2 || open < 2) {
      return "Correct and release";
    }
    String which = clear < open ? clear + " of " + open : clear == 2 ? "both" : "all " + clear;
    return "Correct " + which + " and release";
  }
}
