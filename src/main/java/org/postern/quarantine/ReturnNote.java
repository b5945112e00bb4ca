package org.postern.quarantine;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postern.mail.HeaderField;
import org.postern.mail.Inert;
import org.postern.mail.MailHeaders;
import org.postern.mail.Mailbox;
import org.postern.policy.Disposition;
import org.postern.policy.EmailAddress;
import org.postern.policy.Parsed;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.store.Handling;

/**
 * The note that tells a sender that a message was not delivered, whole as it will be sent: from the
 * null sender, to the envelope sender and nobody else, as an automatic answer (RFC 3834, RFC 5321
 * 4.5.5). It quotes nothing of the body; what of the header it names is one bounded line each. A
 * message that came from a program, or whose sender is not sure, gets none. Immutable.
 */
public final class ReturnNote {
  private static final int SUBJECT = 150;
  private static final int REFERENCE = 250;
  private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,248}>");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");
  private static final Pattern PROGRAM =
      Pattern.compile(
          "mailer-daemon|postmaster|no-?reply|do-?not-?reply|listserv|majordomo|bounces?([+-].*)?"
              + "|owner-.*|.*-(owner|request|bounces?)");

  /**
   * What an officer chose.
   *
   * @param wording one of {@link Handling#notes}
   * @param meant the address to propose; must pass the policy; empty for none
   * @param nameSubject whether the sender is reminded of the message's subject
   */
  public record Choice(Handling.Note wording, Optional<String> meant, boolean nameSubject) {}

  /** What came of it. */
  public sealed interface Made {
    /** It can be sent as it is. */
    record Ready(ReturnNote note) implements Made {}

    /** No note may go to that sender, or none can be made of this wording. */
    record NotPossible(String sentence) implements Made {}
  }

  private final HeldId about;
  private final String to;
  private final String whole;
  private final String text;

  private ReturnNote(HeldId about, String to, String whole, String text) {
    this.about = about;
    this.to = to;
    this.whole = whole;
    this.text = text;
  }

  /** The copy that it is about. */
  HeldId about() {
    return about;
  }

  /** The envelope recipient. */
  public String to() {
    return to;
  }

  /** The whole message, header and all, every byte as it will be sent; ASCII with CRLF. */
  public String whole() {
    return whole;
  }

  /** The text as the sender will read it. */
  public String text() {
    return text;
  }

  /**
   * Makes one.
   *
   * @param headers of the held message, below the gateway's trace
   * @param from the address that notes come from; empty if none is set up
   */
  static Made of(
      HeldMessage held,
      MailHeaders headers,
      Choice choice,
      String from,
      Policy policy,
      Instant now) {
    Optional<String> refusal = refusal(held, headers, policy);
    if (refusal.isPresent()) {
      return new Made.NotPossible(refusal.get());
    }
    if (!(EmailAddress.parse(from) instanceof Parsed.Ok<EmailAddress>(EmailAddress sender))
        || !Outgoing.sendable(sender.ascii())) {
      return new Made.NotPossible(
          "No address is set up that notes to senders come from. Enter one in the settings, under"
              + " Reviewing.");
    }
    if (choice.meant().isPresent()
        && policy.judge(choice.meant().get()).disposition() != Disposition.DELIVER) {
      return new Made.NotPossible(
          "The address that would be proposed, "
              + Inert.brief(choice.meant().get(), 200)
              + ", would itself be held. Propose another, or none.");
    }
    if (unknown(choice.wording().text()).isPresent()) {
      return new Made.NotPossible(unknown(choice.wording().text()).get());
    }
    String text = text(held, choice);
    try {
      return new Made.Ready(
          new ReturnNote(
              held.id(),
              held.sender(),
              whole(held, choice.wording().subject(), text, sender, now),
              text));
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("a note that cannot be written", e);
    }
  }

  /** Why no note may go to the sender of this message. */
  private static Optional<String> refusal(HeldMessage held, MailHeaders headers, Policy policy) {
    if (held.sender().isEmpty()) {
      return Optional.of(
          "This message has no sender on its envelope: it is a bounce or another automatic notice."
              + " Nobody would read a note.");
    }
    if (!(EmailAddress.parse(held.sender()) instanceof Parsed.Ok<EmailAddress>(EmailAddress sender))
        || !Outgoing.sendable(held.sender())) {
      return Optional.of("The sender on the envelope is not an address that a note can go to.");
    }
    Verdict verdict = policy.judge(held.sender());
    boolean suspicious =
        switch (verdict) {
          case Verdict.Blocked _, Verdict.Lookalike _, Verdict.Malformed _ -> true;
          case Verdict.Trusted _, Verdict.Unlisted _ -> false;
        };
    if (suspicious || verdict.disposition() != Disposition.DELIVER) {
      return Optional.of(
          "The lists hold mail to the sender, "
              + Inert.brief(held.sender(), 200)
              + ", so no note goes there.");
    }
    if (PROGRAM.matcher(sender.localPart().toLowerCase(Locale.ROOT)).matches()
        || automatic(headers)) {
      return Optional.of(
          "This message was sent by a program or a mailing list, not by a person. A note could go"
              + " round and round, so none is sent.");
    }
    boolean said =
        headers.addresses("From", "Sender").stream()
            .map(Mailbox::address)
            .anyMatch(held.sender()::equalsIgnoreCase);
    if (!said) {
      return Optional.of(
          "The message says that it is from somebody else than the sender on its envelope. The"
              + " sender may be forged, so no note goes there.");
    }
    return Optional.empty();
  }

  /** RFC 3834 clause 2, and what lists and programs write (RFC 2369, RFC 2919, RFC 2076). */
  private static boolean automatic(MailHeaders headers) {
    for (HeaderField field : headers.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      String value = field.value().strip().toLowerCase(Locale.ROOT);
      if ((name.equals("auto-submitted") && !value.equals("no"))
          || name.startsWith("list-")
          || name.equals("feedback-id")
          || name.equals("x-autoreply")
          || name.equals("x-autorespond")
          || name.equals("x-loop")
          || (name.equals("precedence")
              && List.of("bulk", "list", "junk", "auto_reply").contains(value))
          || (name.equals("return-path") && value.equals("<>"))) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong with the placeholders of a text, if anything is. */
  public static Optional<String> unknown(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .filter(name -> !List.of("typed", "meant", "subject").contains(name))
        .findFirst()
        .map(
            name ->
                "The wording names {"
                    + name
                    + "}, which stands for nothing. There are {typed}, {meant} and {subject}.");
  }

  private static String text(HeldMessage held, Choice choice) {
    Optional<String> subject =
        Optional.of(held.subject())
            .filter(s -> choice.nameSubject() && !s.isBlank())
            .map(s -> Inert.brief(s, SUBJECT));
    Optional<String> typed =
        Optional.of(held.recipient()).filter(r -> !r.isEmpty()).map(ReturnNote::noLink);
    StringBuilder text = new StringBuilder();
    for (String line : Inert.lines(choice.wording().text()).split("\n", -1)) {
      boolean left = true;
      StringBuilder said = new StringBuilder();
      var found = PLACEHOLDER.matcher(line);
      int at = 0;
      while (found.find()) {
        Optional<String> value =
            switch (found.group(1)) {
              case "typed" -> typed;
              case "meant" -> choice.meant().map(m -> Inert.brief(m, 320));
              case "subject" -> subject;
              case String other -> throw new IllegalStateException(other);
            };
        left &= value.isPresent();
        said.append(line, at, found.start()).append(value.orElse(""));
        at = found.end();
      }
      if (left) {
        text.append(said).append(line, at, line.length()).append("\r\n");
      }
    }
    return text.toString().stripTrailing() + "\r\n";
  }

  /** So that no mail program makes of the wrong address something to click on. */
  private static String noLink(String address) {
    int at = address.lastIndexOf('@');
    return Inert.brief(
        address.substring(0, at + 1) + address.substring(at + 1).replace(".", "[.]"), 320);
  }

  private static String whole(
      HeldMessage held, String subject, String text, EmailAddress from, Instant now)
      throws MessagingException, IOException {
    String id =
        "<postern.note." + held.id().hex() + "." + now.toEpochMilli() + "@" + from.domain().ascii();
    MimeMessage message =
        new MimeMessage(Session.getInstance(new Properties())) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id + ">");
          }
        };
    message.setFrom(new InternetAddress(from.ascii(), true));
    message.setRecipient(
        jakarta.mail.Message.RecipientType.TO, new InternetAddress(held.sender(), true));
    message.setSubject(MimeUtility.fold(9, Inert.brief(subject, SUBJECT)), "UTF-8");
    message.setSentDate(Date.from(now));
    message.setHeader("Auto-Submitted", "auto-replied");
    message.setHeader("X-Auto-Response-Suppress", "All");
    String reference = held.messageId().strip();
    if (reference.length() <= REFERENCE && MESSAGE_ID.matcher(reference).matches()) {
      message.setHeader("In-Reply-To", reference);
      message.setHeader("References", reference);
    }
    message.setText(text, "UTF-8");
    message.setHeader("Content-Transfer-Encoding", "quoted-printable");
    message.saveChanges();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    byte[] bytes = out.toByteArray();
    String whole = new String(bytes, StandardCharsets.US_ASCII);
    if (whole.indexOf('\uFFFD') >= 0) {
      throw new IOException("not ASCII");
    }
    return whole.endsWith("\r\n") ? whole : whole + "\r\n";
  }
}
