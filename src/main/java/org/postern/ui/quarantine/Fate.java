package org.postern.ui.quarantine;

import java.util.Optional;
import org.postern.ui.Tone;

/** How things stand with one recipient of a message. */
enum Fate {
  HELD("held", Tone.HOLD),
  /** To be released against the lists: waits for a second officer. */
  PROPOSED("needs a second officer", Tone.HOLD),
  /** Decided, and still to be taken back. */
  WAITING("about to go", Tone.ACCENT),
  /** Decided to be kept back, and still to be taken back. */
  REJECTING("about to be rejected", Tone.ACCENT),
  /** Decided, but the gateway could not be reached: nothing left. */
  STUCK("not sent yet", Tone.HOLD),
  SENDING("being sent", Tone.ACCENT),
  RELEASED("released", Tone.OK),
  REJECTED("rejected", Tone.NEUTRAL),
  /** Kept back, and the sender told. */
  RETURNED("returned to sender", Tone.NEUTRAL),
  /** The gateway said no: nothing left, it may be decided again. */
  REFUSED("refused by gateway", Tone.BAD),
  /** Nobody can tell whether it left. */
  UNKNOWN("fate unknown", Tone.BAD),
  /** Addressed in To or Cc, but no copy lies in the box. Says nothing about delivery. */
  NOT_HELD("not held", Tone.NEUTRAL);

  private final String words;
  private final Tone tone;

  Fate(String words, Tone tone) {
    this.words = words;
    this.tone = tone;
  }

  String words() {
    return words;
  }

  Tone tone() {
    return tone;
  }

  /** How a search names it; empty if the copy was never here. */
  Optional<String> searched() {
    return switch (this) {
      case HELD -> Optional.of("held");
      case PROPOSED -> Optional.of("proposed");
      case WAITING, REJECTING -> Optional.of("waiting");
      case STUCK -> Optional.of("stuck");
      case SENDING -> Optional.of("sending");
      case RELEASED -> Optional.of("released");
      case REJECTED -> Optional.of("rejected");
      case RETURNED -> Optional.of("returned");
      case REFUSED -> Optional.of("refused");
      case UNKNOWN -> Optional.of("unknown");
      case NOT_HELD -> Optional.empty();
    };
  }

  /** Whether an officer may decide about it now. */
  boolean open() {
    return this == HELD || this == REFUSED;
  }

  /** Whether nothing was decided or begun. */
  boolean quiet() {
    return this == HELD || this == NOT_HELD;
  }

  /** Whether it was decided, and is not carried out yet. */
  boolean under() {
    return this == PROPOSED || this == WAITING || this == REJECTING;
  }

  /** Whether it needs an officer although it was decided already. */
  boolean alarming() {
    return this == REFUSED || this == UNKNOWN || this == STUCK;
  }
}
