package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.postern.policy.Disposition;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;

/**
 * A decision while it is being made: which copies, to which addresses, why; and what is still
 * missing. FX thread only; needs no toolkit.
 */
final class Draft {

  /** One copy that can be decided. */
  static final class Line {
    private final Recipient recipient;
    private final HeldMessage copy;
    private final BooleanProperty chosen = new SimpleBooleanProperty();
    private final StringProperty sendTo = new SimpleStringProperty("");

    private Line(Recipient recipient, HeldMessage copy) {
      this.recipient = recipient;
      this.copy = copy;
    }

    Recipient recipient() {
      return recipient;
    }

    BooleanProperty chosen() {
      return chosen;
    }

    /** The address to which the copy would go. */
    StringProperty sendTo() {
      return sendTo;
    }
  }

  private final Act act;
  private final HeldItem item;
  private final Policy policy;
  private final List<Line> lines = new ArrayList<>();
  private final ObjectProperty<Optional<Why.Code>> code =
      new SimpleObjectProperty<>(Optional.empty());
  private final StringProperty note = new SimpleStringProperty("");
  private final StringBinding problem;

  /**
   * Begins with what is likely and safe: all clear corrections, all copies to be rejected, and of
   * those released as typed only what the lists let pass today, or the only one.
   */
  Draft(Act act, HeldItem item, Policy policy) {
    this.act = act;
    this.item = item;
    this.policy = policy;
    for (Recipient r : item.open()) {
      r.copy().ifPresent(copy -> lines.add(line(r, copy)));
    }
    if (act != Act.REJECT && lines.stream().noneMatch(l -> l.chosen.get()) && lines.size() == 1) {
      lines.getFirst().chosen.set(true);
    }
    List<Observable> all = new ArrayList<>(List.of(code, note));
    lines.forEach(l -> all.addAll(List.of(l.chosen, l.sendTo)));
    problem = Bindings.createStringBinding(this::missing, all.toArray(Observable[]::new));
  }

  private Line line(Recipient r, HeldMessage copy) {
    Line line = new Line(r, copy);
    switch (act) {
      case CORRECT -> {
        line.sendTo.set(r.correction().orElse(""));
        line.chosen.set(r.correction().isPresent());
      }
      case RELEASE -> {
        line.sendTo.set(r.address());
        line.chosen.set(r.verdict().disposition() == Disposition.DELIVER);
      }
      case REJECT -> {
        line.sendTo.set(r.address());
        line.chosen.set(true);
      }
    }
    return line;
  }

  Act act() {
    return act;
  }

  HeldItem item() {
    return item;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  ObjectProperty<Optional<Why.Code>> code() {
    return code;
  }

  /** The reason in the officer's words. */
  StringProperty note() {
    return note;
  }

  /** What is still missing, as a sentence; "" if the decision is complete. */
  StringBinding problem() {
    return problem;
  }

  /** What the lists say of the address that a correction names. */
  Verdict judge(String sendTo) {
    return policy.judge(sendTo.strip());
  }

  /** The reasons that fit, likeliest first. */
  List<Why.Code> codes() {
    return switch (act) {
      case CORRECT ->
          List.of(
              Why.Code.SENDER_CONFIRMED, Why.Code.OBVIOUS_SLIP, Why.Code.EXERCISE, Why.Code.OTHER);
      case RELEASE ->
          List.of(
              Why.Code.RECIPIENT_KNOWN,
              Why.Code.SENDER_CONFIRMED,
              Why.Code.EXERCISE,
              Why.Code.OTHER);
      case REJECT ->
          List.of(
              Why.Code.NOT_FOR_RECIPIENT,
              Why.Code.SUSPICIOUS,
              Why.Code.OVERTAKEN,
              Why.Code.EXERCISE,
              Why.Code.OTHER);
    };
  }

  /** Whether words are needed beside the reason: always where mail goes against the lists. */
  boolean wordsNeeded() {
    return act == Act.RELEASE || code.get().equals(Optional.of(Why.Code.OTHER));
  }

  private String missing() {
    List<Line> chosen = lines.stream().filter(l -> l.chosen.get()).toList();
    if (chosen.isEmpty()) {
      return "Choose at least one recipient.";
    }
    if (act == Act.CORRECT) {
      for (Line line : chosen) {
        if (line.sendTo.get().isBlank()) {
          return "Enter the address that was meant.";
        }
        if (line.sendTo.get().strip().indexOf('@') < 0) {
          return "Enter a whole address, with the part before the @.";
        }
        if (judge(line.sendTo.get()).disposition() != Disposition.DELIVER) {
          return "An address would be held again. Correct it.";
        }
      }
    }
    if (code.get().isEmpty()) {
      return "Choose a reason.";
    }
    if (wordsNeeded() && note.get().isBlank()) {
      return "Say in a few words why.";
    }
    return note.get().length() > 2000 ? "The note is longer than 2000 characters." : "";
  }

  /**
   * @throws IllegalStateException if something is still missing
   */
  Wish wish() {
    if (!problem.get().isEmpty()) {
      throw new IllegalStateException(problem.get());
    }
    return new Wish(
        act,
        lines.stream()
            .filter(l -> l.chosen.get())
            .map(l -> new Wish.Envelope(l.copy, l.sendTo.get().strip()))
            .toList(),
        new Why(code.get().orElseThrow(), note.get()));
  }
}
