package org.postern.quarantine;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.postern.store.Settings;

/**
 * Where held messages lie: one folder of an IMAP box, and how to reach it.
 *
 * @param host name or address; with TLS the name that the certificate must carry
 * @param port 993 for TLS, 143 for STARTTLS
 * @param folder the folder that gateways deliver into, usually INBOX
 * @param trustedPem certificates in PEM: a CA that signs the server's certificate, or that
 *     certificate itself (then the name is not compared: it was pinned by choice); empty = the
 *     trust of this computer
 * @param timeout longest silence of the server
 * @param deadline longest time for one whole command, however busily the server drips; large
 *     messages get more
 * @param tokens where sign-in is by OAuth 2.0, and no password is used; else null
 * @param idle after how long a quiet IDLE is begun anew: firewalls forget connections
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
    Duration deadline,
    @Nullable TokenSource tokens,
    Duration idle) {

  public static final Duration TIMEOUT = Duration.ofSeconds(20);
  public static final Duration DEADLINE = Duration.ofSeconds(60);
  public static final Duration IDLE = Duration.ofMinutes(5);

  /** RFC 2177 clause 3: servers may hang up on who says nothing for 30 minutes. */
  public static final Duration LONGEST_IDLE = Duration.ofMinutes(28);

  private static final int LONGEST_FOLDER = 255;

  /** Refuses settings that cannot work, with a sentence. */
  public Mailbox {
    Endpoint.check("mailbox", host, port, timeout);
    if (user.isEmpty()) {
      throw new IllegalArgumentException("The mailbox needs a user name.");
    }
    String wrong = folderProblem(folder);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(wrong);
    }
    if (deadline.compareTo(timeout) < 0) {
      throw new IllegalArgumentException("The deadline is shorter than the timeout.");
    }
    if (idle.compareTo(Duration.ofSeconds(1)) < 0 || idle.compareTo(LONGEST_IDLE) > 0) {
      throw new IllegalArgumentException("Listening is begun anew after 1 s to 28 minutes.");
    }
  }

  /** A box with a password and the usual times of listening. */
  public Mailbox(
      String host,
      int port,
      Security security,
      String user,
      String password,
      String folder,
      String trustedPem,
      Duration timeout,
      Duration deadline) {
    this(host, port, security, user, password, folder, trustedPem, timeout, deadline, null, IDLE);
  }

  /** What is wrong with the name of a folder, or an empty string. */
  public static String folderProblem(String folder) {
    return folder.isBlank()
            || folder.length() > LONGEST_FOLDER
            || folder.chars().anyMatch(c -> c < 0x20 || c == 0x7f)
        ? "The folder needs a name of at most 255 characters, as the server writes it."
        : "";
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

  /**
   * The first folder of a box that the console is set up with.
   *
   * @param rotated is given a refresh token that takes the place of the saved one
   */
  public static Mailbox of(Settings.Mailbox saved, TokenSource.Keeping rotated) {
    Settings.Oauth oauth = saved.oauth();
    return new Mailbox(
        saved.host(),
        saved.port(),
        Security.of(saved.security()),
        saved.user(),
        saved.password(),
        saved.folders().getFirst(),
        saved.trustedPem(),
        TIMEOUT,
        DEADLINE,
        oauth == null
            ? null
            : new TokenSource(oauth, saved.trustedPem(), InstantSource.system(), rotated),
        saved.idleMinutes() == 0 ? IDLE : Duration.ofMinutes(saved.idleMinutes()));
  }

  /** Another folder of the same box. */
  public Mailbox in(String other) {
    return with(other, timeout, deadline);
  }

  /** With no more patience than this. */
  Mailbox within(Duration patience) {
    return with(folder, patience, patience);
  }

  private Mailbox with(String newFolder, Duration newTimeout, Duration newDeadline) {
    return new Mailbox(
        host,
        port,
        security,
        user,
        password,
        newFolder,
        trustedPem,
        newTimeout,
        newDeadline,
        tokens,
        idle);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "imap " + user + " at " + host + ":" + port + " (" + security + "), folder " + folder;
  }
}
