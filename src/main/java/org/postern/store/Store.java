package org.postern.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Jdbi;
import org.postern.store.StoreException.Reason;

/**
 * An open data directory: everything that Postern remembers. One process at a time has it open.
 * What a method here or in a part of it has returned from is on the disk. Thread-safe.
 */
public final class Store implements AutoCloseable {
  private final Path directory;
  private final Database database;
  private final Decisions decisions;
  private final Journal journal;

  private Store(Path directory, Database database) {
    this.directory = directory;
    this.database = database;
    this.decisions = new Decisions(database);
    this.journal = new Journal(database);
  }

  /** Opens the data directory; an empty or missing one is created and usable at once. */
  public static Store open(Path directory, Clock clock) throws StoreException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StoreException(Reason.NOT_WRITABLE, "The directory cannot be created.", e);
    }
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:file:"
                + directory.toAbsolutePath().resolve("postern")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1",
            "postern",
            "");
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:org/postern/store/migration")
        .load()
        .migrate();
    Jdbi jdbi = Jdbi.create(pool);
    Database database =
        new Database(
            jdbi,
            clock,
            (handle, count) -> handle.execute("checkpoint sync"),
            () -> {
              try (var connection = pool.getConnection();
                  var statement = connection.createStatement()) {
                statement.execute("shutdown");
              }
              pool.dispose();
            });
    Store store = new Store(directory, database);
    store.decisions.recover();
    return store;
  }

  public Path directory() {
    return directory;
  }

  public Decisions decisions() {
    return decisions;
  }

  public Journal journal() {
    return journal;
  }

  /** Closes the database file. Calls after this fail with {@link Reason#CLOSED}. */
  @Override
  public void close() throws StoreException {
    database.close();
  }
}
