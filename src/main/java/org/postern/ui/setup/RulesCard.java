package org.postern.ui.setup;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.Rules;
import org.postern.ui.Card;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Rights;
import org.postern.ui.setup.RulesModel.State;

/** Draws the rules for domains that no entry covers. FX thread only. */
final class RulesCard {
  private RulesCard() {}

  static Card of(RulesModel model, Rights rights, Overlay overlay) {
    HBox sensitivity =
        Segments.of(
            List.of(Sensitivity.values()),
            RulesCard::name,
            "rules-",
            model.state().map(s -> s.wanted().sensitivity()),
            s -> choose(model, overlay, model.state().get().wanted().with(s)));
    HBox unlisted =
        Segments.of(
            List.of(Unlisted.values()),
            RulesCard::name,
            "rules-",
            model.state().map(s -> s.wanted().unlisted()),
            u -> choose(model, overlay, model.state().get().wanted().with(u)));
    for (HBox bar : List.of(sensitivity, unlisted)) {
      bar.disableProperty().bind(model.loaded().not());
    }
    Label point = Parts.paragraph("", "field-help");
    point.setId("rules-stated");
    point.textProperty().bind(model.state().map(s -> s.wanted().sensitivity().stated()));
    Label others = Parts.paragraph("", "field-help");
    others.textProperty().bind(model.state().map(RulesCard::others));
    Label waiting = Parts.paragraph("", "hold-text", "small");
    waiting.setId("rules-waiting");
    waiting.textProperty().bind(model.state().map(RulesCard::waiting));
    shownIfSaid(waiting);
    Label problem = Parts.paragraph("", "bad-text", "small");
    problem.textProperty().bind(model.problem().map(p -> Inert.brief(p, 400)));
    shownIfSaid(problem);
    model
        .done()
        .addListener(
            (_, _, done) -> {
              if (done != null) {
                overlay.toast(done.text(), "Undo", () -> model.undo(done));
              }
            });
    Node held =
        Parts.named("Those that resemble a trusted name are held. How readily?", sensitivity);
    Node nothing = Parts.named("Those that resemble nothing", unlisted);
    rights.guard(Right.PROPOSE, held);
    rights.guard(Right.PROPOSE, nothing);
    Card card =
        Card.titled(
            "Domains on no list",
            held,
            point,
            nothing,
            others,
            waiting,
            rights.reason(Right.PROPOSE),
            problem);
    card.setId("settings-rules");
    return card;
  }

  private static String name(Sensitivity sensitivity) {
    return switch (sensitivity) {
      case CAUTIOUS -> "Cautious";
      case BALANCED -> "Balanced";
      case STRICT -> "Strict";
    };
  }

  private static String name(Unlisted unlisted) {
    return switch (unlisted) {
      case DELIVER -> "Deliver";
      case HOLD -> "Hold";
    };
  }

  private static void shownIfSaid(Label label) {
    label.visibleProperty().bind(label.textProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
  }

  private static String others(State state) {
    return switch (state.wanted().unlisted()) {
      case DELIVER -> "Mail to them leaves.";
      case HOLD -> "Mail to them is held until somebody trusts them: everything new waits.";
    };
  }

  private static String waiting(State state) {
    return state.drafted()
        ? "In your draft, not in force: propose it under Domains. In force: "
            + state.inForce().words()
            + "."
        : "";
  }

  private static void choose(RulesModel model, Overlay overlay, Rules rules) {
    State state = model.state().get();
    if (state.open()
        && rules.unlisted() == Unlisted.HOLD
        && state.inForce().unlisted() == Unlisted.DELIVER) {
      overlay.ask(
          new Overlay.Question(
              "Hold everything that is on no list?",
              "From the next bundle on, mail to every domain that is not trusted waits for an"
                  + " officer. Import your trusted domains first.",
              "Hold them",
              false),
          () -> model.set(rules));
    } else {
      model.set(rules);
    }
  }
}
