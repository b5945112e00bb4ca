package org.postern.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the rows. The contract tests run on each that is here: PostgreSQL only where the
 * system property {@code postern.postgresql} names a server (a JDBC address of a database that the
 * tests may make schemas in, with user and password if it takes them).
 */
enum Engine {
  H2_FILE,
  H2_MEMORY,
  POSTGRESQL;

  private static final String PROPERTY = "postern.postgresql";

  /** Those that can run on this machine. */
  static Stream<Engine> here() {
    return Stream.of(values()).filter(engine -> engine != POSTGRESQL || server() != null);
  }

  /** Opens the directory; on the server it has a schema of its own, made at the first opening. */
  Store open(Path directory, Clock clock) throws StoreException {
    return switch (this) {
      case H2_FILE -> Store.open(directory, clock);
      case H2_MEMORY -> Store.inMemory(directory, clock);
      case POSTGRESQL -> {
        prepare(directory, directory);
        yield Store.open(directory, clock);
      }
    };
  }

  /** Leaves a test out that closes and opens again what must still be there. */
  void requireLasting() {
    assumeTrue(this != H2_MEMORY, "what is in memory is gone once it is closed");
  }

  /** Names the server in a directory; those with the same {@code team} share a database. */
  static void prepare(Path directory, Path team) {
    String server = server();
    assumeTrue(server != null, "no PostgreSQL: -D" + PROPERTY + "=jdbc:postgresql://… names one");
    String schema = schema(team);
    try {
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve("database.properties"),
          "url = "
              + server
              + (server.contains("?") ? "&" : "?")
              + "currentSchema="
              + schema
              + "\nuser = postern\n");
      run(team, "create schema if not exists " + schema);
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  static @Nullable String server() {
    String server = System.getProperty(PROPERTY);
    return server == null || server.isEmpty() ? null : server;
  }

  static String schema(Path team) {
    return "t" + Integer.toHexString(team.toAbsolutePath().toString().hashCode());
  }

  /** Whoever rules the server does this, in the schema of a team. */
  static void run(Path team, String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = " + schema(team));
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What stands in the first column, for whoever rules the server. */
  static List<String> texts(Path team, String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = " + schema(team));
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }

  static Connection connect() throws SQLException {
    return DriverManager.getConnection(String.valueOf(server()), "postern", "");
  }
}
