package org.postern.ui.setup;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import org.postern.mail.Inert;
import org.postern.mail.hint.Markings;
import org.postern.officer.Right;
import org.postern.ui.Card;
import org.postern.ui.Parts;
import org.postern.ui.Rights;

/** Draws the list of markings that are looked for. FX thread only. */
final class MarkingsCard {
  private MarkingsCard() {}

  static Card of(MarkingsModel model, Rights rights) {
    TextArea list = new TextArea();
    list.setId("markings");
    list.setPrefRowCount(7);
    list.getStyleClass().addAll("field", "mono", "small");
    list.textProperty().bindBidirectional(model.text());
    Button save = Parts.button("Save markings", null, model::save);
    save.setId("markings-save");
    save.disableProperty().bind(model.busy().or(model.text().isEqualTo(model.saved())));
    Button standard = Parts.button("Standard list", null, model::standard);
    standard.setId("markings-standard");
    FlowPane acts = new FlowPane(10, 8, save, standard);
    rights.guard(Right.ADMINISTER, acts);
    Label problem = Parts.paragraph("", "bad-text", "small");
    problem.textProperty().bind(model.problem().map(p -> Inert.brief(p, 400)));
    problem.visibleProperty().bind(model.problem().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    Card card =
        Card.titled(
            "Markings looked for in held mail",
            Parts.paragraph(
                "A message that looks marked says so when it is opened; it is never held or let go"
                    + " for that. A marking in capitals is found in capitals only, others in any"
                    + " case; blanks, hyphens and colons are the same.",
                "mute"),
            Parts.named("One a line, at most " + Markings.MOST, list),
            problem,
            rights.reason(Right.ADMINISTER),
            acts);
    card.setId("settings-markings");
    return card;
  }
}
