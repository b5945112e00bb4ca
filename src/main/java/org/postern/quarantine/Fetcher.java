package org.postern.quarantine;

import jakarta.mail.Flags;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.QuarantineException.Reason;

/** The FETCH commands of the open folder, and the disbelief with which their answers are read. */
final class Fetcher {
  private static final long PER_MESSAGE = 4096;
  private static final int BYTES_A_SECOND = 50_000;

  private final ImapLink imap;
  private final Mailbox box;

  Fetcher(ImapLink imap, Mailbox box) {
    this.imap = imap;
    this.box = box;
  }

  /**
   * Which messages there are, with their flags.
   *
   * @param since only those that changed since that moment (RFC 7162); 0 for all
   */
  void flags(int messages, long since, ObjLongConsumer<Set<String>> each)
      throws QuarantineException {
    imap.stream(
        "1:*",
        "(UID FLAGS)" + (since == 0 ? "" : " (CHANGEDSINCE " + since + ")"),
        (1L << 20) + messages * PER_MESSAGE,
        1024,
        patience(messages * 100L),
        f -> flagged(f, each));
  }

  static void flagged(FetchResponse f, ObjLongConsumer<Set<String>> each) {
    UID uid = f.getItem(UID.class);
    FLAGS flags = f.getItem(FLAGS.class);
    if (uid != null) {
      each.accept(flags == null ? Set.of() : names(flags), uid.uid);
    }
  }

  /**
   * Headers of these messages; one that the server does not hand out whole is left out.
   *
   * @param set of so many messages
   */
  void headers(String set, int messages, Consumer<Stored> each) throws QuarantineException {
    long limit = HeldId.HEADER_LIMIT;
    imap.stream(
        set,
        "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0." + limit + ">)",
        messages * (limit + PER_MESSAGE) + (1 << 20),
        limit,
        patience(messages * PER_MESSAGE + limit),
        f -> {
          Stored stored = stored(f);
          if (stored != null) {
            each.accept(stored);
          }
        });
  }

  private static @Nullable Stored stored(FetchResponse f) {
    UID uid = f.getItem(UID.class);
    byte[] header = bytes(f.getItem(BODY.class));
    RFC822SIZE size = f.getItem(RFC822SIZE.class);
    INTERNALDATE date = f.getItem(INTERNALDATE.class);
    FLAGS flags = f.getItem(FLAGS.class);
    if (uid == null
        || header == null
        || header.length <= 2
        || size == null
        || size.size < header.length) {
      return null;
    }
    Instant received =
        date == null || date.getDate() == null ? Instant.EPOCH : date.getDate().toInstant();
    return new Stored(
        uid.uid, header, received, size.size, flags == null ? Set.of() : names(flags));
  }

  /** The whole message, or INCOMPLETE; null if the server gave nothing for that UID. */
  byte @Nullable [] message(long uid, long size) throws QuarantineException {
    long most = Math.min(Quarantine.LARGEST, size + 65_536);
    List<FetchResponse> answers;
    try {
      answers =
          imap.fetch(
              String.valueOf(uid),
              "UID RFC822.SIZE BODY.PEEK[]",
              most + (1 << 20),
              most,
              patience(size));
    } catch (QuarantineException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
      throw new QuarantineException(
          Reason.INCOMPLETE, "The mailbox does not hand this message out: " + e.sentence(), e);
    }
    for (FetchResponse f : answers) {
      UID answered = f.getItem(UID.class);
      byte[] body = bytes(f.getItem(BODY.class));
      RFC822SIZE announced = f.getItem(RFC822SIZE.class);
      if (answered == null || answered.uid != uid || body == null) {
        continue;
      }
      if (body.length == 0
          || body.length < size
          || (announced != null && body.length < announced.size)) {
        throw new QuarantineException(
            Reason.INCOMPLETE,
            "The mailbox gave "
                + body.length
                + " of "
                + size
                + " bytes of this message. It is not shown, because a part may be missing.");
      }
      return body;
    }
    return null;
  }

  private Duration patience(long bytes) {
    return box.deadline().plusSeconds(bytes / BYTES_A_SECOND);
  }

  private static byte @Nullable [] bytes(@Nullable BODY body) {
    if (body == null || body.getByteArray() == null) {
      return null;
    }
    var data = body.getByteArray();
    return Arrays.copyOfRange(data.getBytes(), data.getStart(), data.getStart() + data.getCount());
  }

  private static Set<String> names(FLAGS flags) {
    Set<String> names = new HashSet<>(Arrays.asList(flags.getUserFlags()));
    for (Flags.Flag f : flags.getSystemFlags()) {
      if (f == Flags.Flag.DELETED) {
        names.add("\\Deleted");
      } else if (f == Flags.Flag.SEEN) {
        names.add("\\Seen");
      } else if (f == Flags.Flag.FLAGGED) {
        names.add("\\Flagged");
      } else if (f == Flags.Flag.ANSWERED) {
        names.add("\\Answered");
      }
    }
    return Set.copyOf(names);
  }
}
