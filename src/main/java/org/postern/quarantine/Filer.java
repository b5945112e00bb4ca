package org.postern.quarantine;

import java.util.List;
import java.util.stream.Collectors;
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
    tolerant("CREATE " + filing.folder);
    imap.select(box.folder(), true);
    // A server may not keep keywords of ours; the folder then says it alone.
    tolerant("UID STORE " + set + " +FLAGS.SILENT (" + filing.keyword + ")");
    if (imap.can("MOVE")) {
      imap.run("UID MOVE " + set + " " + filing.folder); // RFC 6851
      return;
    }
    imap.run("UID COPY " + set + " " + filing.folder);
    imap.run("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)");
    if (imap.can("UIDPLUS")) {
      imap.run("UID EXPUNGE " + set); // RFC 4315
    }
    // Without UIDPLUS a plain EXPUNGE would remove what others marked: ours stays behind, marked,
    // and is not listed.
  }

  private void tolerant(String command) throws QuarantineException {
    try {
      imap.run(command);
    } catch (QuarantineException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
    }
  }
}
