package org.postern.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.h2.engine.SysProperties;
import org.h2.jdbcx.JdbcConnectionPool;

/** One encrypted H2 file, opened as a database. */
final class H2 implements AutoCloseable {
  private static final String USER = "postern";

  /** PostgreSQL's ways, so that the same SQL runs on both. */
  private static final String WAYS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;LOCK_TIMEOUT=2000";

  /**
   * No file is made that is not there unless asked for; the file is closed by {@link #close}, not
   * by the last connection; no trace file, which would show in clear what is encrypted here. New
   * pages go behind the old ones until the file is closed: what is written into gaps is not found
   * again after a kill (2 of 24 kills lost acknowledged commits; none when appending). Pages are
   * packed before they are encrypted: less than half the bytes to encrypt, to write and to read.
   */
  private static final String SETTINGS =
      ";CIPHER=AES"
          + WAYS
          + ";WRITE_DELAY=0;REUSE_SPACE=FALSE;COMPRESS=TRUE;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1"
          + ";TRACE_LEVEL_FILE=0";

  private final JdbcConnectionPool pool;

  private H2(JdbcConnectionPool pool) {
    this.pool = pool;
  }

  /** Before the first touch of H2: no class of anybody may be called from SQL. */
  static void lockDown() {
    System.setProperty("h2.allowedClasses", "none");
    // One cache of values for all threads costs an import of millions a fifth of its time.
    System.setProperty("h2.objectCache", "false");
    if (!"none".equals(SysProperties.ALLOWED_CLASSES)) {
      throw new IllegalStateException("H2 was in use before Postern could lock it down");
    }
  }

  static H2 create(Path file, String key) {
    return new H2(pool(file, key, ""));
  }

  static H2 open(Path file, String key) {
    return new H2(pool(file, key, ";IFEXISTS=TRUE"));
  }

  /** In memory alone, gone once it is closed. */
  static H2 inMemory() {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + WAYS + ";DB_CLOSE_DELAY=-1", USER, "");
    pool.setMaxConnections(8);
    return new H2(pool);
  }

  private static JdbcConnectionPool pool(Path file, String key, String more) {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:file:" + DataFiles.h2Name(file) + SETTINGS + more, USER, key + " " + key);
    pool.setMaxConnections(8);
    return pool;
  }

  JdbcConnectionPool source() {
    return pool;
  }

  /** Writes everything out and closes the file. */
  @Override
  public void close() throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("shutdown");
    } finally {
      pool.dispose();
    }
  }

  /** Lets go of the file without writing to it any more. */
  void abandon() {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("shutdown immediately");
    } catch (SQLException | IllegalStateException alreadyClosed) {
      // After a failed disk H2 has closed itself; there is nothing more to let go of.
    } finally {
      pool.dispose();
    }
  }
}
