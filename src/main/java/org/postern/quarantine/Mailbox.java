package org.postern.quarantine;

import java.time.Duration;
import org.postern.store.Settings;

/**
 * Where the held messages lie: an IMAP box and how to reach it.
 *
 * @param host name or address; with TLS the name that the certificate must carry
 * @param port 993 for TLS, 143 for STARTTLS
 * @param folder the folder that gateways deliver into, usually INBOX; ASCII
 * @param trustedPem certificates in PEM: a CA that signs the server's certificate, or that
 *     certificate itself (then the name is not compared: it was pinned by choice); empty = the
 *     trust of this computer
 * @param timeout longest silence of the server
 * @param deadline longest time for one whole command, however busily the server drips; large
 *     messages get more
 */
public record Mailbox(
    String host,
    int port,
    Security security,
    String user,
    String password,
    String folder,
    String trustedPem,
    Duration timeout,
    Duration deadline) {

  public static final Duration TIMEOUT = Duration.ofSeconds(20);
  public static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Refuses settings that cannot work, with a sentence. */
  public Mailbox {
    Endpoint.check("mailbox", host, port, timeout);
    if (user.isEmpty()) {
      throw new IllegalArgumentException("The mailbox needs a user name.");
    }
    if (folder.isEmpty() || !folder.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException("The folder name must be plain ASCII without spaces.");
    }
    if (deadline.compareTo(timeout) < 0) {
      throw new IllegalArgumentException("The deadline is shorter than the timeout.");
    }
  }

  /** A box behind implicit TLS with usual times. */
  public static Mailbox tls(
      String host, int port, String user, String password, String trustedPem) {
    return new Mailbox(
        host, port, Security.TLS, user, password, "INBOX", trustedPem, TIMEOUT, DEADLINE);
  }

  /** A box on this computer without TLS: practice only. */
  public static Mailbox loopback(int port, String user, String password) {
    return new Mailbox(
        "127.0.0.1", port, Security.LOOPBACK_PLAIN, user, password, "INBOX", "", TIMEOUT, DEADLINE);
  }

  /** The box that the console is set up with. */
  public static Mailbox of(Settings.Mailbox saved) {
    return new Mailbox(
        saved.host(),
        saved.port(),
        Security.of(saved.security()),
        saved.user(),
        saved.password(),
        saved.folder(),
        saved.trustedPem(),
        TIMEOUT,
        DEADLINE);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "imap " + user + " at " + host + ":" + port + " (" + security + "), folder " + folder;
  }
}
