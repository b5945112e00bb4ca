package org.postern.bundle;

/**
 * A bundle, trust file or receipt could not be made, read or written; nothing on disk was changed.
 * The message is for the officer.
 */
public final class BundleException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for programs. */
  public enum Reason {
    /** No such file. */
    NOT_FOUND,
    /** The disk refused. */
    DISK,
    /** The file is not a bundle, or was altered or cut short. */
    NOT_A_BUNDLE,
    /** The trust file, or a public key beside it, cannot be relied on. */
    NOT_A_TRUST_FILE,
    /** What should enrol a gateway is not its file, or was altered or cut short. */
    NOT_A_GATEWAY_FILE,
    /** A gateway's name, a date, or another term of the bundle is not possible. */
    BAD_TERMS,
    /** The lists hold nothing: such a bundle would switch the protection off. */
    EMPTY,
    /** An entry that gateways without the engine cannot express. */
    NOT_EXPRESSIBLE,
    /**
     * The rules, or the engine of a gateway, would not do what was signed for one of the probes.
     */
    PROBE,
    /** It carries rules for gateways without the engine only: an older console made it. */
    NO_POLICY,
    /** No certificate of an officer who signed it was given. */
    NO_SIGNER,
    /** It is no delta, or one to another bundle, or was altered. */
    NOT_A_DELTA
  }

  private final Reason reason;

  BundleException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  BundleException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
