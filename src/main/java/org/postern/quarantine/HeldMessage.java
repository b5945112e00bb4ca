package org.postern.quarantine;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.postern.mail.MailHeaders;
import org.postern.mail.TraceBlock;

/**
 * One held copy: one message, one diverted recipient. All text was chosen by strangers: escape it
 * before showing.
 *
 * @param uid where it lies now; only {@code id} is lasting
 * @param recipient exact envelope recipient as typed; "" if no gateway said so
 * @param sender envelope sender; "" = null sender (a bounce)
 * @param gateway name of the gateway that held it, "" if unknown
 * @param serial policy serial that the gateway enforced, 0 if unknown
 * @param from the From header, decoded, of any length up to 1000
 * @param subject decoded
 * @param received when it came into the box
 * @param size bytes in the box
 * @param flags IMAP flags and keywords, among them other officers' claims
 * @param addressed addresses in To and Cc, as the sender's program wrote them
 * @param messageId as in the header, "" if none
 * @param date the Date header as written, "" if none
 * @param original SHA-256 (hex) over the header block as the gateway received it: equal in all
 *     copies of one message
 */
public record HeldMessage(
    HeldId id,
    long uid,
    String recipient,
    HeldClass heldAs,
    long serial,
    String gateway,
    String sender,
    String from,
    String subject,
    Instant received,
    long size,
    Set<String> flags,
    List<String> addressed,
    String messageId,
    String date,
    String original) {

  /** Keyword on a copy whose release the gateway accepted. */
  public static final String RELEASED = "$PosternReleased";

  /** Keyword on a rejected copy. */
  public static final String REJECTED = "$PosternRejected";

  static HeldMessage of(Stored stored) {
    TraceBlock block = TraceBlock.split(stored.header());
    Trace trace = Trace.of(block);
    byte[] message = block.message();
    MailHeaders headers = MailHeaders.of(message);
    return new HeldMessage(
        HeldId.of(stored.header()),
        stored.uid(),
        trace.recipient(),
        trace.heldAs(),
        trace.serial(),
        trace.gateway(),
        trace.sender(),
        headers.decoded("From"),
        headers.decoded("Subject"),
        stored.received(),
        stored.size(),
        stored.flags(),
        addressed(headers),
        headers.first("Message-ID").orElse(""),
        headers.first("Date").orElse(""),
        TraceBlock.split(message).headerSha256());
  }

  private static List<String> addressed(MailHeaders headers) {
    return headers.addresses("To", "Cc").stream()
        .map(org.postern.mail.Mailbox::address)
        .filter(address -> address.indexOf('@') > 0)
        .distinct()
        .limit(500)
        .toList();
  }

  /** The same copy with the flags it has now. */
  HeldMessage withFlags(Set<String> now) {
    return new HeldMessage(
        id, uid, recipient, heldAs, serial, gateway, sender, from, subject, received, size, now,
        addressed, messageId, date, original);
  }
}
