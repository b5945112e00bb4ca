package org.postern.ui.quarantine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.practice.PracticeLists;
import org.postern.practice.PracticeMail;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.DecisionDesk;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.Quarantine;
import org.postern.quarantine.ReleaseGateway;
import org.postern.store.Store;

/** A real box, a real gateway that takes everything, a real store: what the screen stands on. */
final class PracticeBox implements AutoCloseable {
  final GreenMail mail =
      new GreenMail(
          new ServerSetup[] {ServerSetup.IMAP.dynamicPort(), ServerSetup.SMTP.dynamicPort()});
  final Store store;
  final Clock clock;
  final Policy policy;
  Quarantine box;

  PracticeBox(Path directory, Clock clock) throws Exception {
    this.clock = clock;
    policy = PracticeLists.policy(clock.instant());
    mail.start();
    mail.setUser("officer@postern.example", "officer", "pw");
    store = Store.open(directory, clock);
  }

  /** The gateway's copy for one recipient, as it lies in the box. */
  void hold(String sender, String recipient, Instant at, byte[] message) throws Exception {
    String heldAs =
        switch (policy.judge(recipient)) {
          case Verdict.Blocked _ -> "blocked";
          case Verdict.Lookalike _ -> "lookalike";
          case Verdict.Trusted _, Verdict.Unlisted _, Verdict.Malformed _ -> "unlisted";
        };
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    copy.write(
        ("Return-Path: <"
                + sender
                + ">\r\nX-Original-To: "
                + recipient
                + "\r\nX-Postern-Divert: class="
                + heldAs
                + "; policy-serial=41; gateway=relay-2.mod.example\r\n"
                + "Received: from mail.mod.example by relay-2.mod.example with ESMTPS id "
                + Integer.toHexString(java.util.Arrays.hashCode(message))
                    .toUpperCase(java.util.Locale.ROOT)
                + "\r\n")
            .getBytes(US_ASCII));
    copy.write(message);
    inbox()
        .appendMessage(
            new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(copy.toByteArray())),
            new Flags(),
            Date.from(at));
  }

  MailFolder inbox() throws Exception {
    return mail.getManagers()
        .getImapHostManager()
        .getInbox(mail.getUserManager().getUser("officer"));
  }

  void holdPractice() throws Exception {
    for (PracticeMail m : PracticeMail.all(clock.instant())) {
      for (String recipient : m.held()) {
        hold(m.sender(), recipient, m.sent().plusSeconds(60), m.message());
      }
    }
  }

  Access access() {
    return access(true);
  }

  Access access(boolean gateway) {
    return new Access(
        () -> Optional.of(connect(gateway)),
        () -> policy,
        store.decisions(),
        store.past(),
        store.hits(),
        store.journal(),
        store.setup(),
        store.marks(),
        store.incidents(),
        () -> "Maj. A. Carter",
        clock);
  }

  private Access.Connection connect(boolean gateway)
      throws org.postern.quarantine.QuarantineException {
    box = Quarantine.open(Mailbox.loopback(mail.getImap().getPort(), "officer", "pw"), clock);
    Optional<ReleaseGateway> out =
        Optional.of(ReleaseGateway.loopback(mail.getSmtp().getPort())).filter(_ -> gateway);
    return new Access.Connection(
        "Practice mailbox", Boxes.of(box), new DecisionDesk(store.decisions(), box, out));
  }

  /** Envelope recipients of what the gateway took, in order. */
  List<String> released() throws Exception {
    var recipients = new java.util.ArrayList<String>();
    for (var user : mail.getUserManager().listUser()) {
      if (!user.getLogin().equals("officer")) {
        var folder = mail.getManagers().getImapHostManager().getInbox(user);
        for (int i = 0; i < folder.getMessageCount(); i++) {
          recipients.add(user.getEmail());
        }
      }
    }
    return recipients;
  }

  @Override
  public void close() throws org.postern.store.StoreException {
    if (box != null) {
      box.close();
    }
    store.close();
    mail.stop();
  }
}
