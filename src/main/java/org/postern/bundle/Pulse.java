package org.postern.bundle;

import java.util.Locale;

/** What a gateway makes of a {@link Heartbeat}. Whatever it is, the policy in force stays so. */
public sealed interface Pulse {

  /** The gateway has the newest policy and the newest trust file, and the next is not due yet. */
  record Well(Heartbeat heartbeat) implements Pulse {}

  /**
   * It is to be believed, and something is wrong.
   *
   * @param word {@link Word#FORK}, {@link Word#BEHIND} or {@link Word#STALE}
   * @param sentence for the administrator, in plain ASCII
   */
  record Alarm(Heartbeat heartbeat, Word word, String sentence) implements Pulse {}

  /** It is not to be believed, or too old to say anything; the one before it still counts. */
  record Refused(Word word, String sentence) implements Pulse {}

  /** Why, in the order in which a gateway looks; {@code postern-apply} has the same words. */
  enum Word {
    /** Larger than any real one. */
    TOO_LARGE,
    /** Not exactly in the form of this version. */
    FORM,
    /** Not by a heartbeat key of the trust file. */
    KEY,
    /** Not signed by that key. */
    SIGNATURE,
    /** Of another line of policies. */
    POLICY_ID,
    /** From the future. */
    NOT_YET,
    /** Older than the last one, or it names something older. */
    ROLLBACK,
    /** Another content under the same time or serial: two stories are told. */
    FORK,
    /** A newer policy or trust file exists than the gateway has. */
    BEHIND,
    /** The next one is overdue. */
    STALE;

    /** The word in receipts and in the script's output. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
