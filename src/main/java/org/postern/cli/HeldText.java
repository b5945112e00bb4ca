package org.postern.cli;

import java.util.Locale;
import java.util.Optional;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Resemblance;
import org.postern.quarantine.HeldMessage;
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
