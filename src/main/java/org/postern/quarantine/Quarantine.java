package org.postern.quarantine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * The quarantine box: what is held, its exact bytes, and where decided copies go. The server is not
 * trusted: all it sends is bounded in size and time, and a message is given out only if it is the
 * one that was listed, whole. Calls block; one runs at a time, from any thread. A broken connection
 * is opened anew by the next call.
 */
public final class Quarantine implements AutoCloseable {
  /** Largest message that is fetched, in bytes. */
  public static final long LARGEST = 64L << 20;

  private static final int BATCH = 100;

  /** Where a decided copy goes. */
  public enum Filing {
    RELEASED("Released", HeldMessage.RELEASED),
    REJECTED("Rejected", HeldMessage.REJECTED),
    /** For receipts that the console has read. */
    RECEIPT("Receipts", "\\Seen");

    final String folder;
    final String keyword;

    Filing(String folder, String keyword) {
      this.folder = folder;
      this.keyword = keyword;
    }
  }

  private final Mailbox box;
  private final Clock clock;
  private final Watchdog watchdog = new Watchdog();
  private final ReentrantLock lane = new ReentrantLock();
  private final Map<Long, Known> known = new TreeMap<>();
  private final Map<HeldId, List<Long>> places = new HashMap<>();
  private long uidValidity;
  private @Nullable ImapLink link;
  private volatile @Nullable Instant lastContact;

  private record Known(HeldMessage held, boolean receipt) {}

  private Quarantine(Mailbox box, Clock clock) {
    this.box = box;
    this.clock = clock;
  }

  /** Connects, logs in and opens the folder, so that wrong settings show at once. */
  public static Quarantine open(Mailbox box, Clock clock) throws QuarantineException {
    Quarantine quarantine = new Quarantine(box, clock);
    try {
      quarantine.connected().select(box.folder(), false);
      quarantine.touch();
      return quarantine;
    } catch (QuarantineException e) {
      quarantine.close();
      throw e;
    }
  }

  /** For messages and the status line; without the password. */
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

  private BoxContents refresh(ImapLink imap) throws QuarantineException {
    var folder = imap.select(box.folder(), false);
    if (folder.uidvalidity != uidValidity) {
      known.clear();
      uidValidity = folder.uidvalidity;
    }
    Fetcher fetcher = new Fetcher(imap, box);
    Map<Long, Set<String>> present =
        folder.total == 0 ? Map.of() : fetcher.flags(Math.max(0, folder.total));
    known.keySet().retainAll(present.keySet());
    List<Long> wanted = present.keySet().stream().filter(uid -> !known.containsKey(uid)).toList();
    for (int i = 0; i < wanted.size(); i += BATCH) {
      for (Stored s : fetcher.headers(wanted.subList(i, Math.min(i + BATCH, wanted.size())))) {
        known.put(s.uid(), new Known(HeldMessage.of(s), ReceiptMail.looksLike(s.header())));
      }
    }
    touch();
    return index(present);
  }

  private BoxContents index(Map<Long, Set<String>> present) {
    places.clear();
    Map<HeldId, HeldMessage> held = new LinkedHashMap<>();
    List<HeldId> receipts = new ArrayList<>();
    List<Long> unreadable = new ArrayList<>();
    present.forEach(
        (uid, flags) -> {
          Known k = known.get(uid);
          if (k == null) {
            unreadable.add(uid);
          } else if (!left(flags)) {
            HeldId id = k.held().id();
            places.computeIfAbsent(id, x -> new ArrayList<>()).add(uid);
            if (k.receipt()) {
              receipts.add(id);
            } else {
              held.putIfAbsent(id, k.held().withFlags(flags));
            }
          }
        });
    List<HeldMessage> newestFirst = new ArrayList<>(held.values());
    newestFirst.sort(
        Comparator.comparing(HeldMessage::received).thenComparingLong(HeldMessage::uid).reversed());
    return new BoxContents(newestFirst, receipts, unreadable);
  }

  /** On a server without MOVE and UIDPLUS a filed copy stays behind, marked deleted. */
  private static boolean left(Set<String> flags) {
    return flags.contains("\\Deleted")
        && (flags.contains(HeldMessage.RELEASED) || flags.contains(HeldMessage.REJECTED));
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
   * @return false if it is not in the box (any more): somebody else filed it, which is as good
   */
  public boolean file(HeldId id, Filing filing) throws QuarantineException {
    lane.lock();
    try {
      ImapLink imap = connected();
      refresh(imap);
      List<Long> uids = places.get(id);
      if (uids == null) {
        return false;
      }
      new Filer(imap, box).move(List.copyOf(uids), filing);
      touch();
      return true;
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
    List<Long> uids = places.get(id);
    if (uids != null && imap.select(box.folder(), false).uidvalidity == uidValidity) {
      byte[] raw = fetcher.message(uids.getFirst(), allowed(uids.getFirst(), most));
      if (raw != null) {
        return raw;
      }
    }
    refresh(imap);
    uids = places.get(id);
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
    Known k = known.get(uid);
    long size = k == null ? most : k.held().size();
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
    return watch(listener, Watch.Pace.USUAL);
  }

  Watch watch(Watch.Listener listener, Watch.Pace pace) {
    return Watch.start(box, this::touch, listener, pace);
  }

  /** A connection test of each step in turn; returns quietly or says which step failed. */
  public static void test(Mailbox box, Duration patience) throws QuarantineException {
    Mailbox brief =
        new Mailbox(
            box.host(),
            box.port(),
            box.security(),
            box.user(),
            box.password(),
            box.folder(),
            box.trustedPem(),
            patience,
            patience);
    open(brief, Clock.systemUTC()).close();
  }

  @Override
  public void close() {
    ImapLink now = link;
    if (now != null) {
      now.close();
    }
    watchdog.close();
  }
}
