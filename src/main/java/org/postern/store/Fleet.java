package org.postern.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.store.GatewayKeys.ReceiptKey;
import org.postern.store.Receipts.Heard;

/**
 * How the gateways stand to the newest serial that was published, as far as anybody here knows:
 * what was handed over, and what they said in receipts that are believed. Computed from those and a
 * clock alone. Immutable.
 *
 * @param serial the newest that was handed over, or that a gateway says it enforces; 0 for none
 * @param headline one sentence for all
 * @param lines the ones in trouble first
 * @param silence after how long without a word a gateway counts as silent
 */
public record Fleet(long serial, String headline, List<Line> lines, Duration silence) {
  public Fleet {
    lines = List.copyOf(lines);
  }

  /** Nothing is known of any. */
  public static final Fleet NONE =
      new Fleet(0, "No gateway yet: nothing enforces the lists.", List.of(), Duration.ZERO);

  /** Whether every gateway says that it enforces the newest serial. */
  public boolean whole() {
    return serial > 0 && !lines.isEmpty() && enforcing() == lines.size();
  }

  /** How many say so, and have not fallen silent since. */
  public long enforcing() {
    return lines.stream().filter(l -> l.state() instanceof State.Enforcing).count();
  }

  /** How much a state should worry an officer. */
  public enum Concern {
    FINE,
    WAITING,
    TROUBLE
  }

  /** What a gateway does about the newest serial; in the order of how bad it is. */
  public sealed interface State {
    /** The policy before could not be put back: nobody knows what it enforces. */
    record Broken(String sentence) implements State {}

    /** Its mail server would not run with it; it went back. */
    record RolledBack(String sentence) implements State {}

    /**
     * It said no.
     *
     * @param word a {@link org.postern.bundle.Refusal#word}, or what went wrong there
     */
    record Refused(String word, String sentence) implements State {}

    /**
     * A heartbeat says that it is cut off from the newest policy, or was shown another one.
     *
     * @param word {@code fork}, {@code behind} or {@code stale}
     */
    record Alarmed(String word, String sentence) implements State {}

    /** It enforces something under this serial, or a later one, that was not made here. */
    record Foreign(long runs) implements State {}

    /** It could not be brought there. */
    record NotDelivered(Instant since, String why) implements State {}

    /** What it enforces is past its last day; it goes on with it. */
    record Stale(long runs, Instant ended) implements State {}

    /** Not a word for longer than it should be. */
    record Silent(Instant since) implements State {}

    /** Published, and not on its way to it. */
    record Published() implements State {}

    /** On its way. */
    record Sending(Instant since) implements State {}

    /** Where the gateway fetches it; no word of it yet. */
    record Delivered(Instant since) implements State {}

    /** It found it good, and does not say that it enforces it. */
    record Verified(Instant at) implements State {}

    /** Nothing was published to it, and it never said a word. */
    record Unheard() implements State {}

    /** It says that it enforces it. */
    record Enforcing() implements State {}
  }

  /**
   * How far a bundle came on its way to a gateway, if that is known.
   *
   * @param failed why it could not be brought; empty while it is on its way
   */
  public record Way(Instant since, Optional<String> failed) {}

  /** When each step to the newest serial was taken; empty for those not taken, or not known. */
  public record Steps(
      Optional<Instant> published,
      Optional<Instant> delivered,
      Optional<Instant> verified,
      Optional<Instant> enforcing) {}

  /** Numbers whose receipts never came. */
  public record Gap(long from, long to) {
    /** "Receipt 17 never came." */
    public String sentence() {
      return from == to
          ? "Receipt " + from + " never came."
          : "Receipts " + from + " to " + to + " never came.";
    }

    /**
     * The holes in the numbers, the newest first.
     *
     * @param after the number before the first one that is expected; empty if that is not known
     * @param numbers of receipts that are here, the highest first
     */
    static List<Gap> in(OptionalLong after, List<Long> numbers) {
      List<Long> seen = new ArrayList<>(numbers);
      if (after.isPresent() && !seen.isEmpty() && seen.getLast() > after.getAsLong()) {
        seen.add(after.getAsLong());
      }
      List<Gap> gaps = new ArrayList<>();
      for (int i = 1; i < seen.size(); i++) {
        if (seen.get(i) + 1 < seen.get(i - 1)) {
          gaps.add(new Gap(seen.get(i) + 1, seen.get(i - 1) - 1));
        }
      }
      return Collections.unmodifiableList(gaps);
    }
  }

  /**
   * One gateway.
   *
   * @param place where bundles for it are put
   * @param word its state in a word or two: "refused"
   * @param sentence its state in a sentence
   * @param next what to do; empty if nothing is to be done
   * @param remarks what else an officer should know, a sentence each
   * @param runs the serial that it said last that it enforces; empty if nothing, or never a word
   * @param heard when it said its last word: its own time or the console's, whichever is earlier
   * @param missing numbers whose receipts never came, the newest first
   * @param receipts the newest first
   * @param keys of its present life, the oldest first; empty if it was never enrolled
   */
  public record Line(
      String gateway,
      String place,
      State state,
      Concern concern,
      String word,
      String sentence,
      String next,
      List<String> remarks,
      OptionalLong runs,
      Optional<Instant> heard,
      Steps steps,
      List<Gap> missing,
      List<Heard> receipts,
      List<ReceiptKey> keys) {}

  /**
   * A bundle that was handed over, or that a gateway says it enforces.
   *
   * @param ends the end of its validity, if that is known
   */
  record Published(
      long serial,
      String digest,
      Optional<Instant> ends,
      Instant made,
      List<Publications.Handover> handovers) {}

  /**
   * All that one gateway said.
   *
   * @param heard of its present life, the newest first
   */
  record Voice(
      String gateway, String place, List<ReceiptKey> keys, List<Heard> heard, List<Gap> missing) {}
}
