package org.postern.store;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The migrations that this program knows.
 *
 * @param locations where the SQL files are, as Flyway names places
 * @param version the number of the last one
 */
record Schema(int version, List<String> locations) {
  static final String HISTORY = "flyway_schema_history";
  static final Schema CURRENT = new Schema(11, List.of("classpath:org/postern/store/migration"));

  /**
   * Silent: what goes wrong is thrown. Held, because a logger that nobody holds forgets its level.
   */
  private static final Logger FLYWAY = quiet();

  private static Logger quiet() {
    Logger logger = Logger.getLogger("org.flywaydb");
    logger.setLevel(Level.OFF);
    return logger;
  }

  /** The same, as it was when {@code earlier} was its last migration. */
  Schema upTo(int earlier) {
    return new Schema(earlier, locations);
  }

  /** Brings the database to {@link #version}. */
  void migrate(DataSource database) throws FlywayException {
    FLYWAY.finer("migrating");
    Flyway.configure()
        .dataSource(database)
        .locations(locations.toArray(String[]::new))
        .table(HISTORY)
        .target(Integer.toString(version))
        .baselineOnMigrate(false)
        .cleanDisabled(true)
        .load()
        .migrate();
  }
}
