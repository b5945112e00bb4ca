package org.postern.quarantine;

import org.postern.store.Settings;

/**
 * How a connection is protected. There is no "if offered": what is set must happen, or nothing is
 * sent.
 */
public enum Security {
  /** TLS from the first byte (IMAPS 993, submissions 465; RFC 8314). */
  TLS,
  /** Plain greeting, then STARTTLS before anything else (RFC 3501 6.2.1, RFC 3207). */
  STARTTLS,
  /** No TLS: only to a loopback address, for the practice mailbox. */
  LOOPBACK_PLAIN;

  static Security of(Settings.Security saved) {
    return switch (saved) {
      case TLS -> TLS;
      case STARTTLS -> STARTTLS;
      case LOOPBACK_PLAIN -> LOOPBACK_PLAIN;
    };
  }
}
