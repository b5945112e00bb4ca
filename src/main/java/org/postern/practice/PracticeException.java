package org.postern.practice;

import org.jspecify.annotations.Nullable;

/** The practice world could not be set up. The message is a sentence: what happened, what to do. */
public final class PracticeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble. */
  public enum Reason {
    /** Its files in the data directory cannot be read or written. */
    DISK,
    /** The mail servers in this process cannot be started. */
    SERVERS,
    /** A bundle that was running cannot be used any more. */
    BUNDLE
  }

  private final Reason reason;

  PracticeException(Reason reason, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** What kind of trouble. */
  public Reason reason() {
    return reason;
  }
}
