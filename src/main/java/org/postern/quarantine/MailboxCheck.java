package org.postern.quarantine;

import jakarta.mail.Flags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.Rights;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * Tries a mailbox step by step. It opens folders and listens; it writes, moves and makes nothing.
 */
final class MailboxCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LISTENED = Duration.ofMillis(300);
  private static final int MOST_NAMES = 12;

  private final Mailbox box;
  private final List<String> folders;
  private final Checking checking;

  MailboxCheck(Mailbox box, List<String> folders) {
    this.box = box.within(PATIENCE);
    this.folders = folders;
    checking =
        new Checking(
            "mailbox " + box.host() + ":" + box.port() + ", user " + Inert.brief(box.user(), 200),
            Checking.plan(box.security(), box.tokens() != null, true));
  }

  ConnectionCheck check() {
    try (Watchdog watchdog = new Watchdog();
        ImapLink link = ImapLink.open(box, watchdog, checking)) {
      for (String folder : folders) {
        folder(link, folder);
      }
      checking.at(Step.LIVE);
      live(link);
      return checking.done();
    } catch (QuarantineException e) {
      return checking.failed(e);
    }
  }

  private void folder(ImapLink link, String folder) throws QuarantineException {
    checking.at(Step.FOLDER);
    MailboxInfo info;
    try {
      info = link.select(folder, true);
    } catch (QuarantineException e) {
      throw e.reason() == Reason.FOLDER ? named(link, e) : e;
    }
    checking.found(
        Step.FOLDER,
        Inert.brief(folder, 100)
            + " holds "
            + info.total
            + (info.total == 1 ? " message." : " messages."));
    checking.at(Step.RIGHTS);
    rights(link, folder, info);
  }

  private static QuarantineException named(ImapLink link, QuarantineException e)
      throws QuarantineException {
    String there =
        link.folders("*").stream()
            .filter(f -> f.canOpen)
            .limit(MOST_NAMES)
            .map(f -> Inert.brief(f.name, 60))
            .collect(Collectors.joining(", "));
    return there.isEmpty()
        ? e
        : new QuarantineException(Reason.FOLDER, e.sentence() + " There are: " + there + ".", e);
  }

  private void rights(ImapLink link, String folder, MailboxInfo info) throws QuarantineException {
    String where = folders.size() == 1 ? "" : Inert.brief(folder, 60) + ": ";
    if (info.mode == jakarta.mail.Folder.READ_ONLY) {
      throw new QuarantineException(
          Reason.FOLDER,
          where
              + "this user may only read here, so nothing that is decided can be filed away. Have the"
              + " mail administrator give the right to write.");
    }
    List<String> missing = missing(link.rights(folder));
    if (!missing.isEmpty()) {
      throw new QuarantineException(
          Reason.FOLDER,
          where
              + "this user may not "
              + String.join(", nor ", missing)
              + ". Have the mail administrator give the rights lrswte (RFC 4314).");
    }
    String way;
    if (link.can("MOVE")) {
      way = "Decided mail is moved (MOVE).";
    } else if (link.can("UIDPLUS")) {
      way = "Decided mail is copied and then deleted here (no MOVE).";
    } else {
      way = "";
      checking.warn(
          Step.RIGHTS,
          where
              + "Decided mail is copied, and the copy here is only marked as deleted, because the"
              + " server has neither MOVE nor UIDPLUS. Have it compacted now and then.");
    }
    if (keeps(info)) {
      checking.found(Step.RIGHTS, where + (way + " Marks are kept.").strip());
    } else {
      checking.warn(
          Step.RIGHTS,
          where
              + way
              + " The server keeps no marks of ours: other mail programs see decisions by the"
              + " folder only.");
    }
    String absent =
        Stream.of(Filing.values())
            .map(filing -> link.place(folder, filing.folder))
            .filter(name -> !exists(link, name))
            .map(name -> Inert.brief(name, 80))
            .collect(Collectors.joining(", "));
    if (!absent.isEmpty()) {
      checking.found(Step.RIGHTS, "Made when first needed: " + absent + ".");
    }
  }

  private static boolean exists(ImapLink link, String name) {
    try {
      return link.folders(name).stream().anyMatch(f -> f.name.equals(name));
    } catch (QuarantineException e) {
      return false;
    }
  }

  private static List<String> missing(@org.jspecify.annotations.Nullable Rights ours) {
    List<String> missing = new ArrayList<>();
    if (ours != null) {
      lacks(ours, 'r', "read", missing);
      lacks(ours, 'w', "mark messages", missing);
      // Old servers have one right "d" for what RFC 4314 divides into t and e.
      if (!ours.contains(Rights.Right.getInstance('d'))) {
        lacks(ours, 't', "mark messages as deleted", missing);
        lacks(ours, 'e', "remove what is marked", missing);
      }
    }
    return missing;
  }

  private static void lacks(Rights ours, char right, String what, List<String> missing) {
    if (!ours.contains(Rights.Right.getInstance(right))) {
      missing.add(what);
    }
  }

  /** Whether keywords of ours stay (RFC 3501 clause 7.1, PERMANENTFLAGS). */
  static boolean keeps(MailboxInfo info) {
    Flags permanent = info.permanentFlags;
    // A server that says nothing of it means what it said of flags altogether, and may keep more.
    return permanent == null
        || permanent.contains(Flags.Flag.USER)
        || permanent.equals(info.availableFlags);
  }

  private void live(ImapLink link) throws QuarantineException {
    String polling = "It is asked every " + Watch.POLL.toSeconds() + " s.";
    if (!link.can("IDLE")) {
      checking.warn(Step.LIVE, "The server does not tell of news by itself (no IDLE). " + polling);
      return;
    }
    try {
      link.idle(LISTENED, () -> {});
      checking.found(
          Step.LIVE,
          "The server tells of news at once (IDLE), begun anew every "
              + box.idle().toMinutes()
              + " min.");
    } catch (QuarantineException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
      checking.warn(Step.LIVE, "The server offers IDLE and refuses it. " + polling);
    }
  }
}
