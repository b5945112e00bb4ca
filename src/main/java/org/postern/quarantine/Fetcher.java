package org.postern.quarantine;

import jakarta.mail.Flags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.MODSEQ;
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

  static void flagged(Fetched f, ObjLongConsumer<Set<String>> each) {
    if (f.uid() != 0) {
      Set<String> flags = f.flags();
      each.accept(flags == null ? Set.of() : flags, f.uid());
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

  private static @Nullable Stored stored(Fetched f) {
    byte[] header = f.body();
    if (f.uid() == 0 || header == null || header.length <= 2 || f.size() < header.length) {
      return null;
    }
    Instant received = f.received();
    Set<String> flags = f.flags();
    return new Stored(
        f.uid(),
        header,
        received == null ? Instant.EPOCH : received,
        f.size(),
        flags == null ? Set.of() : flags);
  }

  /** The whole message, or INCOMPLETE; null if the server gave nothing for that UID. */
  byte @Nullable [] message(long uid, long size) throws QuarantineException {
    long most = Math.min(Quarantine.LARGEST, size + 65_536);
    List<Fetched> answers;
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
    for (Fetched f : answers) {
      byte[] body = f.body();
      if (f.uid() != uid || body == null) {
        continue;
      }
      if (body.length == 0 || body.length < size || body.length < f.size()) {
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

  /** What Angus read. */
  static Fetched of(FetchResponse f) {
    UID uid = f.getItem(UID.class);
    FLAGS flags = f.getItem(FLAGS.class);
    INTERNALDATE date = f.getItem(INTERNALDATE.class);
    RFC822SIZE size = f.getItem(RFC822SIZE.class);
    MODSEQ changed = f.getItem(MODSEQ.class);
    return new Fetched(
        uid == null ? 0 : uid.uid,
        flags == null ? null : names(flags),
        date == null || date.getDate() == null ? null : date.getDate().toInstant(),
        size == null ? -1 : size.size,
        changed == null ? 0 : changed.modseq,
        bytes(f.getItem(BODY.class)));
  }

  private static byte @Nullable [] bytes(@Nullable BODY body) {
    if (body == null || body.getByteArray() == null) {
      return null;
    }
    var data = body.getByteArray();
    return Arrays.copyOfRange(data.getBytes(), data.getStart(), data.getStart() + data.getCount());
  }

  private static Set<String> names(FLAGS flags) {
    List<String> names = new ArrayList<>(List.of(flags.getUserFlags()));
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

  /** As they stand in an answer; those that mean nothing for held mail are left out. */
  static Set<String> flagNames(String[] written) {
    Set<String> names = new HashSet<>();
    for (String name : written) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "\\deleted" -> names.add("\\Deleted");
        case "\\seen" -> names.add("\\Seen");
        case "\\flagged" -> names.add("\\Flagged");
        case "\\answered" -> names.add("\\Answered");
        case "", "\\recent", "\\draft" -> {}
        default -> names.add(name);
      }
    }
    return Set.copyOf(names);
  }
}
