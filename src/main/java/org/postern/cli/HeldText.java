package org.postern.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Resemblance;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.SenderHistory;
import org.postern.quarantine.ThenAndNow;
import org.postern.store.Decisions.Decision;
import tools.jackson.databind.node.ObjectNode;

/**
 * A held copy as JSON fields: what the gateway said, what the policy says now, what was decided.
 */
final class HeldText {
  private HeldText() {}

  static void put(ObjectNode node, HeldMessage held, Policy policy, Optional<Decision> decision) {
    node.put("id", held.id().hex());
    node.put("recipient", held.recipient());
    node.put("class", held.heldAs().word());
    node.put("policySerial", held.serial());
    node.put("gateway", held.gateway());
    node.put("sender", held.sender());
    node.put("received", held.received().toString());
    node.put("size", held.size());
    held.flags().stream().sorted().forEach(node.putArray("flags")::add);
    held.addressed().forEach(node.putArray("addressed")::add);
    Verdict verdict = policy.judge(held.recipient());
    node.putObject("now")
        .put("verdict", verdict.word())
        .put("disposition", verdict.disposition().word())
        .put("meant", verdict.resemblance().map(Resemblance::meant).orElse(null))
        .put("serial", policy.serial())
        .put("proof", verdict.proof().hash());
    if (decision.isPresent()) {
      put(node.putObject("decision"), decision.get());
    } else {
      node.putNull("decision");
    }
  }

  /** How it was judged when it was held, and what its sender wrote before. */
  static void put(ObjectNode node, Optional<ThenAndNow> then, SenderHistory history) {
    if (then.isPresent()) {
      ThenAndNow t = then.get();
      node.putObject("then")
          .put("serial", t.serial())
          .put("verdict", t.then().word())
          .put("disposition", t.then().disposition().word())
          .put("proof", t.then().proof().hash())
          .put("differs", t.differs())
          .put("difference", t.difference());
    } else {
      node.putNull("then");
    }
    ObjectNode past = node.putObject("history");
    past.put("sender", history.sender());
    past.put("first", history.firstOfSender());
    for (SenderHistory.Line line : history.lines()) {
      past.withArray("lines")
          .addObject()
          .put("from", line.wholeDomain() ? "domain" : "sender")
          .put("to", line.to())
          .put("meant", line.meant())
          .put("messages", line.messages())
          .put("waiting", line.waiting())
          .put("released", line.released())
          .put("corrected", line.corrected())
          .put("rejected", line.rejected())
          .put("returned", line.returned())
          .put("since", line.first().toString())
          .put("last", line.last().toString());
    }
  }

  /** The same for a terminal. */
  static List<String> lines(SenderHistory history) {
    if (history.lines().isEmpty()) {
      return List.of("first message of this sender in the box");
    }
    return history.lines().stream()
        .map(
            line ->
                (line.wholeDomain() ? "everybody at " + history.domain() : "this sender")
                    + " to "
                    + line.to()
                    + (line.meant() ? " (meant)" : " (typed)")
                    + ": "
                    + line.messages()
                    + " messages, "
                    + line.waiting()
                    + " waiting, "
                    + line.corrected()
                    + " corrected, "
                    + line.released()
                    + " released, "
                    + line.rejected()
                    + " rejected, "
                    + line.returned()
                    + " returned, "
                    + line.first()
                    + " to "
                    + line.last())
        .toList();
  }

  /** Who shall look at it, its tags and incidents. */
  static void put(ObjectNode node, HeldMessage held, Said said) {
    node.put("assigned", said.now(held).assigned().orElse(null));
    said.now(held).tags().forEach(node.putArray("tags")::add);
    said.incidents(held).forEach(node.putArray("incidents")::add);
  }

  static void put(ObjectNode node, Decision decision) {
    node.put("act", lower(decision.intent().act()));
    node.put("state", lower(decision.state()));
    node.put("sendTo", decision.intent().sendTo());
    node.put("reason", decision.intent().reason());
    node.put("officer", decision.intent().officer());
    node.put("second", decision.second());
    node.put("reply", decision.reply());
    node.put("filed", decision.filed() != null);
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
