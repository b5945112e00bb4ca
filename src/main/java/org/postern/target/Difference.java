package org.postern.target;

import java.util.Locale;
import java.util.Optional;
import org.postern.bundle.Outcome;

/**
 * A recipient for whom a target does something else than the officers signed.
 *
 * @param recipient a domain or an address
 * @param signed what the officers signed
 * @param there what happens at the target
 */
public record Difference(String recipient, Outcome signed, Answer there, Kind kind) {

  /** The worst first. */
  public enum Kind {
    /** Mail that should be held leaves. */
    LEAVES("should be held, and leaves"),
    /** Mail that should leave does not. */
    KEPT_BACK("should be delivered, and is not"),
    /** It does not leave, but no officer can look at it or release it. */
    REFUSED("should be held, and goes back to the sender"),
    /** As before, and the other recipients get nothing either. */
    MESSAGE_REFUSED("should be held, and the message goes back, for all its recipients"),
    /** The other recipients wait, too. */
    MESSAGE_HELD("should be held, and so is the copy of every other recipient"),
    /** The officer reads a wrong reason. */
    OTHER_CLASS("is held, but for another reason");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    /** For an officer. */
    public String sentence() {
      return sentence;
    }

    /** For JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Empty if the target does what was signed. */
  static Optional<Difference> of(String recipient, Outcome signed, Answer there) {
    return kind(signed, there).map(kind -> new Difference(recipient, signed, there, kind));
  }

  private static Optional<Kind> kind(Outcome signed, Answer there) {
    boolean delivered = there.effect() == Answer.Effect.DELIVERED;
    if (signed == Outcome.DELIVER) {
      return delivered ? Optional.empty() : Optional.of(Kind.KEPT_BACK);
    }
    return switch (there.effect()) {
      case DELIVERED -> Optional.of(Kind.LEAVES);
      case REFUSED -> Optional.of(Kind.REFUSED);
      case MESSAGE_REFUSED -> Optional.of(Kind.MESSAGE_REFUSED);
      case MESSAGE_HELD -> Optional.of(Kind.MESSAGE_HELD);
      case HELD ->
          there.heldAs().filter(outcome -> outcome != signed).map(outcome -> Kind.OTHER_CLASS);
    };
  }
}
