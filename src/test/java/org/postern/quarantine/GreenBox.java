package org.postern.quarantine;

import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** A quarantine box on a real IMAP server (GreenMail), for as long as it is open. */
final class GreenBox implements AutoCloseable {
  private final GreenMail mail = new GreenMail(ServerSetup.IMAP.dynamicPort());

  GreenBox() {
    mail.start();
    mail.setUser("officer@postern.example", "officer", "pw");
  }

  int port() {
    return mail.getImap().getPort();
  }

  Mailbox mailbox() {
    return ReleaseChild.mailbox(port());
  }

  /** A held copy with that subject. */
  void arrives(String subject) throws MessagingException, UserException {
    byte[] message =
        ScriptedImap.MESSAGE.replace("Convoy", subject).getBytes(StandardCharsets.ISO_8859_1);
    mail.getUserManager()
        .getUser("officer")
        .deliver(
            new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(message)));
  }

  @Override
  public void close() {
    mail.stop();
  }
}
