package org.postern.quarantine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.tls.ServerCertificate;

/**
 * The box or the release gateway could not do what was asked. The message is a sentence for the
 * officer: what happened and what to do; text that came from a server is in it only with control
 * and bidi characters made visible.
 */
public final class QuarantineException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure, so that a screen can offer the right next step. */
  public enum Reason {
    /** The settings themselves cannot work. */
    SETTINGS,
    /** No connection: name, network or port. */
    UNREACHABLE,
    /** A certificate that nobody here trusts, or for another host. */
    UNTRUSTED,
    /** TLS could not be agreed, or our own certificate was not accepted. */
    TLS,
    /** The server speaks, but not the protocol. */
    PROTOCOL,
    /** User name or password not accepted. */
    LOGIN,
    /** The folder is not there. */
    FOLDER,
    /** The server said no to a command. */
    REFUSED,
    /** The server is too slow: the connection was closed by us. */
    TOO_SLOW,
    /** The server sent more than it may: the connection was closed by us. */
    FLOOD,
    /** The message came empty, short, or changed: it must not be shown as if it were whole. */
    INCOMPLETE,
    /** The message is larger than the console reads. */
    TOO_LARGE,
    /** The message is not in the box any more. */
    GONE,
    /** Another console began to send the message, or decided about it. */
    CLAIMED,
    /** The connection broke. */
    LOST
  }

  private final Reason reason;
  private final transient @Nullable ServerCertificate certificate;

  public QuarantineException(Reason reason, String sentence, @Nullable Throwable cause) {
    this(reason, sentence, null, cause);
  }

  QuarantineException(
      Reason reason,
      String sentence,
      @Nullable ServerCertificate certificate,
      @Nullable Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
    this.certificate = certificate;
  }

  public QuarantineException(Reason reason, String sentence) {
    this(reason, sentence, null);
  }

  /** What kind of failure. */
  public Reason reason() {
    return reason;
  }

  /** The server's certificate, if that is what was not trusted. */
  public Optional<ServerCertificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** The sentence for the officer. */
  public String sentence() {
    String message = getMessage();
    return message == null ? reason.name() : message;
  }
}
