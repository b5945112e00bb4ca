package org.postern.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file did not get to a gateway's place; what the gateway had there before it still has. The
 * message is one or two sentences for officers, safe to show: what happened and what to do.
 */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Reason {
    /** The place, or what it is reached by, cannot be used as it is set up. */
    SETTINGS,
    /** The file here is gone, or not the one that was handed over. */
    ALTERED,
    /** Secrets are sealed until an officer signs in. */
    SEALED,
    /** Nobody answers; a share or medium is not connected. */
    UNREACHABLE,
    /** It is not shown to be the right server. Nothing was sent. */
    UNTRUSTED,
    /** It does not let us in. */
    SIGN_IN,
    /** It does not want the file. */
    REFUSED,
    /** There is no room. */
    FULL,
    /** It was too slow, and we hung up. */
    TOO_SLOW,
    /** It broke off, or what arrived is not whole. */
    LOST,
    /** Somebody did not want it any more. */
    CANCELLED;

    /** Whether another try can only fail the same way, until somebody does something. */
    public boolean lasting() {
      return switch (this) {
        // Wrong tries lock accounts; who is not the right server today may be nobody's mistake.
        case SETTINGS, ALTERED, UNTRUSTED, SIGN_IN, REFUSED, CANCELLED -> true;
        case SEALED, UNREACHABLE, FULL, TOO_SLOW, LOST -> false;
      };
    }
  }

  private final Reason reason;
  private final transient @Nullable Identity shown;

  /** For {@link Way}s of others: what happened and what to do. */
  public DeliveryException(Reason reason, String sentence, @Nullable Throwable cause) {
    this(reason, sentence, null, cause);
  }

  DeliveryException(
      Reason reason, String sentence, @Nullable Identity shown, @Nullable Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
    this.shown = shown;
  }

  public Reason reason() {
    return reason;
  }

  /** The message: never null. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** What the server showed, if that is what failed. */
  public Optional<Identity> shown() {
    return Optional.ofNullable(shown);
  }
}
