package org.postern.officer;

import java.util.List;

/**
 * An officer's key could not be made, read or found. Nothing on disk was changed. The message is a
 * sentence for the officer.
 */
public final class OfficerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for programs. */
  public enum Reason {
    /** The name is empty, longer than 64 characters, or holds characters that cannot be seen. */
    BAD_NAME,
    /** A passphrase is needed and was not given. */
    NO_PASSPHRASE,
    /**
     * The passphrase does not open the file; a file whose sealed part was altered looks the same.
     */
    WRONG_PASSPHRASE,
    /** No such key, or no such file. */
    NOT_FOUND,
    /** More than one key answers to that name. */
    AMBIGUOUS,
    /** The file is not a PKCS#12 file, or was cut short or altered. */
    DAMAGED,
    /**
     * The file is sound but does not hold exactly one officer's P-256 key with its own certificate.
     */
    FOREIGN,
    /** The smartcard or HSM cannot be reached, or refuses. */
    TOKEN,
    /** The disk refused. */
    DISK
  }

  private final Reason reason;

  OfficerException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  OfficerException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** Several keys could be meant, or none is. */
  public static OfficerException choose(List<String> keys) {
    return new OfficerException(
        Reason.AMBIGUOUS,
        "Say which key of the token, by its id or its officer: " + String.join("; ", keys) + ".");
  }

  public Reason reason() {
    return reason;
  }
}
