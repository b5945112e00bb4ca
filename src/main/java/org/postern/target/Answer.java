package org.postern.target;

import java.util.Locale;
import java.util.Optional;
import org.postern.bundle.Outcome;

/**
 * What a target does with mail for one recipient.
 *
 * @param heldAs the class in which it is held, where the target knows one
 */
public record Answer(Effect effect, Optional<Outcome> heldAs) {

  /** From nothing to the most. */
  public enum Effect {
    DELIVERED,
    /** This recipient's copy waits for an officer; other recipients get theirs. */
    HELD,
    /** The message waits, for all its recipients. */
    MESSAGE_HELD,
    /** This recipient's copy goes back to the sender. */
    REFUSED,
    /** The message goes back to the sender, for all its recipients. */
    MESSAGE_REFUSED;

    /** For JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static final Answer DELIVERED = new Answer(Effect.DELIVERED, Optional.empty());

  /** Of a target that does no more than {@code effect}, and knows no classes. */
  static Answer of(Effect effect) {
    return new Answer(effect, Optional.empty());
  }

  /** By the class that a table holds. */
  static Answer of(Effect effect, Outcome outcome) {
    return outcome == Outcome.DELIVER ? DELIVERED : new Answer(effect, Optional.of(outcome));
  }

  /** For tables: {@code delivered}, or {@code held as blocked}. */
  public String words() {
    return effect.word() + heldAs.map(outcome -> " as " + outcome.word()).orElse("");
  }
}
