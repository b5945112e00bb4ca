package org.postern.practice;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Properties;
import org.postern.practice.PracticeException.Reason;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.ReleaseGateway;

/**
 * The practice mail servers (GreenMail): an IMAP quarantine box and an SMTP release door, on ports
 * of this computer's loopback that nobody else may log in to: the password is drawn anew each time.
 */
final class PracticeServers implements AutoCloseable {
  private static final String OFFICER = "practice";

  /** Told of each message that left through the release door. */
  @FunctionalInterface
  interface Outside {
    void arrived(String recipient, byte[] message);
  }

  private final GreenMail mail;
  private final GreenMailUser officer;
  private final String password;

  private PracticeServers(GreenMail mail, GreenMailUser officer, String password) {
    this.mail = mail;
    this.officer = officer;
    this.password = password;
  }

  static PracticeServers start(Outside outside) throws PracticeException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    GreenMail mail =
        new PracticeMailServers(
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP).dynamicPort(),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());
    try {
      mail.start();
      GreenMailUser officer =
          mail.getUserManager().createUser("officer@practice.example", OFFICER, password);
      GreenMailUser world =
          mail.getUserManager().createUser("outside@practice.example", "outside", password);
      mail.getUserManager()
          .setMessageDeliveryHandler(
              (message, address) -> {
                outside.arrived(address.getEmail(), bytes(message.getMessage()));
                return world;
              });
      return new PracticeServers(mail, officer, password);
    } catch (UserException | RuntimeException e) {
      mail.stop();
      throw new PracticeException(
          Reason.SERVERS,
          "The practice mailbox cannot be started on this computer: " + e.getMessage() + ".",
          e);
    }
  }

  Mailbox mailbox() {
    return Mailbox.loopback(mail.getImap().getPort(), OFFICER, password);
  }

  ReleaseGateway release() {
    return ReleaseGateway.loopback(mail.getSmtp().getPort());
  }

  /** Puts a message into the quarantine box as if it had come at that moment. */
  void deliver(byte[] message, Instant when) {
    try {
      ImapHostManager host = mail.getManagers().getImapHostManager();
      host.getInbox(officer)
          .appendMessage(
              new MimeMessage(
                  Session.getInstance(new Properties()), new ByteArrayInputStream(message)),
              new Flags(),
              Date.from(when));
    } catch (FolderException | MessagingException e) {
      throw new IllegalStateException("the practice mailbox takes every message", e);
    }
  }

  private static byte[] bytes(MimeMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      message.writeTo(out);
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException("a message that was just received", e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    mail.stop();
  }
}
