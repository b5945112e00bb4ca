package org.postern.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.postern.store.StoreException.Reason;
import org.postgresql.util.PSQLException;

/** What PostgreSQL and the way to it say, as a reason; the codes are SQLSTATEs. */
final class ServerTrouble {
  private ServerTrouble() {}

  /** True if PostgreSQL's driver or the pool before it failed, and not H2. */
  static boolean comesFromServer(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof PSQLException || t instanceof SQLTransientConnectionException) {
        return true;
      }
    }
    return false;
  }

  static StoreException of(SQLException e) {
    String state = state(e);
    Reason reason = reason(state);
    return new StoreException(reason, sentence(reason, state), e);
  }

  /** The pool wraps what the driver said when it could not connect. */
  private static String state(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    // Nothing but a pool without a connection has no code.
    return "08000";
  }

  static Reason reason(String state) {
    return switch (state) {
      case "40001", "40P01", "55P03", "23505" -> Reason.CONFLICT;
      case "53100" -> Reason.DISK_FULL;
      case "53300", "57P01", "57P02", "57P03", "25P03" -> Reason.UNREACHABLE;
      case "25006", "42501" -> Reason.NOT_WRITABLE;
      case "3D000", "3F000" -> Reason.REFUSED;
      case "XX001", "XX002" -> Reason.BROKEN;
      default ->
          state.startsWith("28")
              ? Reason.REFUSED
              : state.startsWith("08") ? Reason.UNREACHABLE : Reason.FAILED;
    };
  }

  private static String sentence(Reason reason, String state) {
    return switch (reason) {
      case CONFLICT -> Trouble.CONFLICT;
      case DISK_FULL ->
          "There is no room left on the disk of the database server. The change was not made. Ask"
              + " whoever looks after the server to free some space, then try again.";
      case UNREACHABLE ->
          "The database server cannot be reached (code "
              + state
              + "). If you were changing something, sign in again when it is back and look whether"
              + " it was made before you repeat it. If this goes on, ask whoever looks after the"
              + " server.";
      case REFUSED ->
          "The database server does not let this console in (code "
              + state
              + "). Check the address, the user and the password that database.properties names,"
              + " or ask whoever looks after the server.";
      case NOT_WRITABLE ->
          "This console may not write in the team's database (code "
              + state
              + "). Ask whoever looks after the server for the right to write, and that the address"
              + " names the main server and not a copy.";
      case BROKEN ->
          "The team's database is damaged (code "
              + state
              + "). Close Postern and ask whoever looks after the server to put back its last"
              + " backup.";
      case LOCKED,
          FOREIGN,
          HOSTILE,
          WRONG_KEY,
          NO_KEY,
          NEWER,
          ROLLED_BACK,
          UNUSABLE_PATH,
          NOT_SIGNED_IN,
          NOT_ALLOWED,
          FORGED,
          CLOSED,
          FAILED ->
          "The database server could not carry this out (code "
              + state
              + "). Nothing was changed; try again, and tell whoever looks after the server.";
    };
  }
}
