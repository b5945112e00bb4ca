package org.postern.ui.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.store.Fleet;
import org.postern.store.Fleet.State;

/**
 * The one thing to do next.
 *
 * @param text what it is about, in one or two sentences
 */
record Next(Step step, String title, String text) {

  /** What the button does. */
  enum Step {
    /** Nothing: it says why. */
    NOTHING,
    /** Nothing yet: gateways fetch, receipts come by themselves; one may look again. */
    WAIT,
    /** Something elsewhere must be put right first. */
    ELSEWHERE,
    SIGN,
    HAND_OVER
  }

  static final Next READING = new Next(Step.NOTHING, "Reading…", "");

  /**
   * @param failed gateways to which it was not or could not be handed over, and why
   */
  static Next of(Board board, Map<String, String> failed) {
    if (board.fleet().lines().isEmpty()) {
      return new Next(
          Step.ELSEWHERE,
          "Add a gateway first",
          "No gateway is in service, so the lists are not enforced anywhere. Run postern-enrol at"
              + " the gateway and add its file below, or name it in Settings.");
    }
    if (!board.cannot().isEmpty()) {
      return new Next(Step.ELSEWHERE, "No bundle can be made", board.cannot());
    }
    if (!board.enoughSigned()) {
      return sign(board);
    }
    return handOver(board, failed);
  }

  private static Next sign(Board board) {
    int signed = board.signed().size();
    String left =
        signed == 0
            ? board.threshold() == 1
                ? "One officer signs."
                : board.threshold() + " officers sign, each with their own key."
            : board.signed().getFirst()
                + " has signed. "
                + (board.threshold() - signed == 1
                    ? "One more officer signs with their own key."
                    : (board.threshold() - signed)
                        + " more officers sign, each with their own key.");
    if (board.signers().isEmpty()) {
      return new Next(
          Step.ELSEWHERE,
          "A signature is missing",
          left
              + (board.elsewhere().isEmpty()
                  ? " The gateways believe nobody else: their trust file must name more officers."
                  : " No other key is here. Save the bundle for "
                      + either(board.elsewhere())
                      + ", and bring the signed file back."));
    }
    return new Next(
        Step.SIGN,
        signed == 0 ? "Read it, then sign" : "A second pair of eyes signs",
        left + " A signature covers the exact text under “What is signed”.");
  }

  private static Next handOver(Board board, Map<String, String> failed) {
    List<String> due = new ArrayList<>();
    List<Fleet.Line> trouble = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (Fleet.Line line : board.fleet().lines()) {
      if (board.pending()) {
        if (board.isFor(line.gateway())) {
          due.add(line.gateway());
        }
        continue;
      }
      switch (line.state()) {
        case State.Enforcing _ -> {}
        case State.Broken _,
            State.RolledBack _,
            State.Alarmed _,
            State.Refused _,
            State.Foreign _,
            State.Stale _,
            State.Silent _ ->
            trouble.add(line);
        case State.Sending _, State.Delivered _, State.Verified _ -> waiting.add(line.gateway());
        case State.NotDelivered _, State.Published _, State.Unheard _ -> due.add(line.gateway());
      }
    }
    if (!failed.isEmpty()) {
      Map.Entry<String, String> first = failed.entrySet().iterator().next();
      return new Next(
          Step.HAND_OVER,
          "Not handed over to " + both(failed.keySet().stream().sorted().toList()),
          first.getValue());
    }
    if (!due.isEmpty()) {
      return new Next(
          Step.HAND_OVER,
          "Hand it over",
          "Signed by "
              + both(board.signed())
              + ". It goes to "
              + both(due)
              + "; each checks the signatures itself, tries the probes, and switches only then.");
    }
    if (!trouble.isEmpty()) {
      Fleet.Line first = trouble.getFirst();
      return new Next(
          board.wants(first.gateway()) ? Step.HAND_OVER : Step.ELSEWHERE,
          first.gateway() + ": " + first.word(),
          first.sentence() + " " + first.next());
    }
    if (!waiting.isEmpty()) {
      return new Next(
          Step.WAIT,
          "Wait for " + (waiting.size() == 1 ? waiting.getFirst() : waiting.size() + " gateways"),
          "The bundle is where "
              + both(waiting)
              + (waiting.size() == 1 ? " fetches it." : " fetch it.")
              + " Until the receipt is here, nobody knows that it is enforced.");
    }
    Optional<Board.Sheet> sheet = board.sheet();
    return new Next(
        Step.NOTHING,
        "All is published",
        board.fleet().headline()
            + " That is what the lists say now."
            + sheet
                .map(s -> " It is good until " + When.day(s.manifest().notAfter()) + ".")
                .orElse(""));
  }

  private static String both(List<String> names) {
    return joined(names, "and");
  }

  private static String either(List<String> names) {
    return joined(names, "or");
  }

  private static String joined(List<String> names, String word) {
    return switch (names.size()) {
      case 0 -> "nobody";
      case 1 -> names.getFirst();
      case 2 -> names.getFirst() + " " + word + " " + names.getLast();
      case 3 -> names.getFirst() + ", " + names.get(1) + " " + word + " " + names.getLast();
      default ->
          names.getFirst()
              + ", "
              + names.get(1)
              + " "
              + word
              + " "
              + (names.size() - 2)
              + " others";
    };
  }
}
