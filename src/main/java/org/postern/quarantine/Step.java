package org.postern.quarantine;

import java.util.Locale;

/** The steps on the way to a server, each of which can fail by itself. */
public enum Step {
  /** The name becomes an address. */
  NAME("name lookup"),
  /** A TCP connection. */
  CONNECT("connect"),
  /** TLS, up to the server's certificate; with STARTTLS, the wish for it too. */
  TLS("TLS handshake"),
  /** Whether the certificate is trusted. */
  CERTIFICATE("certificate"),
  /** What the server says first. */
  GREETING("greeting"),
  /** What the server says it can do. */
  CAPABILITY("capabilities"),
  /** A token from the token endpoint, where sign-in is by OAuth 2.0. */
  TOKEN("token"),
  /** User name with password or token. */
  SIGN_IN("sign-in"),
  /** The folder of a mailbox. */
  FOLDER("folder"),
  /** Whether messages there may be marked and moved. */
  RIGHTS("rights"),
  /** Whether the server tells of news by itself. */
  LIVE("live news");

  private final String label;

  Step(String label) {
    this.label = label;
  }

  /** For lists on the screen. */
  public String label() {
    return label;
  }

  /** For scripts: {@code sign-in}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
