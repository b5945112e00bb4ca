package org.postern.ui.quarantine;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.policy.Explanation;
import org.postern.policy.Policy;
import org.postern.policy.Proof;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.ThenAndNow;
import org.postern.ui.LetterDiff;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Verdicts;

/** Why an address is judged as it is: the sentences, the letters, the fixed record. */
final class ProofSheet {
  private static final double WIDTH = 620;

  private ProofSheet() {}

  static void open(Overlay overlay, Recipient r, Policy policy, Hindsight hindsight) {
    long serial = policy.serial();
    Explanation explanation = Explanation.of(r.verdict());
    Proof proof = r.verdict().proof();
    VBox content = new VBox(14);
    content.setPrefWidth(WIDTH);
    content.setMaxWidth(WIDTH);
    HBox head =
        new HBox(
            12,
            Verdicts.headline(r.verdict()),
            Parts.paragraph(Inert.text(explanation.headline()), "strong"));
    head.setAlignment(Pos.CENTER_LEFT);
    content.getChildren().add(head);
    r.verdict()
        .resemblance()
        .ifPresent(looks -> content.getChildren().add(LetterDiff.of(r.domain(), looks.meant())));
    VBox why = new VBox(5);
    explanation.why().forEach(line -> why.getChildren().add(step(line)));
    explanation.wouldPassIf().ifPresent(line -> why.getChildren().add(step(line)));
    gateway(r.copy(), serial).ifPresent(line -> why.getChildren().add(step(line)));
    content
        .getChildren()
        .addAll(
            why, record(proof, "The record of this judgement, the same wherever it is written"));
    r.copy()
        .filter(c -> c.serial() > 0)
        .ifPresent(c -> content.getChildren().add(then(c, policy, hindsight)));
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close = Parts.primary("Close", null, () -> opened[0].close());
    close.setDefaultButton(true);
    opened[0] =
        overlay.sheet(
            "Proof for " + r.shown(),
            content,
            List.of(
                Parts.button("Copy hash", null, () -> copied(overlay, proof.hash(), "hash")),
                Parts.button(
                    "Copy JSON", null, () -> copied(overlay, proof.jsonWithHash(), "proof")),
                close));
  }

  private static void copied(Overlay overlay, String text, String what) {
    Parts.copy(text);
    overlay.toast("Copied the " + what + ".");
  }

  /** What the gateway said when it held the copy; the verdict above is today's. */
  private static Optional<String> gateway(Optional<HeldMessage> copy, long serial) {
    return copy.map(
        c ->
            c.gateway().isEmpty()
                ? "No gateway vouches for this copy. Judged here under serial " + serial + "."
                : "Held by "
                    + Inert.brief(c.gateway(), 80)
                    + " as "
                    + c.heldAs().word()
                    + " under serial "
                    + c.serial()
                    + "; judged here under serial "
                    + serial
                    + ", the lists as they are now.");
  }

  private static Node step(String line) {
    Label mark = Parts.label("•", "mute");
    mark.setMinWidth(14);
    return new HBox(mark, Parts.paragraph(Inert.text(line)));
  }

  /** Filled when the lists of then were read. */
  private static Node then(HeldMessage copy, Policy policy, Hindsight hindsight) {
    Label sentence =
        Parts.paragraph("Working out how the lists of then judged it…", "mute", "small");
    VBox box = new VBox(8, Parts.label("When it was held", "medium"), sentence);
    box.setId("proof-then");
    hindsight.then(
        copy,
        policy,
        found -> {
          sentence.setText(
              found
                  .map(ThenAndNow::difference)
                  .orElse(
                      "The lists of serial "
                          + copy.serial()
                          + " are not in this data directory, so it cannot be judged again as then."));
          found
              .filter(t -> !t.then().proof().hash().equals(t.now().proof().hash()))
              .ifPresent(
                  t -> box.getChildren().add(record(t.then().proof(), "The record of then")));
        });
    return box;
  }

  private static Node record(Proof proof, String name) {
    Label hash = Parts.label(proof.hash(), "mono", "small");
    TextArea json = new TextArea(proof.json());
    json.setEditable(false);
    json.setWrapText(true);
    json.setPrefRowCount(4);
    json.getStyleClass().addAll("field", "mono", "small");
    return new VBox(4, Parts.label(name, "field-name"), hash, json);
  }
}
