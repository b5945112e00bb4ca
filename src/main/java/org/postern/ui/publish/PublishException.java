package org.postern.ui.publish;

/**
 * A step of publishing was not taken. The message is one or two sentences for the officer: what
 * happened and what to do; nothing was changed by the step.
 */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** What was shown is not what would be signed or handed over any more. */
    OVERTAKEN,
    /** Too few officers signed. */
    NOT_ENOUGH_SIGNATURES,
    /** This officer's key does not count, or counts already. */
    NOT_A_SIGNER,
    /** The file is not this bundle. */
    OTHER_BUNDLE
  }

  private final Reason reason;

  PublishException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
