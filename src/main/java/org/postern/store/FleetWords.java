package org.postern.store;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.postern.bundle.Refusal;
import org.postern.store.Fleet.Concern;
import org.postern.store.Fleet.Line;
import org.postern.store.Fleet.State;

/** What the states of gateways are called, what they mean, and what to do about them. */
final class FleetWords {
  private FleetWords() {}

  /**
   * How a state is counted and called.
   *
   * @param rank the worst first
   */
  record Sort(int rank, Concern concern, String word) {}

  static Sort sort(State state) {
    return switch (state) {
      case State.Broken _ -> new Sort(0, Concern.TROUBLE, "act by hand");
      case State.RolledBack _ -> new Sort(1, Concern.TROUBLE, "rolled back");
      case State.Refused _ -> new Sort(2, Concern.TROUBLE, "refused");
      case State.Alarmed _ -> new Sort(3, Concern.TROUBLE, "alarm");
      case State.Foreign _ -> new Sort(4, Concern.TROUBLE, "not ours");
      case State.NotDelivered _ -> new Sort(5, Concern.TROUBLE, "not delivered");
      case State.Stale _ -> new Sort(6, Concern.TROUBLE, "stale");
      case State.Silent _ -> new Sort(7, Concern.TROUBLE, "silent");
      case State.Published _ -> new Sort(8, Concern.WAITING, "published");
      case State.Sending _ -> new Sort(9, Concern.WAITING, "sending");
      case State.Delivered _ -> new Sort(10, Concern.WAITING, "delivered");
      case State.Verified _ -> new Sort(11, Concern.WAITING, "verified");
      case State.Unheard _ -> new Sort(12, Concern.WAITING, "no word yet");
      case State.Enforcing _ -> new Sort(13, Concern.FINE, "active");
    };
  }

  static String sentence(State state, long serial, OptionalLong runs) {
    String still =
        runs.isPresent()
            ? "It still enforces serial " + runs.getAsLong() + "."
            : "It enforces nothing from here.";
    return switch (state) {
      case State.Broken(String why) ->
          "It could not go back to the policy before; nobody knows what it enforces: " + why + ".";
      case State.RolledBack(String why) ->
          "Its mail server would not run with the new policy, so it went back: "
              + why
              + ". "
              + still;
      case State.Refused(String word, String why) ->
          "It refused the bundle (" + word + "): " + why + ". " + still;
      case State.Alarmed(String word, String why) ->
          "It raised an alarm (" + word + "): " + why + ". " + still;
      case State.Foreign(long r) ->
          "It enforces a serial " + r + " that was not made or handed over here.";
      case State.NotDelivered(var _, String why) ->
          "The bundle could not be brought to it: " + why + " " + still;
      case State.Stale(long r, var _) ->
          "It enforces serial " + r + ", whose last day is over. Mail is still held by it.";
      case State.Silent _ ->
          runs.isPresent()
              ? "It has not said a word for too long. When it last spoke it enforced serial "
                  + runs.getAsLong()
                  + "."
              : "It has not said a word for too long.";
      case State.Published _ -> "Serial " + serial + " was not handed over to it yet. " + still;
      case State.Sending _ -> "Serial " + serial + " is on its way to it. " + still;
      case State.Delivered _ ->
          "Serial " + serial + " is where it fetches it; it has not answered yet. " + still;
      case State.Verified _ ->
          "It found serial " + serial + " good, and does not say that it enforces it. " + still;
      case State.Unheard _ -> "Nothing was handed over to it, and it never said a word.";
      case State.Enforcing _ -> "It enforces serial " + serial + ".";
    };
  }

  /**
   * @param stranger whether it was never enrolled
   */
  static String next(State state, boolean stranger) {
    if (stranger) {
      return "Run postern-enrol at the gateway, bring its file here, and add it.";
    }
    return switch (state) {
      case State.Broken _ ->
          "Have its administrator look at once: postern-apply --status there says what is in force.";
      case State.RolledBack _ ->
          "Have its administrator put right what its mail server complains of, then hand over again.";
      case State.Refused(String word, String _) -> refused(word);
      case State.Alarmed(String word, String _) ->
          switch (word) {
            case "behind" ->
                "Hand the newest bundle over to it, by another way if it does not come.";
            case "stale" ->
                "See whether heartbeats are still made here, and whether anything still reaches it.";
            default ->
                "Somebody signed two policies under one serial: ask who holds the keys before you"
                    + " hand anything over.";
          };
      case State.Foreign _ ->
          "Find out which other console publishes to it, before you hand anything over.";
      case State.NotDelivered _ -> "Put right what is in the way, then hand over again.";
      case State.Stale _ ->
          "Publish again: change something in the lists, if only a note, so that there is a new serial.";
      case State.Silent _ ->
          "Ask its administrator whether it runs, and whether its receipts can reach this console."
              + " Receipts can be brought as files, too.";
      case State.Published _, State.Unheard _ -> "Hand the bundle over.";
      case State.Sending _ -> "";
      case State.Delivered _ ->
          "Wait a few minutes. If no receipt comes, see whether it fetches bundles by itself.";
      case State.Verified _ -> "Have its administrator run postern-apply --status there.";
      case State.Enforcing _ -> "";
    };
  }

  private static String refused(String word) {
    for (Refusal refusal : Refusal.values()) {
      if (refusal.word().equals(word)) {
        return refusal.advice();
      }
    }
    return switch (word) {
      case "disk" ->
          "Its disk is full or broken. Have its administrator make room, then hand over again.";
      case "trust" ->
          "Its trust folder is damaged. Have its administrator put it there anew, from the file that"
              + " this console gives out.";
      default -> "Read its last receipt, put right what it names, then hand over again.";
    };
  }

  static String headline(long serial, List<Line> lines) {
    if (lines.isEmpty()) {
      return "No gateway yet: nothing enforces the lists.";
    }
    if (serial == 0) {
      return "Nothing is published yet.";
    }
    long there = lines.stream().filter(l -> l.state() instanceof State.Enforcing).count();
    if (there == lines.size()) {
      return lines.size() == 1
          ? "The gateway enforces serial " + serial + "."
          : "All " + there + " gateways enforce serial " + serial + ".";
    }
    List<Line> others = lines.stream().filter(l -> l.concern() == Concern.TROUBLE).toList();
    String trouble =
        others.stream()
            .limit(2)
            .map(l -> l.gateway() + ": " + l.word())
            .collect(Collectors.joining(", "));
    String who =
        lines.size() == 1
            ? "The gateway does not enforce"
            : (there == 0 ? "None" : there)
                + " of "
                + lines.size()
                + " gateways "
                + (there == 1 ? "enforces" : "enforce");
    return who
        + " serial "
        + serial
        + (others.isEmpty() ? "" : "; " + trouble)
        + (others.size() > 2 ? ", " + (others.size() - 2) + " more." : ".");
  }

  /** "3 hours", roughly. */
  static String length(Duration time) {
    return time.toDays() > 1
        ? time.toDays() + " days"
        : time.toHours() > 1 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
  }
}
