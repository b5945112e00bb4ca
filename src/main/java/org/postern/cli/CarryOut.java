package org.postern.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.DecisionDesk.Outcome;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.node.ObjectNode;

/** Carries a recorded decision out and says what came of it. */
final class CarryOut {
  private final Tell tell;
  private final boolean json;

  CarryOut(@Nullable CommandSpec spec, boolean json) {
    this.tell = new Tell(spec);
    this.json = json;
  }

  /** The exit code. */
  int run(OpenBox.Box open, Decision decision) throws StoreException, QuarantineException {
    if (decision.state() == State.PROPOSED) {
      say(decision, Optional.empty());
      tell.warn(
          "nothing has left: it goes against the lists, so a second officer has to agree: postern"
              + " quarantine agree "
              + decision.intent().heldId());
      return Tell.REFUSED;
    }
    Outcome outcome;
    try {
      outcome = open.desk().carryOut(decision);
    } catch (QuarantineException e) {
      // A command does not come back later: what it could not begin must not wait for the next
      // start.
      open.desk().undo(decision, e.sentence());
      throw e;
    }
    say(outcome.decision(), outcome.trouble());
    return outcome.decision().state() == State.ACCEPTED && outcome.trouble().isEmpty()
        ? 0
        : Tell.REFUSED;
  }

  /** Says how it stands. */
  void say(Decision now, Optional<String> trouble) {
    String id = now.intent().heldId();
    if (json) {
      ObjectNode node = Tell.mapper().createObjectNode().put("id", id);
      HeldText.put(node, now);
      node.put("trouble", trouble.orElse(null));
      tell.say(Tell.mapper().writeValueAsString(node));
      return;
    }
    tell.say(
        HeldText.lower(now.intent().act())
            + " "
            + id
            + (now.intent().sendTo() == null ? "" : " to " + Inert.text(now.intent().sendTo()))
            + ": "
            + HeldText.lower(now.state())
            + (now.reply() == null ? "" : " (" + Inert.text(now.reply()) + ")"));
    trouble.ifPresent(t -> tell.warn("the copy could not be filed yet: " + t));
  }
}
