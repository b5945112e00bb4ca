package org.postern.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of every table, in a form that knows no engine: what was backed up from a file can be
 * restored to a server, and the other way round.
 */
final class BackupRows {
  private static final int BATCH = 1_000;
  private static final int LONGEST_TEXT = 4_000_000;
  private static final int END = 0;
  private static final int ROW = 1;
  private static final int NULL = 0;
  private static final int LONG = 1;
  private static final int TEXT = 2;
  private static final int BOOLEAN = 3;
  private static final int TIME = 4;

  private BackupRows() {}

  /** Every table but the one that Flyway keeps. */
  static List<String> tables(Handle handle) {
    return handle
        .select(
            "select table_name from information_schema.tables where table_schema = current_schema"
                + " and table_type = 'BASE TABLE' and table_name <> ? order by table_name",
            Schema.HISTORY)
        .mapTo(String.class)
        .list();
  }

  static List<String> columns(Handle handle, String table) {
    return handle
        .select(
            "select column_name from information_schema.columns where table_schema = current_schema"
                + " and table_name = ? order by column_name",
            table)
        .mapTo(String.class)
        .list();
  }

  /**
   * Writes one table and says how many rows it has.
   *
   * @param written told now and then how many there are so far
   */
  static long write(Handle handle, String table, DataOutputStream out, LongConsumer written)
      throws IOException {
    List<String> columns = columns(handle, table);
    out.writeUTF(String.join(",", columns));
    long count = 0;
    try (PreparedStatement select =
        handle
            .getConnection()
            .prepareStatement("select " + String.join(", ", columns) + " from " + table)) {
      select.setFetchSize(5_000);
      try (ResultSet rows = select.executeQuery()) {
        for (; rows.next(); count++) {
          if (count % BATCH == 0) {
            written.accept(count);
          }
          out.writeByte(ROW);
          for (int i = 1; i <= columns.size(); i++) {
            value(rows, i, out);
          }
        }
      }
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException("backup", e, null);
    }
    out.writeByte(END);
    return count;
  }

  private static void value(ResultSet rows, int column, DataOutputStream out)
      throws SQLException, IOException {
    Object value = rows.getObject(column);
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof Number number) {
      out.writeByte(LONG);
      out.writeLong(number.longValue());
    } else if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeByte(TEXT);
      out.writeInt(bytes.length);
      out.write(bytes);
    } else if (value instanceof Boolean yes) {
      out.writeByte(BOOLEAN);
      out.writeBoolean(yes);
    } else {
      Instant at = rows.getObject(column, OffsetDateTime.class).toInstant();
      out.writeByte(TIME);
      out.writeLong(at.getEpochSecond());
      out.writeInt(at.getNano());
    }
  }

  /** Reads one table and keeps nothing of it. */
  static long skip(DataInputStream in) throws IOException {
    int columns = in.readUTF().split(",", -1).length;
    long count = 0;
    for (; in.readByte() == ROW; count++) {
      for (int i = 0; i < columns; i++) {
        value(in);
      }
    }
    return count;
  }

  /** Fills a table with what was backed up instead of what it holds. */
  static long read(Handle handle, String table, DataInputStream in) throws IOException {
    List<String> columns = columns(handle, table);
    if (columns.isEmpty() || !in.readUTF().equals(String.join(",", columns))) {
      throw new SealedFile.NotOpened("another layout of " + table);
    }
    handle.execute("delete from " + table);
    String sql =
        "insert into "
            + table
            + " ("
            + String.join(", ", columns)
            + ") values ("
            + String.join(", ", Collections.nCopies(columns.size(), "?"))
            + ")";
    long count = 0;
    try (PreparedStatement insert = handle.getConnection().prepareStatement(sql)) {
      while (in.readByte() == ROW) {
        for (int i = 1; i <= columns.size(); i++) {
          insert.setObject(i, value(in));
        }
        insert.addBatch();
        if (++count % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException("backup", e, null);
    }
    goOn(handle, table);
    return count;
  }

  /** New rows get numbers behind those that were restored. */
  private static void goOn(Handle handle, String table) {
    List<String> numbered =
        handle
            .select(
                "select column_name from information_schema.columns where table_schema ="
                    + " current_schema and table_name = ? and is_identity = 'YES'",
                table)
            .mapTo(String.class)
            .list();
    for (String column : numbered) {
      long next =
          handle
              .createQuery("select coalesce(max(" + column + "), 0) + 1 from " + table)
              .mapTo(Long.class)
              .one();
      handle.execute("alter table " + table + " alter column " + column + " restart with " + next);
    }
  }

  private static @Nullable Object value(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case NULL -> null;
      case LONG -> in.readLong();
      case BOOLEAN -> in.readBoolean();
      case TIME -> Instant.ofEpochSecond(in.readLong(), in.readInt()).atOffset(ZoneOffset.UTC);
      case TEXT -> {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_TEXT) {
          throw new SealedFile.NotOpened("a text that is too long");
        }
        yield new String(in.readNBytes(length), StandardCharsets.UTF_8);
      }
      default -> throw new SealedFile.NotOpened("no such kind of value");
    };
  }
}
