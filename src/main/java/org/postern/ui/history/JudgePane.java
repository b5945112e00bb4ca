package org.postern.ui.history;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Explanation;
import org.postern.policy.Verdict;
import org.postern.ui.Card;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Sentence;
import org.postern.ui.Verdicts;

/** Draws how an address was judged then, with the proof of then, and now. FX thread only. */
final class JudgePane {
  private final Overlay overlay;
  private final VBox cards = new VBox(12);
  private final VBox root;

  JudgePane(JudgeModel judge, Overlay overlay) {
    this.overlay = overlay;
    TextField address = Parts.field("gen@army.ml");
    address.setId("past-address");
    address.setAccessibleText("The address to judge");
    address.getStyleClass().add("mono");
    address.textProperty().bindBidirectional(judge.address());
    address.setOnAction(_ -> judge.again());
    HBox.setHgrow(address, Priority.ALWAYS);
    HBox bar = new HBox(10, address, PastSheet.work(judge.working()));
    bar.setAlignment(Pos.CENTER_LEFT);
    root = new VBox(12, bar, PastSheet.problem(judge.working()), cards);
    judge.judged().addListener((_, _, now) -> show(now));
    show(judge.judged().get());
  }

  Node root() {
    return root;
  }

  private void show(JudgeModel.@Nullable Judged now) {
    cards.getChildren().clear();
    if (now == null) {
      cards
          .getChildren()
          .add(
              Parts.paragraph(
                  "Type an address: it is judged as at the moment above, with the proof of then."
                      + " Known names that were forgotten since are not counted.",
                  "mute"));
      return;
    }
    cards.getChildren().addAll(card("Then", now.then(), "past-hash"), card("Now", now.now(), ""));
  }

  private Card card(String title, Verdict verdict, String id) {
    String hash = verdict.proof().hash();
    Label digest = Parts.address(hash);
    digest.setId(id);
    digest.setMinWidth(0);
    Button copy =
        Parts.compact(
            "Copy proof",
            () -> {
              Parts.copy(verdict.proof().jsonWithHash());
              overlay.toast("Copied the proof.");
            });
    HBox proof = new HBox(10, Parts.label("proof", "mute"), digest, Parts.spring(), copy);
    proof.setAlignment(Pos.CENTER_LEFT);
    return Card.headed(
        title,
        Verdicts.tag(verdict),
        new Sentence(Inert.brief(Explanation.of(verdict).headline(), 600)),
        proof);
  }
}
