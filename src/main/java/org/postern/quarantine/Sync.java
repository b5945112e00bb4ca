package org.postern.quarantine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.UIDSet;

/**
 * Makes what is known of the folder equal to what is there, with as little as the server allows:
 * what changed since the last time (QRESYNC, or CONDSTORE and a count, RFC 7162), else one line for
 * each message; then the headers that are new, newest first.
 */
final class Sync {
  private static final int FIRST = 100;
  private static final int MOST = 16_384;
  private static final long CHUNK_MILLIS = 250;
  private static final int BATCH = 50;
  private static final int LINE = 7000;
  private static final int WAITING = 8;

  private final ImapLink imap;
  private final Mailbox box;
  private final Folder folder;
  private final Fetcher fetcher;

  Sync(ImapLink imap, Mailbox box, Folder folder) {
    this.imap = imap;
    this.box = box;
    this.folder = folder;
    this.fetcher = new Fetcher(imap, box);
  }

  /**
   * The newest messages of a folder of which nothing is known, before anything is counted: what an
   * officer sees first.
   */
  void newest() throws QuarantineException {
    MailboxInfo now = imap.select(box.folder(), false);
    folder.under(now.uidvalidity);
    if (now.total > FIRST && now.uidnext > FIRST) {
      List<Listed> found = new ArrayList<>();
      fetcher.headers(
          (now.uidnext - FIRST) + ":" + (now.uidnext - 1),
          FIRST,
          stored -> {
            if (stored.uid() >= now.uidnext - FIRST && found.size() < FIRST) {
              found.add(Listed.of(stored));
            }
          });
      found.forEach(listed -> folder.put(listed.held().uid(), listed));
      folder.expect(now.total);
    }
  }

  /** What came, changed and went. */
  void differences() throws QuarantineException {
    long bytes = (1L << 20) + 200L * folder.size();
    MailboxInfo now = resynced(bytes);
    int total = Math.max(0, now.total);
    boolean same = now.uidvalidity == folder.uidValidity();
    folder.under(now.uidvalidity);
    folder.again();
    if (total == 0) {
      folder.only(Set.of());
    } else if (!(same && heard(now, total)) || folder.size() != total) {
      Set<Long> present = new HashSet<>();
      fetcher.flags(
          total,
          0,
          (flags, uid) -> {
            present.add(uid);
            folder.present(uid, flags);
          });
      folder.only(present);
    }
    folder.modSeq(Math.max(0, now.highestmodseq));
    folder.expect(0);
  }

  private MailboxInfo resynced(long bytes) throws QuarantineException {
    try {
      return imap.resync(box.folder(), folder.uidValidity(), folder.modSeq(), bytes);
    } catch (QuarantineException e) {
      // More changed than it can say in a few lines: the next look asks for everything instead.
      folder.modSeq(0);
      throw e;
    }
  }

  /** Whether the server told the differences; a count then shows whether it told all. */
  private boolean heard(MailboxInfo now, int total) throws QuarantineException {
    if (now.responses != null) {
      now.responses.forEach(this::heard);
      return true;
    }
    if (folder.modSeq() == 0 || now.highestmodseq <= 0 || !imap.can("CONDSTORE")) {
      return false;
    }
    if (now.highestmodseq != folder.modSeq()) {
      fetcher.flags(total, folder.modSeq(), (flags, uid) -> folder.present(uid, flags));
    }
    return true;
  }

  private void heard(IMAPResponse response) {
    if (response instanceof FetchResponse f) {
      Fetcher.flagged(Fetcher.of(f), (flags, uid) -> folder.present(uid, flags));
    } else if (response.keyEquals("VANISHED")) {
      String[] earlier = response.readAtomStringList();
      String uids = earlier == null ? null : response.readAtom();
      if (uids != null) {
        for (UIDSet gone : UIDSet.parseUIDSets(uids)) {
          folder.vanished(Math.min(gone.start, gone.end), Math.max(gone.start, gone.end));
        }
      }
    }
  }

  /** Reads headers until all are here, or enough are. */
  void headers(BooleanSupplier enough) throws QuarantineException {
    int chunk = FIRST;
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Reading reading = new Reading(readers, folder);
      try {
        while (!folder.complete() && !enough.getAsBoolean()) {
          long begun = System.nanoTime();
          int read = chunk(chunk, reading);
          long millis = Math.max(1, (System.nanoTime() - begun) / 1_000_000);
          long fitting = Math.min(read * CHUNK_MILLIS / millis, 4L * read);
          chunk = Math.clamp(fitting, FIRST, MOST);
        }
      } finally {
        reading.finish();
      }
    }
  }

  private int chunk(int most, Reading reading) throws QuarantineException {
    List<Long> uids = folder.wanted(most);
    String set = folder.set(uids);
    while (set.length() > LINE) {
      // Longer lines are refused by servers (RFC 7162 clause 4 asks for 8192 at least).
      uids = uids.subList(uids.size() / 2, uids.size());
      set = folder.set(uids);
    }
    Set<Long> asked = new HashSet<>(uids);
    fetcher.headers(
        set,
        uids.size(),
        stored -> {
          if (asked.remove(stored.uid())) {
            folder.taken(stored.uid());
            reading.add(stored);
          }
        });
    asked.forEach(folder::refused);
    return uids.size();
  }

  /**
   * Headers are taken apart while the next ones arrive; no more than a few batches wait, so that a
   * flood is held back in the socket and not in memory.
   */
  private static final class Reading {
    private final ExecutorService readers;
    private final Folder folder;
    private final Deque<Future<List<Listed>>> running = new ArrayDeque<>();
    private List<Stored> batch = new ArrayList<>();

    Reading(ExecutorService readers, Folder folder) {
      this.readers = readers;
      this.folder = folder;
    }

    void add(Stored stored) {
      batch.add(stored);
      if (batch.size() == BATCH) {
        read();
      }
    }

    private void read() {
      List<Stored> full = batch;
      batch = new ArrayList<>();
      running.add(readers.submit(() -> full.stream().map(Listed::of).toList()));
      while (running.size() > WAITING || (!running.isEmpty() && running.getFirst().isDone())) {
        put();
      }
    }

    void finish() {
      read();
      while (!running.isEmpty()) {
        put();
      }
    }

    private void put() {
      try {
        for (Listed listed : running.removeFirst().get()) {
          folder.put(listed.held().uid(), listed);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a header that cannot be read at all", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("work is never interrupted", e);
      }
    }
  }
}
