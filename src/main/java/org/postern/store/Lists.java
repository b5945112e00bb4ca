package org.postern.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.StoreException.Reason;

/**
 * The trusted and the blocked list, with everything they ever were. Each method that changes
 * something is one revision with the next serial, or none at all if it changed nothing; nothing is
 * overwritten, so every revision can be read and undone. A pattern stands at most once on each
 * list. Changing anything here directly is for open mode; once officers are enrolled, {@link
 * Changes} does it. Thread-safe.
 */
public final class Lists {
  /** What {@link #add} did: the serial now, and how many were new or already there. */
  public record Added(long serial, long added, long present) {}

  /** What {@link #remove} did: the serial now, and what was removed or not there. */
  public record Removed(long serial, long removed, List<EntryPattern> missing) {
    public Removed {
      missing = List.copyOf(missing);
    }
  }

  /** What became of one entry between two serials; at least one side is there. */
  public record Change(@Nullable Entry before, @Nullable Entry after) {}

  /** After more changes than this a policy is built anew. */
  private static final int MAX_FOLLOWED = 1000;

  private final Database database;
  private final Known known;

  Lists(Database database, Known known) {
    this.database = database;
    this.known = known;
  }

  /** The serial of the newest revision; 0 while the lists never changed. */
  public long serial() throws StoreException {
    return database.read(Lists::serial);
  }

  /**
   * Adds entries that are not on their list yet; what is there stays as it is. Reads on until the
   * end of {@code entries} within one transaction, however many there are.
   */
  public Added add(Iterator<Entry> entries, Author by) throws StoreException {
    return database.writeInParts(
        writing -> {
          writing.requireOpenMode();
          Counting counting = new Counting(entries);
          Applying applying = new Applying(writing, by.officer());
          applying.add(counting);
          long serial = applying.finish(by.why());
          return new Added(serial, applying.added(), counting.count - applying.added());
        });
  }

  /** As {@link #add(Iterator, Author)}. */
  public Added add(Collection<Entry> entries, Author by) throws StoreException {
    return add(entries.iterator(), by);
  }

  /** Removes entries; what is not on the list is named in the answer. */
  public Removed remove(Listing listing, Collection<EntryPattern> patterns, Author by)
      throws StoreException {
    return database.write(
        writing -> {
          writing.requireOpenMode();
          Applying applying = new Applying(writing, by.officer());
          List<EntryPattern> missing =
              patterns.stream().filter(p -> !applying.remove(listing, p)).toList();
          return new Removed(applying.finish(by.why()), applying.removed(), missing);
        });
  }

  /**
   * Takes a revision back by a new one: what it added goes, what it edited or removed is as before.
   *
   * @return the serial now
   * @throws StoreException with {@link Reason#CONFLICT} if any of it was changed again since
   */
  public long undo(long serial, Author by) throws StoreException {
    return database.write(
        writing -> {
          writing.requireOpenMode();
          return new Undo(writing, serial).run(by);
        });
  }

  /**
   * Carries out operations at once, as one revision.
   *
   * @return the serial now
   * @throws StoreException {@link Reason#CONFLICT} if one is about an entry that changed meanwhile
   */
  public long apply(List<Op> ops, Author by) throws StoreException {
    return database.write(
        writing -> {
          writing.requireOpenMode();
          return new Applying(writing, by.officer()).run(ops.iterator(), by.why());
        });
  }

  /** The rules of the newest revision. */
  public Rules rules() throws StoreException {
    return database.read(handle -> rules(handle, serial(handle)));
  }

  public Optional<Item> find(Listing listing, EntryPattern pattern) throws StoreException {
    return database.read(handle -> ListRows.find(handle, listing, pattern));
  }

  /** How many entries are on a list. */
  public long count(Listing listing) throws StoreException {
    return database.read(
        handle ->
            handle
                .select(
                    "select count(*) from entry_version where listing = ? and to_serial = ?",
                    listing.name(),
                    ListRows.OPEN)
                .mapTo(Long.class)
                .one());
  }

  /**
   * A list as it stands now, in memory. The first time it takes seconds for millions of entries;
   * from an earlier index of the same list, with few changes since, milliseconds.
   */
  public ListIndex index(Listing listing, @Nullable ListIndex before) throws StoreException {
    return database.read(handle -> ListIndex.of(handle, listing, before));
  }

  /** Gives every entry of a list as of one moment, by pattern. */
  public void each(Listing listing, Consumer<Item> consumer) throws StoreException {
    database.read(
        handle -> {
          ListRows.each(handle, listing, serial(handle), consumer);
          return true;
        });
  }

  /** As {@link #each}, for whom takes the list out of here; that is recorded first. */
  public void export(Listing listing, String officer, String to, Consumer<Item> consumer)
      throws StoreException {
    database.write(
        Right.LOOK,
        writing -> {
          writing.note(
              officer,
              "lists.exported",
              listing.word(),
              Map.of("to", to, "serial", writing.serial()));
          return true;
        });
    each(listing, consumer);
  }

  /**
   * What is different in revision {@code to} from revision {@code after}; what came and went
   * between them is not told.
   *
   * @param limit at most about so many; more are left off
   */
  public List<Change> changes(long after, long to, int limit) throws StoreException {
    return database.read(handle -> changes(handle, after, to, limit));
  }

  private static List<Change> changes(Handle handle, long after, long to, int limit) {
    Map<String, Entry> before = new TreeMap<>();
    for (Item item : ListRows.closedBetween(handle, after, to, limit)) {
      before.put(key(item.entry()), item.entry());
    }
    Map<String, Change> changes = new TreeMap<>();
    before.forEach((key, entry) -> changes.put(key, new Change(entry, null)));
    for (Item item : ListRows.madeBetween(handle, after, to, limit)) {
      Entry old = before.get(key(item.entry()));
      changes.put(key(item.entry()), new Change(old, item.entry()));
    }
    changes.values().removeIf(c -> c.before != null && c.before.equals(c.after));
    return List.copyOf(changes.values());
  }

  private static String key(Entry entry) {
    return entry.listing().name() + " " + entry.pattern().text();
  }

  /** The policy of a revision, with what was in force at a moment. */
  Policy policy(@Nullable Long serial, Instant at) throws StoreException {
    return database.read(
        handle -> policy(handle, serial == null ? serial(handle) : serial, at, _ -> {}));
  }

  /** The same; {@code read} is told now and then how many entries were read. */
  Policy policy(Handle handle, long serial, Instant at, LongConsumer read) {
    Rules rules = rules(handle, serial);
    return Policy.of(
        serial,
        rules.unlisted(),
        ListRows.entries(handle, serial, read),
        at,
        rules.sensitivity(),
        known.at(handle, serial));
  }

  /** The policy now, made from an earlier one by what changed since. */
  Policy policyAfter(Policy before, Instant at) throws StoreException {
    return database.read(
        handle -> {
          long now = serial(handle);
          Rules rules = rules(handle, now);
          long made = before.serial() > now ? MAX_FOLLOWED : made(handle, before.serial(), now);
          if (made >= MAX_FOLLOWED) {
            return policy(handle, now, at, _ -> {});
          }
          List<Change> changes = changes(handle, before.serial(), now, MAX_FOLLOWED);
          return before.after(
              now,
              rules.unlisted(),
              changes.stream().map(Change::before).filter(Objects::nonNull).toList(),
              changes.stream().map(Change::after).filter(Objects::nonNull).toList(),
              at,
              rules.sensitivity(),
              known.at(handle, now));
        });
  }

  /** How many entries the revisions between two serials touched, those counted twice twice. */
  static long made(Handle handle, long after, long to) {
    return handle
        .select(
            "select coalesce(sum(added + edited + removed), 0) from revision where serial > ? and"
                + " serial <= ?",
            after,
            to)
        .mapTo(Long.class)
        .one();
  }

  /**
   * @param digest of what the revision made and closed, if it is known; else it is read again
   */
  static void revise(
      Writing writing,
      long serial,
      long firstId,
      Author by,
      long[] counts,
      Rules rules,
      Optional<String> digest) {
    writing
        .handle()
        .execute(
            "insert into revision (serial, at, officer, why, unlisted, sensitivity, known, first_id,"
                + " last_id, added, edited, removed, known_serial) select cast(? as bigint), cast(?"
                + " as timestamp with time zone), cast(? as varchar(200)), cast(? as varchar(4000)),"
                + " cast(? as varchar(16)), cast(? as varchar(16)), cast(? as boolean), cast(? as"
                + " bigint), cast(? as bigint), cast(? as bigint), cast(? as bigint), cast(? as"
                + " bigint), known_serial from revision where serial = ?",
            serial,
            writing.nowUtc(),
            Texts.storable(by.officer(), 200),
            Texts.storable(by.why(), 4000),
            rules.unlisted().name(),
            rules.sensitivity().name(),
            rules.known(),
            firstId,
            writing.lastId(),
            counts[0],
            counts[1],
            counts[2],
            writing.serial());
    writing.serial(serial);
    if (writing.state() == Setup.State.UNSET) {
      writing.state(Setup.State.OWN);
    }
    writing.journal(
        by.officer(),
        "lists.changed",
        Long.toString(serial),
        Applying.counts(
            counts, by.why(), digest.orElseGet(() -> ListDigest.of(writing.handle(), serial))));
  }

  static Rules rules(Writing writing) {
    return rules(writing.handle(), writing.serial());
  }

  static Rules rules(Handle handle, long serial) {
    return handle
        .select("select unlisted, sensitivity, known from revision where serial = ?", serial)
        .map(
            (rs, ctx) ->
                new Rules(
                    Rows.constant(Unlisted.class, rs.getString(1)),
                    Rows.constant(Sensitivity.class, rs.getString(2)),
                    rs.getBoolean(3)))
        .findOne()
        .orElseThrow(() -> new IllegalArgumentException("no revision " + serial));
  }

  static long serial(Handle handle) {
    return handle.createQuery("select serial from head").mapTo(Long.class).one();
  }

  /** Says how many there were. */
  private static final class Counting implements Iterator<Entry> {
    private final Iterator<Entry> entries;
    private long count;

    Counting(Iterator<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public Entry next() {
      count++;
      return entries.next();
    }
  }
}
