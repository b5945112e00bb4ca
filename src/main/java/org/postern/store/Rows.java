package org.postern.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads what columns hold; what Postern cannot have written there is a damaged row. */
final class Rows {
  private Rows() {}

  static <E extends Enum<E>> E constant(Class<E> type, @Nullable String name) {
    try {
      return Enum.valueOf(type, String.valueOf(name));
    } catch (IllegalArgumentException e) {
      throw new Trouble.DamagedRow("an unknown " + type.getSimpleName(), e);
    }
  }

  static String text(ResultSet rs, String column) throws SQLException {
    return present(rs.getString(column), column);
  }

  /** What stands in a column that is never empty. */
  static String present(@Nullable String text, String column) {
    if (text == null) {
      throw new Trouble.DamagedRow("nothing in " + column, null);
    }
    return text;
  }

  static Instant instant(ResultSet rs, String column) throws SQLException {
    Instant instant = instantOrNull(rs, column);
    if (instant == null) {
      throw new Trouble.DamagedRow("no time in " + column, null);
    }
    return instant;
  }

  static @Nullable Instant instantOrNull(ResultSet rs, String column) throws SQLException {
    OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
