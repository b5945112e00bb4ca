package org.postern.quarantine;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Cache;

/**
 * The quarantine box: what is held, its exact bytes, and where decided copies go. The server is not
 * trusted: all it sends is bounded in size and time, and a message is given out only if it is the
 * one that was listed, whole. Calls block; one runs at a time, from any thread. A broken connection
 * is opened anew by the next call.
 */
public final class Quarantine implements HeldCopies, AutoCloseable {
  /** Largest message that is fetched, in bytes. */
  public static final long LARGEST = 64L << 20;

  /** After so many changes the list is written down again. */
  private static final int MANY = 2000;

  private final Mailbox box;
  private final Clock clock;
  private final Watchdog watchdog = new Watchdog();
  private final ReentrantLock lane = new ReentrantLock();
  private final Folder folder = new Folder();
  private final @Nullable IndexFile file;
  private boolean restored;
  private boolean begun;
  private volatile @Nullable String forgotten;
  private @Nullable ImapLink link;
  private @Nullable ImapLink reading;
  private volatile @Nullable Instant lastContact;

  private Quarantine(Mailbox box, Clock clock, @Nullable IndexFile file) {
    this.box = box;
    this.clock = clock;
    this.file = file;
  }

  /**
   * A box that is dialled when it is needed, with a list that survives restarts: the next start
   * shows it at once and fetches only what changed.
   *
   * @param cache for the list; losing it loses nothing
   */
  public static Quarantine remembering(Mailbox box, Clock clock, Cache cache) {
    return new Quarantine(box, clock, new IndexFile(cache, box));
  }

  /** A box that is dialled when it is needed. */
  static Quarantine of(Mailbox box, Clock clock) {
    return new Quarantine(box, clock, null);
  }

  /** Connects, logs in and opens the folder, so that wrong settings show at once. */
  public static Quarantine open(Mailbox box, Clock clock) throws QuarantineException {
    Quarantine quarantine = new Quarantine(box, clock, null);
    try {
      quarantine.connected().select(box.folder(), false);
      quarantine.touch();
      return quarantine;
    } catch (QuarantineException e) {
      quarantine.close();
      throw e;
    }
  }

  /** Where it lies. */
  public Mailbox mailbox() {
    return box;
  }

  /** When the server last gave a whole, sensible answer. */
  public Optional<Instant> lastContact() {
    return Optional.ofNullable(lastContact);
  }

  void touch() {
    lastContact = clock.instant();
  }

  /** The list as an earlier run left it. */
  public record Kept(BoxContents contents, Instant at) {}

  /**
   * What an earlier run knew of the box, without asking the server; empty if there is nothing, or
   * once the server has been asked. Blocks on the disk only.
   */
  public Optional<Kept> kept() {
    lane.lock();
    try {
      return restored ? Optional.empty() : restore();
    } finally {
      lane.unlock();
    }
  }

  /** Why an earlier run's list was thrown away, to be told once; empty if it was not. */
  public Optional<String> forgotten() {
    String why = forgotten;
    forgotten = null;
    return Optional.ofNullable(why);
  }

  private Optional<Kept> restore() {
    restored = true;
    if (file == null) {
      return Optional.empty();
    }
    try {
      Optional<IndexFile.Kept> found = file.read();
      found.ifPresent(k -> folder.restore(k.uidValidity(), k.modSeq(), k.listed()));
      return found.map(k -> new Kept(folder.contents(), k.at()));
    } catch (IOException e) {
      forgotten =
          "The list that was kept from last time is damaged. It was thrown away and is read anew"
              + " from the mailbox; nothing is lost.";
      return Optional.empty();
    }
  }

  /** Writes down what is known, if much is new; that it cannot be written costs time only. */
  private void keep(int changes) {
    IndexFile index = file;
    Instant at = lastContact;
    if (index == null || at == null || folder.changes() < changes) {
      return;
    }
    try {
      index.keep(folder, at);
      folder.kept();
    } catch (IOException e) {
      forgotten =
          "The list could not be kept for the next start, which will take longer: is the disk full?";
      folder.kept();
    }
  }

  /** Held copies, newest first. */
  public List<HeldMessage> list() throws QuarantineException {
    return contents().held();
  }

  /** Everything in the box; only what is new since the last call is fetched. */
  public BoxContents contents() throws QuarantineException {
    lane.lock();
    try {
      return refresh(connected());
    } finally {
      lane.unlock();
    }
  }

  /**
   * What is in the box as far as it can be read in about so much time, newest first. What then is
   * {@link BoxContents#missing} the next call goes on with, so that a full box shows its first
   * messages at once and other calls get their turn.
   */
  public BoxContents contents(Duration atMost) throws QuarantineException {
    lane.lock();
    try {
      ImapLink imap = connected();
      Sync sync = new Sync(imap, box, folder);
      if (folder.size() == 0 && !begun) {
        begun = true;
        sync.newest();
        if (!folder.complete()) {
          reading = null;
          touch();
          return folder.contents();
        }
      }
      if (reading != imap || folder.complete()) {
        sync.differences();
        reading = imap;
      }
      long end = System.nanoTime() + atMost.toNanos();
      sync.headers(() -> System.nanoTime() - end > 0);
      touch();
      if (folder.complete()) {
        keep(MANY);
      }
      return folder.contents();
    } finally {
      lane.unlock();
    }
  }

  private BoxContents refresh(ImapLink imap) throws QuarantineException {
    Sync sync = new Sync(imap, box, folder);
    sync.differences();
    sync.headers(() -> false);
    touch();
    keep(MANY);
    return folder.contents();
  }

  /** The held copy as it is listed now; empty if it is not in the box. */
  public Optional<HeldMessage> find(HeldId id) throws QuarantineException {
    return list().stream().filter(m -> m.id().equals(id)).findFirst();
  }

  /**
   * The bytes as they lie in the box, trace block included; reading leaves no mark (BODY.PEEK).
   *
   * @throws QuarantineException INCOMPLETE if they are not exactly what was listed, TOO_LARGE,
   *     GONE, or a reason of the connection; never an empty or shortened message
   */
  @Override
  public byte[] fetch(HeldId id) throws QuarantineException {
    lane.lock();
    try {
      byte[] raw = whole(connected(), id, LARGEST);
      if (!HeldId.of(raw).equals(id)) {
        throw new QuarantineException(
            Reason.INCOMPLETE,
            "The mailbox gave another message than the one listed. Nothing is shown; refresh the"
                + " list.");
      }
      touch();
      return raw;
    } finally {
      lane.unlock();
    }
  }

  /** A receipt that {@link BoxContents#receipts} named; its signature is still to be checked. */
  public Receipt receipt(HeldId id) throws QuarantineException {
    lane.lock();
    try {
      byte[] raw = whole(connected(), id, ReceiptMail.LIMIT);
      touch();
      return ReceiptMail.parse(id, raw);
    } finally {
      lane.unlock();
    }
  }

  /**
   * Marks the copy and moves it out of the box (all places it lies in, if it was delivered twice).
   *
   * @return false if it is not in the box (any more), which is as good
   */
  @Override
  public boolean file(HeldId id, Filing filing) throws QuarantineException {
    return where(
        id,
        false,
        (filer, uids) -> {
          filer.move(uids, filing);
          return true;
        });
  }

  /**
   * Puts keywords on the copy, for every IMAP client to see, and takes others off.
   *
   * @param change told the flags that the copy has now
   * @return false if the copy is gone, or the server does not keep keywords
   */
  @Override
  public boolean mark(HeldId id, Function<Set<String>, Keywords.Change> change)
      throws QuarantineException {
    return where(id, false, (filer, uids) -> filer.mark(uids, change.apply(folder.flags(uids))));
  }

  /** Claims the copy for the console of that sign, before it is sent. */
  @Override
  public Claim claim(HeldId id, String sign) throws QuarantineException {
    return where(id, Claim.GONE, (filer, uids) -> filer.claim(uids, sign));
  }

  private <T> T where(HeldId id, T gone, Filer.Work<T> there) throws QuarantineException {
    lane.lock();
    try {
      ImapLink imap = connected();
      Sync sync = new Sync(imap, box, folder);
      sync.differences();
      if (folder.places(id) == null) {
        sync.headers(() -> false);
      }
      List<Long> uids = folder.places(id);
      if (uids == null) {
        return gone;
      }
      touch();
      return there.with(new Filer(imap, box), List.copyOf(uids));
    } finally {
      lane.unlock();
    }
  }

  /**
   * Fetches from where the copy was last seen; if nothing lies there any more, looks once for where
   * it is now.
   */
  private byte[] whole(ImapLink imap, HeldId id, long most) throws QuarantineException {
    Fetcher fetcher = new Fetcher(imap, box);
    List<Long> uids = folder.places(id);
    if (uids != null && imap.select(box.folder(), false).uidvalidity == folder.uidValidity()) {
      byte[] raw = fetcher.message(uids.getFirst(), allowed(uids.getFirst(), most));
      if (raw != null) {
        return raw;
      }
    }
    refresh(imap);
    uids = folder.places(id);
    if (uids == null) {
      throw new QuarantineException(
          Reason.GONE,
          "This message is not in the box any more: somebody else decided or moved it.");
    }
    long size = allowed(uids.getFirst(), most);
    byte[] raw = fetcher.message(uids.getFirst(), size);
    if (raw == null) {
      throw new QuarantineException(
          Reason.INCOMPLETE,
          "The mailbox gave no content for this message, although it lists it with "
              + size
              + " bytes. It is not shown as empty; refresh the list or ask the mail administrator.");
    }
    return raw;
  }

  private long allowed(long uid, long most) throws QuarantineException {
    HeldMessage held = folder.at(uid);
    long size = held == null ? most : held.size();
    if (size > most) {
      throw new QuarantineException(
          Reason.TOO_LARGE,
          "This message has "
              + size
              + " bytes, more than the "
              + most
              + " that are read here. Read it with a mail program.");
    }
    return size;
  }

  private ImapLink connected() throws QuarantineException {
    if (!restored) {
      var _ = restore();
    }
    ImapLink now = link;
    if (now != null) {
      try {
        now.run("NOOP");
        return now;
      } catch (QuarantineException e) {
        // Servers hang up on quiet clients (RFC 3501 5.4): that is no news for anybody, a new
        // connection is.
        now.close();
      }
    }
    ImapLink opened = ImapLink.open(box, watchdog);
    link = opened;
    return opened;
  }

  /** Tells about news until closed; the listener is called on a thread of the watch. */
  public Watch watch(Watch.Listener listener) {
    return watch(listener, Watch.Pace.of(box));
  }

  Watch watch(Watch.Listener listener, Watch.Pace pace) {
    return Watch.start(box, this::touch, listener, pace);
  }

  @Override
  public void close() {
    // Whoever is at it still keeps the lane; then the next start asks for a little more.
    if (lane.tryLock()) {
      try {
        keep(1);
      } finally {
        lane.unlock();
      }
    }
    ImapLink now = link;
    if (now != null) {
      now.close();
    }
    watchdog.close();
  }
}
