package org.postern.quarantine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * Marks copies, claims them and moves them to another folder of the box, with whatever the server
 * offers.
 */
final class Filer {
  private static final int TRIES = 3;

  /** Something to do where a copy lies. */
  interface Work<T> {
    T with(Filer filer, List<Long> uids) throws QuarantineException;
  }

  private final ImapLink imap;
  private final Mailbox box;

  Filer(ImapLink imap, Mailbox box) {
    this.imap = imap;
    this.box = box;
  }

  void move(List<Long> uids, Filing filing) throws QuarantineException {
    String set = set(uids);
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

  /** Puts keywords on and takes others off; says whether the server keeps such keywords at all. */
  boolean mark(List<Long> uids, Keywords.Change change) throws QuarantineException {
    List<String> on = change.on();
    List<String> off = change.off();
    if (on.isEmpty() && off.isEmpty()) {
      return true;
    }
    imap.select(box.folder(), true);
    String set = set(uids);
    boolean taken = true;
    if (!off.isEmpty()) {
      taken = tolerant("UID STORE " + set + " -FLAGS.SILENT (" + String.join(" ", off) + ")", "");
    }
    if (!on.isEmpty()) {
      taken &= tolerant("UID STORE " + set + " +FLAGS.SILENT (" + String.join(" ", on) + ")", "");
    }
    return taken && Seen.of(imap, box, uids).flags.containsAll(on);
  }

  /**
   * Claims a copy for one console. Each writes its claim first and looks for others' afterwards, so
   * that of two at most one goes on: whoever looked before the other wrote. Where the server
   * compares before it writes (CONDSTORE), the second does not write at all.
   */
  Claim claim(List<Long> uids, String sign) throws QuarantineException {
    String set = set(uids);
    String ours = Keywords.sending(sign);
    for (int i = 0; i < TRIES; i++) {
      imap.select(box.folder(), true);
      Seen before = Seen.of(imap, box, uids);
      if (before.judged(sign) != Claim.OURS || before.claimed(sign)) {
        return standingBack(before, set, sign);
      }
      if (!stored(set, before, ours)) {
        continue; // something about it changed meanwhile
      }
      imap.select(box.folder(), true); // so that a server shows what others did, too
      return standingBack(Seen.of(imap, box, uids), set, sign);
    }
    return Claim.THEIRS;
  }

  /** Ours may stand since we were cut off; two that wait for each other would wait for ever. */
  private Claim standingBack(Seen seen, String set, String sign) throws QuarantineException {
    Claim now = seen.judged(sign);
    if (now != Claim.OURS && seen.claimed(sign)) {
      var _ = tolerant("UID STORE " + set + " -FLAGS.SILENT (" + Keywords.sending(sign) + ")", "");
    }
    return now;
  }

  private boolean stored(String set, Seen before, String keyword) throws QuarantineException {
    if (before.modSeq == 0 || !imap.can("CONDSTORE")) {
      // A server that keeps no keywords refuses or forgets: then the record alone protects.
      var _ = tolerant("UID STORE " + set + " +FLAGS.SILENT (" + keyword + ")", "");
      return true;
    }
    String answer =
        imap.answer(
            "UID STORE "
                + set
                + " (UNCHANGEDSINCE "
                + before.modSeq
                + ") +FLAGS.SILENT ("
                + keyword
                + ")");
    return !answer.contains("[MODIFIED"); // RFC 7162 3.1.3
  }

  private static String set(List<Long> uids) {
    return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** What the server says of some messages now, all their flags together. */
  private record Seen(boolean there, Set<String> flags, long modSeq) {
    static Seen of(ImapLink imap, Mailbox box, List<Long> uids) throws QuarantineException {
      Set<String> flags = new HashSet<>();
      boolean there = false;
      long most = 0;
      String items = imap.can("CONDSTORE") ? "UID FLAGS MODSEQ" : "UID FLAGS";
      for (Fetched f : imap.fetch(set(uids), items, 1 << 20, 1024, box.deadline())) {
        if (uids.contains(f.uid())) { // a server tells of other messages, too, whenever it likes
          Fetcher.flagged(f, (names, _) -> flags.addAll(names));
          most = Math.max(most, f.modSeq());
          there = true;
        }
      }
      return new Seen(there, flags, most);
    }

    boolean claimed(String sign) {
      return Keywords.claims(flags).contains(sign);
    }

    /** No flags are no leave to send: another console may just have sent it and moved it away. */
    Claim judged(String sign) {
      if (!there) {
        return Claim.GONE;
      }
      return Keywords.elsewhere(flags, sign)
          .map(e -> e == Keywords.Elsewhere.BEGUN ? Claim.THEIRS : Claim.DECIDED)
          .orElse(Claim.OURS);
    }
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
