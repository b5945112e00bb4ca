package org.postern.ui.publish;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.ui.Card;
import org.postern.ui.Parts;
import org.postern.ui.Rights;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** The one next step, with all that it needs. */
final class NextCard {
  private final PublishModel model;
  private final Card root;
  private final Label title = Parts.paragraph("", "headline");
  private final Label text = Parts.paragraph("", "mute");
  private final FlowPane signatures = new FlowPane(8, 6);
  private final ComboBox<Board.Signer> signer = new ComboBox<>();
  private final PasswordField passphrase = new PasswordField();
  private final VBox whoBox;
  private final VBox passphraseBox;
  private final Label problem = Parts.paragraph("");
  private final Rights rights;
  private final HBox problemBox;
  private final Button act;
  private final Button look;
  private final Button again;
  private final Button stop;
  private final FlowPane travel;
  private final HBox busyBox;
  private boolean wanted;

  NextCard(PublishModel model, Rights rights, Runnable save, Runnable takeIn) {
    this.model = model;
    this.rights = rights;
    act = Parts.primary("", "Ctrl+Enter", this::act);
    act.setId("publish-act");
    look = Parts.button("Look again", "R", model::look);
    look.setId("publish-look");
    again = Parts.button("Hand over again", null, model::handOver);
    stop = Parts.compact("Stop", model::stopHandingOver);
    stop.setId("publish-stop");
    signer.setId("publish-signer");
    signer.setMaxWidth(Double.MAX_VALUE);
    signer.setConverter(new Names());
    signer.valueProperty().addListener((_, _, _) -> arrange());
    passphrase.setId("publish-passphrase");
    passphrase.getStyleClass().add("field");
    passphrase.setOnAction(_ -> act());
    whoBox = Parts.named("Officer", signer);
    passphraseBox = Parts.named("Passphrase of the key", passphrase);
    FontIcon alarm = new FontIcon("fth-alert-octagon");
    problemBox = new HBox(alarm, problem);
    problemBox.getStyleClass().addAll("banner", "bad");
    problem.setId("publish-problem");
    Label doing = Parts.label("", "mute");
    doing.textProperty().bind(model.busy());
    ProgressIndicator turning = new ProgressIndicator();
    turning.setPrefSize(18, 18);
    busyBox = new HBox(8, turning, doing);
    busyBox.setAlignment(Pos.CENTER_LEFT);
    travel =
        new FlowPane(
            14,
            6,
            small(Parts.link("Save for an officer elsewhere…", save)),
            small(Parts.link("Take in a signed file…", takeIn)));
    HBox acts = new HBox(10, act, again, stop);
    rights.guard(Right.PUBLISH, acts);
    act.managedProperty().addListener((_, _, _) -> hideEmpty(acts));
    again.managedProperty().addListener((_, _, _) -> hideEmpty(acts));
    stop.managedProperty().addListener((_, _, _) -> hideEmpty(acts));
    HBox actions = new HBox(10, acts, look, busyBox);
    actions.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(whoBox, Priority.ALWAYS);
    HBox.setHgrow(passphraseBox, Priority.ALWAYS);
    whoBox.setMinWidth(0);
    whoBox.setPrefWidth(180);
    passphraseBox.setPrefWidth(180);
    HBox fields = new HBox(12, whoBox, passphraseBox);
    whoBox.managedProperty().addListener((_, _, _) -> hideEmpty(fields));
    passphraseBox.managedProperty().addListener((_, _, _) -> hideEmpty(fields));
    root =
        Card.titled(
            "Next",
            title,
            text,
            signatures,
            fields,
            problemBox,
            rights.reason(Right.PUBLISH),
            actions,
            travel);
    root.setId("publish-next");
    title.setId("publish-next-title");
    model.next().addListener((_, _, _) -> show());
    // What is next may be the same for another number of gateways.
    model.board().addListener((_, _, _) -> arrange());
    model.busy().addListener((_, _, _) -> arrange());
    model.problem().addListener((_, _, _) -> arrange());
    show();
  }

  Card root() {
    return root;
  }

  /** Puts the focus where the next step begins, now or as soon as it is known. */
  void focus() {
    wanted = model.next().get().equals(Next.READING);
    if (passphraseBox.isManaged()) {
      passphrase.requestFocus();
    } else if (act.isManaged()) {
      act.requestFocus();
    } else {
      look.requestFocus();
    }
  }

  void act() {
    if (!rights.may(Right.PUBLISH)) {
      return; // the card says why
    }
    switch (model.next().get().step()) {
      case NOTHING, ELSEWHERE, WAIT -> model.look();
      case HAND_OVER -> model.handOver();
      case SIGN -> {
        Board.Signer chosen = signer.getValue();
        if (chosen != null) {
          model.sign(chosen, passphrase.getText().toCharArray());
          passphrase.clear();
        }
      }
    }
  }

  private void show() {
    Next next = model.next().get();
    Board board = model.board().get();
    boolean focused = wanted || act.isFocused() || look.isFocused() || passphrase.isFocused();
    title.setText(Inert.text(next.title()));
    text.setText(Inert.lines(next.text()));
    Board.Signer before = signer.getValue();
    signer.getItems().setAll(board.signers());
    if (before != null && board.signers().contains(before)) {
      signer.setValue(before);
    } else {
      signer.setValue(board.signers().isEmpty() ? null : board.signers().getFirst());
    }
    signatures.getChildren().setAll(board.pending() ? tags(board) : List.of());
    arrange();
    if (focused && !next.equals(Next.READING)) {
      wanted = false;
      focus();
    }
  }

  private static List<Node> tags(Board board) {
    var tags = new java.util.ArrayList<Node>();
    board.signed().forEach(name -> tags.add(Tag.of(Tone.OK, name)));
    int missing = board.threshold() - board.signed().size();
    if (missing > 0) {
      tags.add(
          Tag.of(
              Tone.HOLD, missing == 1 ? "one signature missing" : missing + " signatures missing"));
    }
    return tags;
  }

  private void arrange() {
    Next.Step step = model.next().get().step();
    boolean free = model.busy().get().isEmpty();
    boolean signs = step == Next.Step.SIGN;
    Board.Signer chosen = signer.getValue();
    act.setText(
        signs
            ? chosen == null ? "Sign" : "Sign as " + Inert.brief(chosen.officer(), 40)
            : handOver());
    visible(act, signs || step == Next.Step.HAND_OVER);
    visible(
        look, step == Next.Step.WAIT || step == Next.Step.NOTHING || step == Next.Step.ELSEWHERE);
    visible(again, step == Next.Step.WAIT);
    visible(stop, model.stoppable());
    act.setDisable(!free);
    again.setDisable(!free);
    visible(whoBox, signs && signer.getItems().size() > 1);
    visible(passphraseBox, signs && chosen != null && chosen.passphrase());
    if (model.keyProblem().get()) {
      if (!passphrase.getStyleClass().contains("wrong")) {
        passphrase.getStyleClass().add("wrong");
      }
    } else {
      passphrase.getStyleClass().remove("wrong");
    }
    problem.setText(Inert.lines(model.problem().get()));
    visible(problemBox, !model.problem().get().isEmpty());
    visible(busyBox, !free);
    visible(signatures, !signatures.getChildren().isEmpty());
    visible(
        travel,
        model.board().get().pending()
            && model.board().get().sheet().isPresent()
            && !model.board().get().enoughSigned());
  }

  private String handOver() {
    Board board = model.board().get();
    long due =
        board.fleet().lines().stream()
            .filter(l -> board.pending() ? board.isFor(l.gateway()) : board.wants(l.gateway()))
            .count();
    return due == 1 ? "Hand over" : "Hand over to " + due + " gateways";
  }

  private static void hideEmpty(HBox fields) {
    visible(fields, fields.getChildren().stream().anyMatch(Node::isManaged));
  }

  private static Button small(Button link) {
    link.getStyleClass().add("small");
    return link;
  }

  private static void visible(Node node, boolean visible) {
    node.setVisible(visible);
    node.setManaged(visible);
  }

  private static final class Names extends StringConverter<Board.Signer> {
    @Override
    public String toString(Board.@Nullable Signer signer) {
      return signer == null
          ? ""
          : Inert.brief(signer.officer(), 60) + "  ·  key " + signer.keyId().substring(0, 8);
    }

    @Override
    public Board.@Nullable Signer fromString(String text) {
      return null;
    }
  }
}
