package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Keywords;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;

/** How it stands with each copy, from the record of decisions. Immutable. */
final class Standing {
  private final Set<Long> waiting;
  private final Map<HeldId, Fate> pending;
  private final Map<String, Decision> byCopy = new HashMap<>();
  private final Map<String, List<Decision>> byRecipient = new HashMap<>();

  /**
   * @param decisions newest first
   * @param waiting decisions that may still be taken back
   * @param pending how copies stand about which a decision is not recorded yet
   */
  Standing(List<Decision> decisions, Set<Long> waiting, Map<HeldId, Fate> pending) {
    this.waiting = Set.copyOf(waiting);
    this.pending = Map.copyOf(pending);
    for (Decision d : decisions) {
      byCopy.putIfAbsent(d.intent().heldId(), d);
      byRecipient
          .computeIfAbsent(d.intent().recipient().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(d);
    }
  }

  /** Whether anything was decided that could concern a copy. */
  boolean concerns(HeldMessage copy) {
    return pending.containsKey(copy.id())
        || byCopy.containsKey(copy.id().hex())
        || (!byRecipient.isEmpty()
            && copy.addressed().stream()
                .anyMatch(a -> byRecipient.containsKey(a.toLowerCase(Locale.ROOT))));
  }

  Optional<Decision> of(HeldMessage copy) {
    return Optional.ofNullable(byCopy.get(copy.id().hex()));
  }

  /** A copy of the same message that has left the box already: its decision names the message. */
  Optional<Decision> earlier(String address, HeldMessage sibling) {
    return byRecipient.getOrDefault(address.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(d -> d.intent().details().contains(sibling.original()))
        .findFirst();
  }

  Fate fate(HeldMessage copy) {
    Fate soon = pending.get(copy.id());
    return soon == null ? of(copy).map(this::fate).orElseGet(() -> elsewhere(copy)) : soon;
  }

  /** Nothing is recorded here; the mailbox may know of a decision all the same. */
  private static Fate elsewhere(HeldMessage copy) {
    return Keywords.elsewhere(copy.flags(), "")
        .map(
            e ->
                switch (e) {
                  case RELEASED -> Fate.RELEASED;
                  case RETURNED -> Fate.RETURNED;
                  case REJECTED -> Fate.REJECTED;
                  case BEGUN -> Fate.UNKNOWN;
                })
        .orElse(Fate.HELD);
  }

  private static Fate accepted(Act act) {
    return switch (act) {
      case RELEASE, CORRECT -> Fate.RELEASED;
      case REJECT -> Fate.REJECTED;
      case RETURN -> Fate.RETURNED;
    };
  }

  Fate fate(Decision decision) {
    return switch (decision.state()) {
      case PROPOSED -> Fate.PROPOSED;
      case INTENDED -> waiting.contains(decision.id()) ? Fate.WAITING : Fate.STUCK;
      case SENDING -> Fate.SENDING;
      case ACCEPTED -> accepted(decision.intent().act());
      case REFUSED -> Fate.REFUSED;
      case UNKNOWN -> Fate.UNKNOWN;
      case WITHDRAWN -> Fate.HELD;
    };
  }
}
