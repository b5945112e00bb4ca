package org.postern.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;

/** The SQL of the lists: versions of entries and the revisions that made them. */
final class ListRows {
  /** The to_serial of what is in force now. */
  static final long OPEN = Long.MAX_VALUE;

  /** The longest texts that a column holds. */
  static final int NOTE = 4000;

  static final int NAME = 400;

  private static final int PAGE = 5_000;
  private static final int BATCH = 1_000;

  /** So many rows are committed at once where it may be; their pages are still in memory then. */
  private static final int PART = 2_000;

  static final String ITEM =
      "v.pattern, v.listing, v.mode, v.note, v.owner, v.source, v.expires, v.created, v.created_by,"
          + " v.from_serial";

  private ListRows() {}

  /** Adds what is not there yet; ids go on from {@code lastId}. Returns how many were added. */
  static long insert(
      Writing writing,
      long serial,
      Iterator<Entry> entries,
      String officer,
      ListDigest.Adding digest,
      LongConsumer written)
      throws SQLException {
    String sql =
        "insert into entry_version (id, pattern, listing, mode, note, owner, source, expires,"
            + " created, created_by, from_serial, to_serial) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?) on conflict do nothing";
    long added = 0;
    long first = writing.lastId();
    String by = Texts.storable(officer, 200);
    try (PreparedStatement insert = writing.handle().getConnection().prepareStatement(sql)) {
      while (entries.hasNext()) {
        SortedEntries sorted = SortedEntries.take(entries);
        for (int i = 0; i < sorted.size(); i++) {
          long id = writing.lastId() + 1;
          writing.lastId(id);
          String text = sorted.text(i);
          bind(insert, id, text, sorted.story(i));
          digest.row(id, text, sorted.story(i), by, serial, writing.now());
          insert.setObject(9, writing.nowUtc());
          insert.setString(10, by);
          insert.setLong(11, serial);
          insert.setLong(12, OPEN);
          insert.addBatch();
          if ((i + 1) % BATCH == 0) {
            added += sum(insert.executeBatch());
            if ((i + 1) % PART == 0) {
              writing.part();
            }
            written.accept(added);
          }
        }
        added += sum(insert.executeBatch());
      }
    }
    if (added != writing.lastId() - first) {
      digest.broken();
    }
    return added;
  }

  /**
   * Deletes what an import left behind that did not come to its end; in parts, as it came. Rows
   * that no such import can have written stay, for the check of the record to find.
   */
  static void clearUnfinished(Handle handle) {
    while (handle.execute(
            "delete from entry_version where id > (select last_id from head) and from_serial ="
                + " (select serial from head) + 1 and (select roster from head) is null fetch first "
                + PART
                + " rows only")
        > 0) {
      // Each statement is a transaction of its own.
    }
  }

  static long sum(int[] counts) {
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private static void bind(
      PreparedStatement insert, long id, String text, SortedEntries.Story story)
      throws SQLException {
    insert.setLong(1, id);
    insert.setString(2, text);
    insert.setString(3, story.listing().name());
    insert.setString(4, story.mode().name());
    insert.setString(5, Texts.storable(story.note(), NOTE));
    insert.setString(6, Texts.storable(story.owner(), NAME));
    insert.setString(7, Texts.storable(story.source(), NAME));
    insert.setObject(8, Rows.utc(story.expires()));
  }

  /** Writes the version that follows {@code before}, which was closed. */
  static void insertEdited(Writing writing, long serial, Item before, Entry after)
      throws SQLException {
    long id = writing.lastId() + 1;
    writing.lastId(id);
    String sql =
        "insert into entry_version (id, pattern, listing, mode, note, owner, source, expires,"
            + " created, created_by, from_serial, to_serial) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?)";
    try (PreparedStatement insert = writing.handle().getConnection().prepareStatement(sql)) {
      bind(insert, id, after.pattern().text(), SortedEntries.Story.of(after));
      insert.setObject(9, Rows.utc(before.created()));
      insert.setString(10, before.createdBy());
      insert.setLong(11, serial);
      insert.setLong(12, OPEN);
      insert.executeUpdate();
    }
  }

  /** Closes the version in force, and remembers that this revision did. False: there is none. */
  static boolean close(Handle handle, long serial, Listing listing, EntryPattern pattern) {
    handle.execute(
        "insert into closed_version (serial, id) select ?, id from entry_version where listing = ?"
            + " and pattern = ? and to_serial = ?",
        serial,
        listing.name(),
        pattern.text(),
        OPEN);
    return handle.execute(
            "update entry_version set to_serial = ? where listing = ? and pattern = ? and to_serial"
                + " = ?",
            serial,
            listing.name(),
            pattern.text(),
            OPEN)
        == 1;
  }

  static Optional<Item> find(Handle handle, Listing listing, EntryPattern pattern) {
    return handle
        .select(
            "select "
                + ITEM
                + " from entry_version v where v.listing = ? and v.pattern = ? and v.to_serial = ?",
            listing.name(),
            pattern.text(),
            OPEN)
        .map((rs, ctx) -> item(rs))
        .findOne();
  }

  static boolean empty(Handle handle, Listing listing) {
    return page(handle, listing, OPEN, "", 1).isEmpty();
  }

  /** What is in force of these; a name a lookup in the index. */
  static List<Item> find(Handle handle, Listing listing, Collection<String> texts) {
    return find(handle, listing, texts, OPEN);
  }

  /** What stood of these at a serial. */
  static List<Item> find(Handle handle, Listing listing, Collection<String> texts, long serial) {
    return handle
        .createQuery(
            "select "
                + ITEM
                + " from unnest(:texts) as t(text) join entry_version v on v.listing = :listing"
                + " and v.pattern = t.text"
                + inForce(serial))
        .bindArray("texts", String.class, texts.toArray())
        .bind("listing", listing.name())
        .bind("serial", serial)
        .map((rs, ctx) -> item(rs))
        .list();
  }

  /** Only what is in force now can be found by the index alone. */
  private static String inForce(long serial) {
    return serial == OPEN
        ? " and v.to_serial = :serial"
        : " and v.from_serial <= :serial and v.to_serial > :serial";
  }

  /** One page of a list as it was at a serial, by pattern. */
  static List<Item> page(Handle handle, Listing listing, long serial, String after, int limit) {
    return handle
        .createQuery(
            "select "
                + ITEM
                + " from entry_version v where v.listing = :listing and v.pattern > :after"
                + inForce(serial)
                + " order by v.listing, v.pattern fetch first "
                + limit
                + " rows only")
        .bind("listing", listing.name())
        .bind("after", after)
        .bind("serial", serial)
        .map((rs, ctx) -> item(rs))
        .list();
  }

  static String like(String contains) {
    String text = contains.toLowerCase(Locale.ROOT);
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  /** Every entry of a list as it was at a serial, by pattern, a page at a time. */
  static void each(Handle handle, Listing listing, long serial, Consumer<Item> consumer) {
    String after = "";
    while (true) {
      List<Item> page = page(handle, listing, serial, after, PAGE);
      page.forEach(consumer);
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast().entry().pattern().text();
    }
  }

  /** What a revision in the range closed, as it stood when the range began. */
  static List<Item> closedBetween(Handle handle, long after, long to, int limit) {
    return handle
        .select(
            "select "
                + ITEM
                + " from closed_version c join entry_version v on v.id = c.id where c.serial > ?"
                + " and c.serial <= ? and v.from_serial <= ? order by v.listing, v.pattern fetch"
                + " first "
                + limit
                + " rows only",
            after,
            to,
            after)
        .map((rs, ctx) -> item(rs))
        .list();
  }

  /** What the revisions in the range made and left in force at its end. */
  static List<Item> madeBetween(Handle handle, long after, long to, int limit) {
    return handle
        .select(
            "select "
                + ITEM
                + " from entry_version v where v.id >= (select min(first_id) from revision where"
                + " serial > ? and serial <= ?) and v.id <= (select max(last_id) from revision"
                + " where serial > ? and serial <= ?) and v.to_serial > ? order by v.id fetch first "
                + limit
                + " rows only",
            after,
            to,
            after,
            to,
            to)
        .map((rs, ctx) -> item(rs))
        .list();
  }

  static Item item(ResultSet rs) throws SQLException {
    EntryPattern pattern =
        EntryPattern.parse(Rows.text(rs, "pattern"))
            .ok()
            .orElseThrow(() -> new Trouble.DamagedRow("a pattern that is none", null));
    return new Item(
        new Entry(
            pattern,
            Rows.constant(Listing.class, rs.getString("listing")),
            Rows.constant(Mode.class, rs.getString("mode")),
            Rows.text(rs, "note"),
            Rows.text(rs, "owner"),
            Rows.text(rs, "source"),
            Rows.instantOrNull(rs, "expires")),
        Rows.instant(rs, "created"),
        Rows.text(rs, "created_by"),
        rs.getLong("from_serial"));
  }

  /**
   * Every entry as it was at a serial, a page in memory at a time; within one transaction.
   *
   * @param read told how many were read; what it throws ends it all
   */
  static Iterable<Entry> entries(Handle handle, long serial, LongConsumer read) {
    long[] count = new long[1];
    return () ->
        Stream.of(Listing.values())
            .flatMap(
                listing ->
                    Stream.iterate(
                            page(handle, listing, serial, "", PAGE),
                            page -> !page.isEmpty(),
                            page -> next(handle, listing, serial, page))
                        .peek(page -> read.accept(count[0] += page.size()))
                        .flatMap(List::stream)
                        .map(Item::entry))
            .iterator();
  }

  private static List<Item> next(Handle handle, Listing listing, long serial, List<Item> page) {
    String last = page.getLast().entry().pattern().text();
    return page.size() < PAGE ? List.of() : page(handle, listing, serial, last, PAGE);
  }
}
