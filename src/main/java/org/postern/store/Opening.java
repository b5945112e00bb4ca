package org.postern.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * The way from a directory to an open database: the encrypted file in it, or the server that its
 * {@code database.properties} names. Any refusal leaves both as they were.
 */
final class Opening {
  /**
   * The directories that this process has open. A POSIX lock belongs to the process: merely closing
   * a second view of the file would give the lock away, so a second opening must be stopped before
   * it touches the file.
   */
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private Opening() {}

  /**
   * An open database with the directory's key.
   *
   * @param shared whether others rule the database: then nothing secret stands there in clear
   * @param console which of the consoles on this database this is
   */
  record Opened(Path directory, Database database, String key, boolean shared, String console) {}

  /** The only one on a database that is a file. */
  static final String ALONE = "alone";

  /** Opens what is prepared; {@code released} runs when it is closed. */
  private interface Way {
    Opened open(DataFiles files, Runnable released) throws StoreException;
  }

  /**
   * @param slack how much may lie idle in a database that is a file
   */
  static Opened open(Path directory, Clock clock, Schema schema, long slack) throws StoreException {
    return claim(
        directory,
        (files, released) -> {
          Optional<ServerAddress> server = ServerAddress.read(files);
          return server.isPresent()
              ? new ServerOpening(files, clock, schema, server.get(), released).open()
              : new FileOpening(files, clock, schema, slack, released).open();
        });
  }

  /** A new database that is to be filled; the directory holds its key already. */
  static Opened empty(Path directory, Clock clock, Schema schema) throws StoreException {
    return claim(
        directory,
        (files, released) -> {
          Optional<ServerAddress> server = ServerAddress.read(files);
          if (server.isPresent()) {
            return new ServerOpening(files, clock, schema, server.get(), released).openEmpty();
          }
          try {
            Files.createFile(files.unfinished());
          } catch (IOException e) {
            throw Trouble.file(files.unfinished(), e);
          }
          return new FileOpening(files, clock, schema, OpenFile.SLACK, released).open();
        });
  }

  /** A database that is gone once it is closed; the directory keeps only its key. */
  static Opened inMemory(Path directory, Clock clock, Schema schema) throws StoreException {
    return claim(
        directory,
        (files, released) -> {
          H2 h2 = H2.inMemory();
          boolean done = false;
          try {
            String key = files.readOrMakeKey();
            schema.migrate(h2.source());
            AutoCloseable source =
                () -> {
                  h2.abandon();
                  released.run();
                };
            Database database = new Database(Jdbi.create(h2.source()), clock, (_, _) -> {}, source);
            done = true;
            return new Opened(files.directory(), database, key, false, ALONE);
          } finally {
            if (!done) {
              h2.abandon();
            }
          }
        });
  }

  private static Opened claim(Path directory, Way way) throws StoreException {
    H2.lockDown();
    DataFiles files = DataFiles.in(directory);
    if (!OPEN_HERE.add(files.directory())) {
      throw FileCheck.locked(files.database(), new IllegalStateException("open in this process"));
    }
    boolean done = false;
    try {
      Opened opened = way.open(files, () -> OPEN_HERE.remove(files.directory()));
      done = true;
      return opened;
    } finally {
      if (!done) {
        OPEN_HERE.remove(files.directory());
      }
    }
  }
}
