package org.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The connections of one console to the PostgreSQL of its team. */
final class Server implements AutoCloseable {
  /**
   * A commit is on the server's disk before it is acknowledged, whatever the server's own setting.
   * A console that hangs while it holds the head row lets go of it, so that the others can write.
   */
  private static final String WAYS =
      "set time zone 'UTC'; set lock_timeout = '20s'; set idle_in_transaction_session_timeout ="
          + " '120s'; set synchronous_commit = on; set standard_conforming_strings = on";

  private static final long CONNECT_MILLIS = 10_000;

  /**
   * Silent: what goes wrong is thrown. Held, because a logger that nobody holds forgets its level.
   */
  private static final Logger HIKARI = quiet();

  private final HikariDataSource source;

  private Server(HikariDataSource source) {
    this.source = source;
  }

  private static Logger quiet() {
    Logger logger = Logger.getLogger("com.zaxxer.hikari");
    logger.setLevel(Level.OFF);
    return logger;
  }

  static Server connect(ServerAddress address) throws StoreException {
    HIKARI.finer("connecting");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setConnectionInitSql(WAYS);
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.addDataSourceProperty("ApplicationName", "postern");
    config.addDataSourceProperty("connectTimeout", "10");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("socketTimeout", "600");
    try {
      return new Server(new HikariDataSource(config));
    } catch (PoolInitializationException e) {
      throw Trouble.of(e);
    }
  }

  DataSource source() {
    return source;
  }

  @Override
  public void close() {
    source.close();
  }
}
