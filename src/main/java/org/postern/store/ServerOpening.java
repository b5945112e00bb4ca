package org.postern.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postern.store.StoreException.Reason;

/**
 * The way from a directory to the PostgreSQL of a team. The directory holds what belongs to this
 * console: the team's key, the mark, the pinned roster, keys of officers. Several consoles use one
 * server; one process at a time uses one directory.
 */
final class ServerOpening {
  private static final int OLDEST = 150_000;

  /** The length of a UUID. */
  private static final int CONSOLE = 36;

  private final DataFiles files;
  private final Clock clock;
  private final Schema schema;
  private final ServerAddress address;
  private final Runnable released;

  ServerOpening(
      DataFiles files, Clock clock, Schema schema, ServerAddress address, Runnable released) {
    this.files = files;
    this.clock = clock;
    this.schema = schema;
    this.address = address;
    this.released = released;
  }

  Opening.Opened open() throws StoreException {
    return open(false);
  }

  /** Opens only a database in which nothing was ever written, to fill it. */
  Opening.Opened openEmpty() throws StoreException {
    return open(true);
  }

  private Opening.Opened open(boolean empty) throws StoreException {
    DataFiles.requireWritable(files.directory());
    if (DataFiles.exists(files.database())) {
      throw new StoreException(
          Reason.UNUSABLE_PATH,
          files.directory()
              + " holds a database file and names a server, and nobody can say which of them"
              + " counts. Use another directory for the server (“postern backup” here and “postern"
              + " restore” there move everything), or move the file away.");
    }
    FileChannel lock = lock();
    Server server = null;
    boolean done = false;
    try {
      server = Server.connect(address);
      Server used = server;
      Opening.Opened opened = open(used, lock, empty);
      done = true;
      return opened;
    } catch (JdbiException e) {
      throw Trouble.of(e);
    } finally {
      if (!done) {
        letGo(server, lock);
      }
    }
  }

  private Opening.Opened open(Server server, FileChannel lock, boolean empty)
      throws StoreException {
    Jdbi jdbi = Jdbi.create(server.source());
    int version = jdbi.withHandle(handle -> version(handle));
    requireUsable(jdbi);
    if (version > schema.version()) {
      throw new StoreException(
          Reason.NEWER,
          "The team's database was brought to a newer layout (version "
              + version
              + ", this program knows "
              + schema.version()
              + "). Nothing was changed. Install the newer Postern.");
    }
    if (empty && version > 0 && commits(jdbi) > 0) {
      throw new StoreException(
          Reason.UNUSABLE_PATH,
          "The database that database.properties names holds records already. Nothing was changed."
              + " Restore to an empty database.");
    }
    String key = key(version > 0);
    migrate(server);
    requireHarmless(jdbi);
    if (!empty) {
      requireSameKey(jdbi, key);
    }
    long commits = commits(jdbi);
    Mark.requireReached(files.mark(), commits, "The team's database");
    try {
      Mark mark = Mark.open(files.mark(), commits, files.directory());
      Database database =
          new Database(
              jdbi, clock, (_, count) -> Mark.keep(mark, count), () -> close(server, mark, lock));
      return new Opening.Opened(files.directory(), database, key, true, console(lock));
    } catch (IOException e) {
      throw Trouble.file(files.mark(), e);
    }
  }

  private static long commits(Jdbi jdbi) {
    return jdbi.withHandle(
        handle -> handle.createQuery("select commits from head").mapTo(Long.class).one());
  }

  private FileChannel lock() throws StoreException {
    Path file = files.lock();
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              DataFiles.ownerOnly(file, "rw-------"));
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw FileCheck.locked(files.directory(), new IllegalStateException("locked"));
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw FileCheck.locked(files.directory(), e);
    } catch (IOException e) {
      throw Trouble.file(file, e);
    }
  }

  /** What tells this directory's console from the others; written into the lock once. */
  private static String console(FileChannel lock) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(CONSOLE);
    if (lock.read(text, 0) == CONSOLE) {
      return Texts.storable(StandardCharsets.ISO_8859_1.decode(text.flip()).toString(), CONSOLE);
    }
    String made = UUID.randomUUID().toString();
    lock.write(StandardCharsets.US_ASCII.encode(made), 0);
    lock.force(true);
    return made;
  }

  /** The number of the last migration that was made there; 0 for an empty database. */
  private static int version(Handle handle) {
    boolean fresh =
        handle.select("select to_regclass(?) is null", Schema.HISTORY).mapTo(Boolean.class).one();
    return fresh
        ? 0
        : handle
            .createQuery(
                "select coalesce(max(cast(version as integer)), 0) from "
                    + Schema.HISTORY
                    + " where success")
            .mapTo(Integer.class)
            .one();
  }

  private static void requireUsable(Jdbi jdbi) throws StoreException {
    Optional<String> flaw =
        jdbi.withHandle(
            handle -> {
              String version =
                  handle.createQuery("show server_version_num").mapTo(String.class).one();
              if (Integer.parseInt(version) < OLDEST) {
                return Optional.of("it is older than PostgreSQL 15");
              }
              // Lists are read page by page, and digests are made, in the order of the bytes.
              return handle
                      .createQuery(
                          "select '=b' < 'a' and 'B' < 'a' and 'a.b' < 'aa' and lower('Ä') = 'ä' and"
                              + " current_setting('server_encoding') = 'UTF8'")
                      .mapTo(Boolean.class)
                      .one()
                  ? Optional.empty()
                  : Optional.of(
                      "it sorts or folds texts in another way. Make it with: create database"
                          + " postern template template0 encoding 'UTF8' lc_collate 'C' lc_ctype"
                          + " 'C.UTF-8'");
            });
    if (flaw.isPresent()) {
      throw new StoreException(
          Reason.FOREIGN, "Postern cannot keep its records in this database: " + flaw.get() + ".");
    }
  }

  private String key(boolean there) throws StoreException {
    if (there && !DataFiles.exists(files.key())) {
      throw new StoreException(
          Reason.NO_KEY,
          "The team's database is in use, and this console does not have the team's key. Copy"
              + " postern.key from another console of the team to "
              + files.key()
              + ".");
    }
    return files.readOrMakeKey();
  }

  private void migrate(Server server) throws StoreException {
    try {
      schema.migrate(server.source());
    } catch (FlywayException e) {
      throw new StoreException(
          Reason.FAILED,
          "The team's database could not be brought to the layout of this Postern; it is as it was."
              + " Go on with the earlier Postern and report this.",
          e);
    }
  }

  /** What runs by itself at the server could change a record after it was written. */
  private static void requireHarmless(Jdbi jdbi) throws StoreException {
    long found =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select (select count(*) from pg_trigger t join pg_class c on c.oid ="
                            + " t.tgrelid where not t.tgisinternal and c.relnamespace ="
                            + " current_schema()::regnamespace) + (select count(*) from pg_rewrite r"
                            + " join pg_class c on c.oid = r.ev_class where c.relnamespace ="
                            + " current_schema()::regnamespace) + (select count(*) from pg_class c"
                            + " where c.relnamespace = current_schema()::regnamespace and (c.relkind"
                            + " not in ('r', 'i', 'S', 't') or c.relrowsecurity or c.relpersistence"
                            + " <> 'p'))")
                    .mapTo(Long.class)
                    .one());
    if (found > 0) {
      throw new StoreException(
          Reason.HOSTILE,
          "The team's database contains triggers, rules or tables that Postern never makes and that"
              + " could change what it records. Nothing was changed. Ask whoever looks after the"
              + " server to remove them, and tell your security team.");
    }
  }

  /** Names are hashed and passwords sealed with the key, so all consoles must have the same. */
  private static void requireSameKey(Jdbi jdbi, String key) throws StoreException {
    String mine = Secrets.fingerprint(key);
    String kept =
        jdbi.inTransaction(
            handle -> {
              handle.execute(
                  "insert into setting (name, content) values ('team key', ?) on conflict do nothing",
                  mine);
              return handle
                  .createQuery("select content from setting where name = 'team key'")
                  .mapTo(String.class)
                  .one();
            });
    if (!kept.equals(mine)) {
      throw new StoreException(
          Reason.WRONG_KEY,
          "The key file postern.key of this console is not the team's. Nothing was changed. Copy"
              + " postern.key from another console of the team.");
    }
  }

  private void close(Server server, Mark mark, FileChannel lock) throws IOException {
    try (lock;
        mark) {
      server.close();
    } finally {
      released.run();
    }
  }

  private static void letGo(@Nullable Server server, FileChannel lock) {
    try (lock) {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      // The failure being reported is the one that matters.
    }
  }
}
