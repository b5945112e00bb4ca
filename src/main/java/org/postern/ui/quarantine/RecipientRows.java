package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.policy.Disposition;
import org.postern.policy.Explanation;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.ThenAndNow;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.ui.LetterDiff;
import org.postern.ui.Parts;
import org.postern.ui.Tag;

/**
 * The recipients of a message, held ones first: typed and meant letter by letter, why, and how it
 * stands. FX thread only.
 */
final class RecipientRows {
  private static final int OTHERS = 4;
  private static final int LONG = 40;

  /** What a row can ask for. */
  record Acts(
      Consumer<Recipient> proof,
      Consumer<Decision> settle,
      Consumer<Decision> tryAgain,
      Consumer<Decision> takeBack,
      Consumer<Decision> agree,
      Consumer<Decision> decline,
      Consumer<HeldMessage> found) {}

  private final HeldItem item;
  private final QuarantineModel model;
  private final Acts acts;

  RecipientRows(HeldItem item, QuarantineModel model, Acts acts) {
    this.item = item;
    this.model = model;
    this.acts = acts;
  }

  List<Node> rows() {
    List<Node> rows = new ArrayList<>();
    List<Recipient> others = new ArrayList<>();
    for (Recipient r : item.recipients()) {
      if (r.copy().isPresent()) {
        rows.add(row(r));
      } else {
        others.add(r);
      }
    }
    others.stream().limit(OTHERS).map(this::row).forEach(rows::add);
    if (others.size() > OTHERS) {
      String more = Words.count(others.size() - OTHERS, "more recipient") + " not held";
      HBox rest =
          new HBox(
              Parts.paragraph(
                  more
                      + ": "
                      + Inert.brief(
                          String.join(
                              ", ", others.stream().skip(OTHERS).map(Recipient::shown).toList()),
                          600),
                  "mute",
                  "small"));
      rest.getStyleClass().add("recipient");
      rows.add(rest);
    }
    rows.getLast().getStyleClass().add("last");
    return rows;
  }

  private Node row(Recipient r) {
    VBox text = new VBox(2, names(r), sentence(r));
    then(r).ifPresent(text.getChildren()::add);
    story(r).ifPresent(text.getChildren()::add);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    Button proof = Parts.link("Proof", () -> acts.proof().accept(r));
    proof.setAccessibleText("Proof for " + r.shown());
    HBox row = new HBox(14, text, proof, Tag.of(r.fate().tone(), r.fate().words()));
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("recipient");
    if (r.copy().isEmpty()) {
      row.getStyleClass().add("not-held");
    }
    return row;
  }

  private static Node names(Recipient r) {
    Optional<String> meant = likely(r);
    if (meant.isEmpty()) {
      Label address = Parts.address(r.shown());
      address.setMinWidth(0);
      return address;
    }
    if (r.address().length() + meant.get().length() > 2 * LONG) {
      return LetterDiff.small(r.address(), meant.get());
    }
    String domain = meant.get().substring(meant.get().lastIndexOf('@') + 1);
    FlowPane line =
        new FlowPane(
            8,
            0,
            LetterDiff.typed(r.address(), meant.get()),
            new HBox(
                8,
                Parts.label("meant", "mute", "small", "pair-word"),
                LetterDiff.meant(r.domain(), domain)));
    line.setPrefWrapLength(1200);
    line.setRowValignment(javafx.geometry.VPos.CENTER);
    return line;
  }

  /** The address that the typed one is drawn against. */
  private static Optional<String> likely(Recipient r) {
    int at = r.address().lastIndexOf('@');
    return at < 0
        ? Optional.empty()
        : r.verdict()
            .resemblance()
            .map(looksLike -> r.address().substring(0, at + 1) + looksLike.meant());
  }

  private static Node sentence(Recipient r) {
    String headline = Inert.text(Explanation.of(r.verdict()).headline());
    String ending = Explanation.ending(r.verdict()).map(e -> " " + e).orElse("");
    String absent =
        r.fate() == Fate.NOT_HELD
            ? " No copy lies in the box; whether it was delivered is not known here."
            : "";
    boolean passes = r.fate() == Fate.HELD && r.verdict().disposition() == Disposition.DELIVER;
    String today = passes ? " The lists as they are now would let it pass." : "";
    return Parts.paragraph(headline + ending + today + absent, "small", "mute");
  }

  /** What was different when it was held; nothing while that is not known, or where nothing was. */
  private Optional<Node> then(Recipient r) {
    return r.copy()
        .flatMap(
            copy ->
                model
                    .hindsight()
                    .seen()
                    .get()
                    .flatMap(seen -> Optional.ofNullable(seen.then().get(copy.id()))))
        .filter(ThenAndNow::differs)
        .map(t -> Parts.paragraph(t.difference(), "small", "hold-text"));
  }

  /** What happened to the copy and what to do about it, if something did. */
  private Optional<Node> story(Recipient r) {
    if (r.decision().isEmpty() && r.copy().isPresent() && !r.fate().quiet()) {
      return elsewhere(r, r.copy().get());
    }
    if (r.decision().isEmpty() || r.fate() == Fate.HELD) {
      return Optional.empty();
    }
    Decision d = r.decision().get();
    String by =
        Words.decided(d)
            + ", by "
            + Inert.brief(d.intent().officer(), 80)
            + " at "
            + Words.clock(d.decided(), model.zone())
            + (d.second() == null ? "" : ", agreed to by " + Inert.brief(d.second(), 80))
            + ". ";
    Label text = Parts.paragraph(by + advice(r.fate(), d), "small");
    FlowPane buttons = new FlowPane(8, 4);
    switch (r.fate()) {
      case UNKNOWN -> buttons.getChildren().add(compact("Say what happened…", acts.settle(), d));
      case PROPOSED -> {
        if (d.intent().officer().equals(model.officer())) {
          buttons.getChildren().add(compact("Take back", acts.takeBack(), d));
        } else {
          buttons
              .getChildren()
              .addAll(
                  compact("Agree, and release", acts.agree(), d),
                  compact("Decline…", acts.decline(), d));
        }
      }
      case STUCK ->
          buttons
              .getChildren()
              .addAll(
                  compact("Try again", acts.tryAgain(), d),
                  compact("Take back", acts.takeBack(), d));
      case RELEASED, REJECTED, RETURNED -> {
        if (d.filed() == null && r.copy().isPresent()) {
          buttons.getChildren().add(compact("Move it out of the box", acts.tryAgain(), d));
        }
      }
      case HELD, WAITING, REJECTING, SENDING, REFUSED, NOT_HELD -> {}
    }
    VBox story = new VBox(6, text);
    if (!buttons.getChildren().isEmpty()) {
      story.getChildren().add(buttons);
    }
    story.setMinHeight(Region.USE_PREF_SIZE);
    story.getStyleClass().add(r.fate().alarming() ? "alarm" : "story");
    return Optional.of(story);
  }

  /** What the mailbox says of a copy about which nothing is recorded here. */
  private Optional<Node> elsewhere(Recipient r, HeldMessage copy) {
    if (r.fate().under()) {
      return Optional.empty();
    }
    boolean begun = r.fate() == Fate.UNKNOWN;
    VBox story =
        new VBox(
            6,
            Parts.paragraph(
                begun
                    ? "Another console began to send it and has not said what became of it; or this"
                        + " one did, before it lost its record. It is not sent again. Ask the other"
                        + " officers or look in the gateway's log, then say what you found."
                    : "Decided at another console, or here before the record was lost; the mailbox"
                        + " says so. It is not offered again.",
                "small"));
    if (begun) {
      story.getChildren().add(Parts.compact("Say what happened…", () -> acts.found().accept(copy)));
    }
    story.setMinHeight(Region.USE_PREF_SIZE);
    story.getStyleClass().add(begun ? "alarm" : "story");
    return Optional.of(story);
  }

  private static Button compact(String text, Consumer<Decision> act, Decision decision) {
    return Parts.compact(text, () -> act.accept(decision));
  }

  private static String proposed(Decision d) {
    return "It goes against the lists, so a second officer has to agree. The reason given: "
        + Inert.brief(d.intent().reason(), 400)
        + ".";
  }

  private static String advice(Fate fate, Decision d) {
    String reply = Words.reply(d);
    return switch (fate) {
      case UNKNOWN ->
          "Nobody can tell whether it left: "
              + reply
              + " It is not sent again. Ask the recipient or look in the gateway's log, then say"
              + " what you found.";
      case REFUSED ->
          "The gateway refused it, nothing left: " + reply + " You can decide about it again.";
      case PROPOSED -> proposed(d);
      case STUCK -> "The gateway could not be reached, nothing left.";
      case WAITING -> "It goes in a few seconds; Ctrl+Z takes it back.";
      case SENDING -> "It is being handed to the gateway.";
      case RELEASED -> "The gateway answered: " + reply;
      case RETURNED -> "The sender was told. The gateway answered: " + reply;
      case HELD, REJECTING, REJECTED, NOT_HELD -> d.state() == State.WITHDRAWN ? reply : "";
    };
  }
}
