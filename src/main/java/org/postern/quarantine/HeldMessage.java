package org.postern.quarantine;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
 * @param files whether the header says that it carries files: the list has not looked inside, and a
 *     header may lie
 * @param original SHA-256 (hex) over the header block as the gateway received it: equal in all
 *     copies of one message
 * @param place which box and folder it lies in, in the officers' words; "" where there is only one
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
    boolean files,
    String original,
    String place) {

  private static final int MOST = 500;
  private static final Set<String> FILE =
      Set.of("application/", "image/", "audio/", "video/", "model/");

  /** Keyword on a copy whose release the gateway accepted. */
  public static final String RELEASED = "$PosternReleased";

  /** Keyword on a rejected copy. */
  public static final String REJECTED = "$PosternRejected";

  /** Keyword on a copy about which the sender was told. */
  public static final String RETURNED = "$PosternReturned";

  static HeldMessage of(Stored stored, TraceBlock block, MailHeaders headers, Trace trace) {
    return new HeldMessage(
        new HeldId(block.headerSha256().substring(0, 16)),
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
        files(headers),
        block.messageHeaderSha256(),
        "");
  }

  private static boolean files(MailHeaders headers) {
    String type = headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.startsWith("multipart/mixed")
        || FILE.contains(type.substring(0, type.indexOf('/') + 1))
        || headers
            .first("Content-Disposition")
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .startsWith("attachment");
  }

  private static List<String> addressed(MailHeaders headers) {
    Set<String> found = new LinkedHashSet<>();
    for (org.postern.mail.Mailbox mailbox : headers.addresses("To", "Cc")) {
      if (mailbox.address().indexOf('@') > 0 && found.size() < MOST) {
        found.add(mailbox.address());
      }
    }
    return List.copyOf(found);
  }

  /** The same copy with the flags it has now. */
  HeldMessage withFlags(Set<String> now) {
    return with(now, addressed, place);
  }

  /** The same copy, sharing an equal list with other copies. */
  HeldMessage addressedTo(List<String> equal) {
    return with(flags, equal, place);
  }

  /** The same copy, saying where it lies. */
  HeldMessage in(String box) {
    return with(flags, addressed, box);
  }

  private HeldMessage with(Set<String> newFlags, List<String> newAddressed, String newPlace) {
    return new HeldMessage(
        id,
        uid,
        recipient,
        heldAs,
        serial,
        gateway,
        sender,
        from,
        subject,
        received,
        size,
        newFlags,
        newAddressed,
        messageId,
        date,
        files,
        original,
        newPlace);
  }
}
