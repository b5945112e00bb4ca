package org.postern.store;

import java.io.Reader;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.postern.officer.Right;
import org.postern.policy.KnownNames;
import org.postern.store.StoreException.Reason;

/**
 * The domains that the organisation has written to before. Only keyed hashes are kept: how many
 * there are can be told, which they are cannot, and no bundle or export has them. Each method that
 * changes something is one revision of the lists, because verdicts change with it. Thread-safe.
 */
public final class Known {

  /**
   * What {@link #add} did.
   *
   * @param present were known already, or stood in the file twice
   * @param invalid lines that are no name, and names of a registry itself
   */
  public record Added(long serial, long added, long present, long invalid) {}

  /** How many names are known, and whether they count. */
  public record State(long count, boolean on) {}

  private static final int BATCH = 10_000;

  /** So many are sorted at a time: an index grows several times faster in its own order. */
  private static final int SORTED = 200_000;

  /** The names of the revision that was asked for last: a policy is often made anew. */
  private record Loaded(long knownSerial, KnownNames names) {}

  private final Database database;
  private final byte[] key;
  private final AtomicReference<Loaded> loaded =
      new AtomicReference<>(new Loaded(0, KnownNames.NONE));

  /**
   * @param key what the hashes are made with; of this data directory alone
   */
  Known(Database database, byte[] key) {
    this.database = database;
    this.key = key.clone();
  }

  /** How many there are, and whether they count. */
  public State state() throws StoreException {
    return database.read(
        handle -> new State(count(handle), Lists.rules(handle, Lists.serial(handle)).known()));
  }

  /**
   * Adds the names of a file as {@link KnownFile} reads it. The first names begin to count by
   * themselves; later ones leave that choice as it is.
   *
   * @throws StoreException {@link Reason#FAILED} if there would be more than {@link
   *     KnownNames#LIMIT}, or the file cannot be read; nothing was changed then
   */
  public Added add(Reader file, Author by) throws StoreException {
    return database.write(
        Right.ADMINISTER,
        writing -> {
          KnownFile names =
              new KnownFile(file, LocalDate.ofInstant(writing.now(), ZoneOffset.UTC), key);
          long before = count(writing.handle());
          long added = insert(writing, names, before);
          if (added > 0) {
            Rules rules = Lists.rules(writing);
            revise(writing, by, before == 0 ? rules.withKnown(true) : rules);
            writing.journal(
                by.officer(), "known.added", Long.toString(added), Map.of("why", by.why()));
          }
          return new Added(writing.serial(), added, names.read() - added, names.invalid());
        });
  }

  /** Forgets them all; this cannot be undone. Returns the serial now. */
  public long clear(Author by) throws StoreException {
    return database.write(
        Right.ADMINISTER,
        writing -> {
          int gone = writing.handle().execute("delete from known_name");
          if (gone > 0) {
            revise(writing, by, Lists.rules(writing).withKnown(false));
            loaded.set(new Loaded(0, KnownNames.NONE));
            writing.journal(by.officer(), "known.cleared", Integer.toString(gone), Map.of());
          }
          return writing.serial();
        });
  }

  /** Lets them count, or not. Returns the serial now. */
  public long turn(boolean on, Author by) throws StoreException {
    return database.write(
        Right.ADMINISTER,
        writing -> {
          Rules rules = Lists.rules(writing);
          if (rules.known() != on) {
            Lists.revise(
                writing,
                writing.serial() + 1,
                writing.lastId() + 1,
                by,
                new long[3],
                rules.withKnown(on),
                Optional.empty());
          }
          return writing.serial();
        });
  }

  private static void revise(Writing writing, Author by, Rules rules) {
    long serial = writing.serial() + 1;
    Lists.revise(writing, serial, writing.lastId() + 1, by, new long[3], rules, Optional.empty());
    writing
        .handle()
        .execute("update revision set known_serial = ? where serial = ?", serial, serial);
  }

  private static long insert(Writing writing, KnownFile names, long before) throws StoreException {
    String sql =
        "insert into known_name (hash, since_day, from_serial) values (?, ?, ?) on conflict do"
            + " nothing";
    long added = 0;
    try (PreparedStatement insert = writing.handle().getConnection().prepareStatement(sql)) {
      while (names.hasNext()) {
        int inBatch = 0;
        for (Map.Entry<Long, Integer> name : sorted(names).entrySet()) {
          insert.setLong(1, name.getKey());
          insert.setInt(2, name.getValue());
          insert.setLong(3, writing.serial() + 1);
          insert.addBatch();
          if (++inBatch % BATCH == 0) {
            added += ListRows.sum(insert.executeBatch());
          }
        }
        added += ListRows.sum(insert.executeBatch());
        if (before + added > KnownNames.LIMIT) {
          throw new StoreException(
              Reason.FAILED,
              "That would be more than %,d known names. Nothing was added; leave the rarest out."
                  .formatted(KnownNames.LIMIT));
        }
      }
      return added;
    } catch (SQLException e) {
      throw Trouble.of(e);
    } catch (UncheckedIOException e) {
      throw new StoreException(
          Reason.FAILED, "The file cannot be read to its end. Nothing was added.", e);
    }
  }

  /** The next names in the order of their hashes, each with its earliest day. */
  private static Map<Long, Integer> sorted(KnownFile names) {
    Map<Long, Integer> chunk = new TreeMap<>();
    while (chunk.size() < SORTED && names.hasNext()) {
      KnownFile.Name name = names.next();
      chunk.merge(name.hash(), name.day(), Math::min);
    }
    return chunk;
  }

  /** The known names of a revision, if they count in it. What was cleared since is not there. */
  KnownNames at(Handle handle, long serial) {
    if (!Lists.rules(handle, serial).known()) {
      return KnownNames.NONE;
    }
    long knownSerial =
        handle
            .select("select known_serial from revision where serial = ?", serial)
            .mapTo(Long.class)
            .one();
    Loaded before = loaded.get();
    if (before.knownSerial == knownSerial) {
      return before.names;
    }
    KnownNames names = load(handle, knownSerial);
    loaded.set(new Loaded(knownSerial, names));
    return names;
  }

  private KnownNames load(Handle handle, long knownSerial) {
    List<long[]> rows = new ArrayList<>();
    handle
        .select(
            "select hash, since_day from known_name where from_serial <= ? order by hash",
            knownSerial)
        .map((rs, ctx) -> new long[] {rs.getLong(1), rs.getInt(2)})
        .forEach(rows::add);
    long[] hashes = rows.stream().mapToLong(r -> r[0]).toArray();
    int[] days = rows.stream().mapToInt(r -> (int) r[1]).toArray();
    return KnownNames.of(key, hashes, days);
  }

  private static long count(Handle handle) {
    return handle.createQuery("select count(*) from known_name").mapTo(Long.class).one();
  }
}
