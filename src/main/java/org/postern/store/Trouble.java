package org.postern.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postern.store.StoreException.Reason;

/** Turns what the drivers throw into a reason and a sentence. */
final class Trouble {
  private Trouble() {}

  /** A database failure becomes a {@link StoreException}; anything else is a bug and goes on. */
  static StoreException of(RuntimeException e) {
    SQLException sql = sqlCause(e);
    if (sql == null) {
      throw e;
    }
    return of(sql);
  }

  static StoreException of(SQLException e) {
    return new StoreException(
        Reason.FAILED,
        "The database could not carry this out (code "
            + e.getErrorCode()
            + "). Nothing was changed; start Postern again and repeat it.",
        e);
  }

  private static @Nullable SQLException sqlCause(@Nullable Throwable e) {
    for (int depth = 0; e != null && depth < 20; e = e.getCause(), depth++) {
      if (e instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
