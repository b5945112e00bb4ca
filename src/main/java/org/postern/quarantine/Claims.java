package org.postern.quarantine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Decisions.Decision;

/**
 * What this console claims in the box before it sends. Consoles with databases of their own work on
 * one box, too: one of them sends. Thread-safe.
 */
final class Claims {
  private final HeldCopies box;
  private final String sign;

  /** First decisions about their copies that were not begun: nothing was claimed for them yet. */
  private final Set<Long> untouched = ConcurrentHashMap.newKeySet();

  /**
   * @param sign of this console
   */
  Claims(HeldCopies box, String sign) {
    this.box = box;
    this.sign = sign;
  }

  /** What an officer is told of a copy that is not for this console to decide. */
  static String sentence(Keywords.Elsewhere elsewhere) {
    return switch (elsewhere) {
      case RELEASED -> "The mailbox says that this message was released already, from elsewhere.";
      case RETURNED ->
          "The mailbox says that this message was returned to its sender already, from elsewhere.";
      case REJECTED -> "The mailbox says that this message was rejected already, from elsewhere.";
      case BEGUN ->
          "Another console began to send this message and has not said what became of it. It is not"
              + " sent again. Ask the other officers or look in the gateway's log, then say what"
              + " happened.";
    };
  }

  /** Nothing is done for it yet. A claim of an earlier decision about the copy may still stand. */
  void recorded(Decision decision) {
    if (decision.attempt() == 1) {
      untouched.add(decision.id());
    }
  }

  /**
   * Claims its copy.
   *
   * @throws QuarantineException if another console has it, or the box cannot be asked: then the
   *     claim may stand or not
   */
  void take(Decision decision) throws QuarantineException {
    untouched.remove(decision.id());
    switch (box.claim(id(decision), sign)) {
      case OURS -> {}
      case THEIRS ->
          throw new QuarantineException(Reason.CLAIMED, sentence(Keywords.Elsewhere.BEGUN));
      case DECIDED ->
          throw new QuarantineException(
              Reason.CLAIMED,
              "The mailbox says that this message was decided already, from elsewhere. Nothing was"
                  + " sent; take your decision back.");
      case GONE ->
          throw new QuarantineException(
              Reason.GONE,
              "This message is not in the box any more: somebody else decided or moved it.");
    }
  }

  /** Nothing left for it, so others may send its copy. The box is asked only if it was claimed. */
  void dropped(Decision decision) {
    if (!untouched.remove(decision.id())) {
      drop(decision, Set.of(sign));
    }
  }

  /** An officer found out that nothing left: nobody's claim holds any more. */
  void allDropped(Decision decision) {
    drop(decision, Set.of());
  }

  /**
   * That the mailbox cannot be told now costs others a word.
   *
   * @param whose empty for everybody's
   */
  private void drop(Decision decision, Set<String> whose) {
    try {
      var _ =
          box.mark(
              id(decision),
              flags ->
                  new Keywords.Change(
                      List.of(),
                      Keywords.claims(flags).stream()
                          .filter(s -> whose.isEmpty() || whose.contains(s))
                          .map(Keywords::sending)
                          .toList()));
    } catch (QuarantineException e) {
      // The claim stays; this console knows its own, and another officer is told who began.
    }
  }

  private static HeldId id(Decision decision) {
    return new HeldId(decision.intent().heldId());
  }
}
