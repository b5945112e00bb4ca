package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.postern.policy.Disposition;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.quarantine.HeldMessage;
import org.postern.store.Decisions.Act;
import org.postern.store.Handling;

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

    HeldMessage copy() {
      return copy;
    }

    /** The address to which the copy would go, or that a note to the sender proposes. */
    StringProperty sendTo() {
      return sendTo;
    }
  }

  private final Act act;
  private final HeldItem item;
  private final Policy policy;
  private final List<Line> lines = new ArrayList<>();
  private final Reason reason;
  private final NoteDraft notes;
  private final StringBinding problem;

  /**
   * Begins with what is likely and safe: all clear corrections, all copies to be rejected, and of
   * those released as typed only what the lists let pass today, or the only one.
   */
  Draft(Act act, HeldItem item, Policy policy) {
    this(act, item, policy, Handling.USUAL);
  }

  /**
   * @param handling has the wordings of notes to senders
   */
  Draft(Act act, HeldItem item, Policy policy, Handling handling) {
    this.act = act;
    this.item = item;
    this.policy = policy;
    this.reason = new Reason(act);
    this.notes = new NoteDraft(handling.notes());
    for (Recipient r : item.open()) {
      r.copy().ifPresent(copy -> lines.add(line(r, copy)));
    }
    if (act != Act.REJECT && lines.stream().noneMatch(l -> l.chosen.get()) && lines.size() == 1) {
      lines.getFirst().chosen.set(true);
    }
    List<Observable> all = new ArrayList<>(List.of(reason.code(), reason.note(), notes.made()));
    lines.forEach(l -> all.addAll(List.of(l.chosen, l.sendTo)));
    lines.forEach(l -> l.sendTo.addListener((_, _, _) -> notes.made().set(Map.of())));
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
      case RETURN -> {
        line.sendTo.set(r.correction().orElse(""));
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

  /** Why it is decided so. */
  Reason reason() {
    return reason;
  }

  /** What senders would be told; of use for a return only. */
  NoteDraft notes() {
    return notes;
  }

  /** What is still missing, as a sentence; "" if the decision is complete. */
  StringBinding problem() {
    return problem;
  }

  /** What the lists say of the address that a correction names. */
  Verdict judge(String sendTo) {
    return policy.judge(sendTo.strip());
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
    if (act == Act.RETURN) {
      for (Line line : chosen) {
        if (notes.of(line.copy.id()).isEmpty()) {
          return notes.trouble(line.copy.id()).orElse("The note is being written…");
        }
      }
    }
    return reason.missing();
  }

  /**
   * @throws IllegalStateException if something is still missing
   */
  Wish wish() {
    if (!problem.get().isEmpty()) {
      throw new IllegalStateException(problem.get());
    }
    return new Wish(
        act, lines.stream().filter(l -> l.chosen.get()).map(this::envelope).toList(), reason.why());
  }

  private Wish.Envelope envelope(Line line) {
    return act == Act.RETURN
        ? new Wish.Envelope(line.copy, line.copy.sender(), notes.of(line.copy.id()))
        : new Wish.Envelope(line.copy, line.sendTo.get().strip());
  }
}
