package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Explanation;
import org.postern.policy.Verdict;
import org.postern.quarantine.HeldMessage;
import org.postern.store.Decisions.Act;
import org.postern.ui.LetterDiff;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Verdicts;

/**
 * Says exactly what will be sent to whom before it is decided, and asks for the reason. FX thread
 * only.
 */
final class DecisionSheet {
  private static final double WIDTH = 640;

  private final Draft draft;
  private final Consumer<Wish> decide;
  private final ReasonBox reason;
  private Overlay.@Nullable Opened opened;

  private DecisionSheet(Draft draft, Consumer<Wish> decide) {
    this.draft = draft;
    this.decide = decide;
    this.reason = new ReasonBox(draft.reason());
  }

  /**
   * @param write has the notes to senders written, for a return
   */
  static void open(Overlay overlay, Draft draft, Consumer<Wish> decide, Consumer<Draft> write) {
    new DecisionSheet(draft, decide).open(overlay, write);
  }

  private void open(Overlay overlay, Consumer<Draft> write) {
    VBox lines = new VBox(0);
    for (int i = 0; i < draft.lines().size(); i++) {
      lines.getChildren().add(line(draft.lines().get(i), i));
    }
    lines.getChildren().getLast().getStyleClass().add("last");
    boolean returning = draft.act() == Act.RETURN;
    ScrollPane scroll = new CappedScroll(lines, () -> returning ? 170 : 330);
    scroll.getStyleClass().add("envelopes");
    Label missing = Parts.paragraph("", "small", "mute");
    missing.setId("missing");
    missing.textProperty().bind(draft.problem());
    VBox content =
        new VBox(14, Parts.paragraph(what(), "sheet-lead"), scroll, reason.node(), missing);
    if (returning) {
      content.getChildren().add(2, new NotePane(draft, write));
    }
    content.setPrefWidth(WIDTH);
    content.setMaxWidth(WIDTH);
    Look.dressed(content);
    Button cancel = Parts.button("Cancel", "Esc", this::close);
    Button go = go();
    opened = overlay.sheet(title(), content, List.of(cancel, go));
    focus(lines);
  }

  /** Where the next thing to do is: an empty address first, else the reason. */
  private void focus(VBox lines) {
    for (int i = 0; i < draft.lines().size(); i++) {
      Draft.Line line = draft.lines().get(i);
      if (draft.act() == Act.CORRECT && line.chosen().get() && line.sendTo().get().isEmpty()) {
        Node field = lines.lookup("#send-to-" + i);
        if (field != null) {
          field.requestFocus();
          return;
        }
      }
    }
    reason.focus();
  }

  private Button go() {
    Runnable act =
        () -> {
          if (draft.problem().get().isEmpty()) {
            Wish wish = draft.wish();
            close();
            decide.accept(wish);
          }
        };
    // Enter confirms what is safe or can be taken back; mail that goes against the lists wants the
    // button itself.
    Button go =
        switch (draft.act()) {
          case CORRECT -> Parts.primary("Correct and release", "Enter", act);
          case RELEASE -> Parts.danger("Release as typed", null, act);
          case REJECT -> Parts.danger("Reject", "Enter", act);
          case RETURN -> Parts.danger("Return to the sender", "Enter", act);
        };
    go.setId("decide");
    if (draft.act() != Act.RELEASE) {
      go.setDefaultButton(true);
      reason.onEnter(go::fire);
    }
    go.disableProperty().bind(draft.problem().isNotEmpty());
    return go;
  }

  private void close() {
    if (opened != null) {
      opened.close();
    }
  }

  private String title() {
    return switch (draft.act()) {
      case CORRECT -> "Correct and release “" + Inert.brief(draft.item().subject(), 60) + "”";
      case RELEASE -> "Release as typed “" + Inert.brief(draft.item().subject(), 60) + "”";
      case REJECT -> "Reject “" + Inert.brief(draft.item().subject(), 60) + "”";
      case RETURN -> "Return “" + Inert.brief(draft.item().subject(), 60) + "” to its sender";
    };
  }

  private String what() {
    HeldMessage first = draft.item().first();
    String message =
        "the message as the gateway received it, every byte unchanged ("
            + Words.size(first.size())
            + "), from "
            + draft.item().sender();
    return switch (draft.act()) {
      case CORRECT ->
          "The release gateway gets "
              + message
              + ". Only the address on the envelope is corrected. It goes to nobody but those"
              + " ticked here.";
      case RELEASE ->
          "The release gateway gets "
              + message
              + ", for the addresses as they were typed. They are what the lists warn of: be sure"
              + " that they are right. What the lists hold today leaves only after a second officer"
              + " agrees; in open mode at once.";
      case REJECT ->
          "Nothing is sent, and the sender is not told. The copies move to the folder “Rejected”"
              + " of the mailbox and stay there.";
      case RETURN ->
          "The message goes to nobody. Its sender, "
              + draft.item().sender()
              + ", gets the note below. The copies move to the folder “Returned” of the mailbox and"
              + " stay there.";
    };
  }

  private Node line(Draft.Line line, int i) {
    Recipient r = line.recipient();
    CheckBox chosen = new CheckBox();
    chosen.setId("choose-" + i);
    chosen.selectedProperty().bindBidirectional(line.chosen());
    chosen.setAccessibleText("Decide about " + r.shown());
    chosen.setVisible(draft.lines().size() > 1);
    chosen.setManaged(draft.lines().size() > 1);
    VBox text = new VBox(6);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    switch (draft.act()) {
      case CORRECT, RETURN -> correction(line, i, text);
      case RELEASE, REJECT -> {
        Label verdict = Parts.paragraph(Inert.text(headline(r.verdict())), "small", "mute");
        text.getChildren().addAll(Parts.address(r.shown()), verdict);
      }
    }
    HBox row = new HBox(12, chosen, text);
    row.setAlignment(Pos.TOP_LEFT);
    row.getStyleClass().add("envelope");
    return row;
  }

  private void correction(Draft.Line line, int i, VBox text) {
    Recipient r = line.recipient();
    TextField to = Parts.field("the address that was meant");
    to.setId("send-to-" + i);
    to.getStyleClass().add("mono");
    to.textProperty().bindBidirectional(line.sendTo());
    to.disableProperty().bind(line.chosen().not());
    to.setAccessibleText("Send the copy for " + r.shown() + " to");
    HBox.setHgrow(to, Priority.ALWAYS);
    Node typed =
        r.correction().isPresent() && r.address().length() <= 60
            ? LetterDiff.typed(r.address(), r.correction().get())
            : Parts.address(r.shown());
    HBox from = new HBox(10, word("typed"), typed);
    HBox send = new HBox(10, word(draft.act() == Act.RETURN ? "propose" : "goes to"), to);
    from.setAlignment(Pos.CENTER_LEFT);
    send.setAlignment(Pos.CENTER_LEFT);
    HBox check = new HBox(10, word(""), new HBox());
    check.setAlignment(Pos.CENTER_LEFT);
    Runnable judge = () -> check.getChildren().set(1, judgement(line.sendTo().get()));
    line.sendTo().addListener((_, _, _) -> judge.run());
    judge.run();
    text.getChildren().addAll(from, send, check);
    List<String> others = new ArrayList<>(r.meant());
    if (r.clear()) {
      others.removeFirst();
    }
    if (!others.isEmpty()) {
      FlowPane choices = new FlowPane(12, 4, Parts.label("Or was it meant for", "small", "mute"));
      others.forEach(
          o ->
              choices
                  .getChildren()
                  .add(Parts.link(Inert.brief(o, 120), () -> line.sendTo().set(o))));
      HBox row = new HBox(10, word(""), choices);
      HBox.setHgrow(choices, Priority.ALWAYS);
      text.getChildren().add(row);
    }
  }

  private Node judgement(String sendTo) {
    if (sendTo.isBlank() && draft.act() == Act.RETURN) {
      return Parts.label("The note proposes no address.", "small", "mute");
    }
    if (sendTo.isBlank()) {
      return Parts.label(
          "Several names are alike, or none is: say who was meant.", "small", "mute");
    }
    Verdict verdict = draft.judge(sendTo);
    Label sentence = Parts.paragraph(Inert.text(headline(verdict)), "small", "mute");
    HBox line = new HBox(8, Verdicts.tag(verdict), sentence);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static String headline(Verdict verdict) {
    return Explanation.of(verdict).headline();
  }

  private static Label word(String text) {
    Label label = Parts.label(text, "small", "mute", "row-word");
    label.setMinWidth(54);
    return label;
  }
}
