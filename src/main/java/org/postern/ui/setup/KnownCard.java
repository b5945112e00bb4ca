package org.postern.ui.setup;

import java.io.File;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.stage.FileChooser;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.store.Known;
import org.postern.ui.Card;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Rights;

/** Draws the known names: never which they are. FX thread only. */
final class KnownCard {
  private KnownCard() {}

  static Card of(KnownModel model, Rights rights, Overlay overlay) {
    Label count = Parts.label("", "medium");
    count.setId("known-count");
    count.textProperty().bind(model.state().map(KnownCard::counted));
    Label problem = Parts.paragraph("", "bad-text", "small");
    problem.textProperty().bind(model.problem().map(p -> Inert.brief(p, 400)));
    problem.visibleProperty().bind(model.problem().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    Button turn = Parts.button("", null, () -> model.turn(!model.state().get().on()));
    turn.setId("known-turn");
    turn.textProperty().bind(model.state().map(s -> s.on() ? "Turn off" : "Turn on"));
    Button add = Parts.button("Import…", null, () -> {});
    add.setId("known-import");
    add.setOnAction(_ -> choose(model, add));
    Button clear = Parts.danger("Clear…", null, () -> ask(model, overlay));
    clear.setId("known-clear");
    add.disableProperty().bind(model.busy());
    var none = model.state().map(s -> s.count() == 0).orElse(true);
    for (Button button : new Button[] {turn, clear}) {
      none.addListener((_, _, now) -> disable(button, model, now));
      model.busy().addListener((_, _, _) -> disable(button, model, none.getValue()));
      disable(button, model, none.getValue());
    }
    FlowPane acts = new FlowPane(10, 8, turn, add, clear);
    rights.guard(Right.ADMINISTER, acts);
    Card card =
        Card.titled(
            "Known names",
            Parts.paragraph(
                "Domains that you have written to before raise fewer false alarms. What looks like a"
                    + " deceit is held all the same, and no bundle has these names. Import only names"
                    + " that answered: earlier mail may have gone astray too.",
                "mute"),
            count,
            problem,
            rights.reason(Right.ADMINISTER),
            acts);
    card.setId("settings-known");
    return card;
  }

  private static void disable(Button button, KnownModel model, boolean none) {
    button.setDisable(none || model.busy().get());
  }

  private static String counted(Known.State state) {
    return state.count() == 0
        ? "No name is known yet."
        : "%,d known %s, %s"
            .formatted(
                state.count(),
                state.count() == 1 ? "name" : "names",
                state.on() ? "turned on" : "turned off");
  }

  private static void choose(KnownModel model, Button at) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Import known names: one domain or address a line");
    File file = chooser.showOpenDialog(at.getScene().getWindow());
    if (file != null) {
      model.add(file.toPath());
    }
  }

  private static void ask(KnownModel model, Overlay overlay) {
    overlay.ask(
        new Overlay.Question(
            "Forget all known names?",
            "This cannot be undone: to have them again, import them again. Those that"
                + " resemble a trusted name are held from now on.",
            "Forget them",
            true),
        model::clear);
  }
}
