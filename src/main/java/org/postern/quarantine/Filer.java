package org.postern.quarantine;

import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.postern.quarantine.Quarantine.Filing;
import org.postern.quarantine.QuarantineException.Reason;

/** Marks copies and moves them to another folder of the box, with whatever the server offers. */
final class Filer {
  private final ImapLink imap;
  private final Mailbox box;

  Filer(ImapLink imap, Mailbox box) {
    this.imap = imap;
    this.box = box;
  }

  void move(List<Long> uids, Filing filing) throws QuarantineException {
    String set = uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    String target = imap.place(box.folder(), filing.folder);
    var _ = tolerant("CREATE", target);
    MailboxInfo info = imap.select(box.folder(), true);
    // A server may not keep keywords of ours; the folder then says it alone.
    boolean marked =
        tolerant("UID STORE " + set + " +FLAGS.SILENT (" + filing.keyword + ")", "")
            && MailboxCheck.keeps(info);
    if (imap.can("MOVE")) {
      imap.run("UID MOVE " + set, target); // RFC 6851
      return;
    }
    imap.run("UID COPY " + set, target);
    imap.run("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)");
    if (imap.can("UIDPLUS")) {
      imap.run("UID EXPUNGE " + set); // RFC 4315
    } else if (!marked && uids.containsAll(imap.search("DELETED"))) {
      // Nothing would tell our copy from one that somebody else marked; there is none of those now.
      imap.run("EXPUNGE");
    }
    // Without UIDPLUS a plain EXPUNGE would remove what others marked: ours stays behind, marked,
    // and is not listed.
  }

  /** Whether the server did it. */
  private boolean tolerant(String command, String folder) throws QuarantineException {
    try {
      imap.run(command, folder);
      return true;
    } catch (QuarantineException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
      return false;
    }
  }
}
