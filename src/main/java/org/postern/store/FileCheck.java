package org.postern.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.db.ValueDataType;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionMap;
import org.h2.mvstore.tx.TransactionStore;
import org.h2.result.SearchRow;
import org.postern.store.StoreException.Reason;

/**
 * Looks into a database file before H2's database engine does: read-only, as plain key-value pages,
 * running nothing that is written in it. What it cannot read whole, or does not know, it refuses.
 */
final class FileCheck {
  /** Where H2 keeps one row for each statement of the schema; the fourth column is its SQL. */
  private static final String META = "table.0";

  private static final int META_SQL = 3;
  private static final int HISTORY_VERSION = 1;
  private static final int HISTORY_SUCCESS = 9;
  private static final int HEAD_COMMITS = 1;
  private static final int MAX_STATEMENTS = 10_000;

  private static final Pattern TABLE =
      Pattern.compile("CREATE CACHED TABLE \"public\"\\.\"([A-Za-z0-9_]+)\"\\(.*", Pattern.DOTALL);

  private FileCheck() {}

  /**
   * What a sound file says about itself.
   *
   * @param version of its schema
   * @param commits how many it holds
   * @param used how many hundredths of what was written into it still count
   * @param cutShort whether a kill cut a large commit short
   */
  record Found(int version, long commits, int used, boolean cutShort) {
    boolean sameAs(Found other) {
      return version == other.version && commits == other.commits;
    }
  }

  static Found look(Path file, String key) throws StoreException {
    try {
      if (!DataFiles.looksEncrypted(file)) {
        throw new StoreException(
            Reason.FOREIGN,
            file
                + " is not a Postern database, or its beginning is damaged. Nothing was changed. Put"
                + " back the data directory from your last backup, or choose another one.");
      }
    } catch (IOException e) {
      throw Trouble.file(file, e);
    }
    MVStore store = openReadOnly(file, key);
    try {
      return read(store, file);
    } catch (RuntimeException e) {
      // Pages that do not add up surface as any kind of unchecked exception.
      throw broken(file, e);
    } finally {
      store.closeImmediately();
    }
  }

  /**
   * Copies what still counts in a file that nobody has open, page by page.
   *
   * @throws MVStoreException if there is no room, or the file is damaged
   */
  static void copy(Path file, String key, Path to) throws StoreException {
    MVStore store = openReadOnly(file, key);
    try {
      MVStore.compact(file.toString(), to.toString(), true, store.getFileStore());
    } finally {
      store.closeImmediately();
    }
  }

  /** Ends what was cut short, in a file that was looked at and that nobody has open. */
  static void end(Path file, String key) throws StoreException {
    try {
      MVStore store =
          new MVStore.Builder()
              .fileName(file.toString())
              .encryptionKey(key.toCharArray())
              .compress()
              .autoCommitDisabled()
              .open();
      try {
        store.setReuseSpace(false);
        TransactionStore transactions = new TransactionStore(store, new ValueDataType());
        transactions.init();
        Leftovers.end(store, transactions);
      } finally {
        store.closeImmediately();
      }
    } catch (RuntimeException e) {
      throw Trouble.isDiskFull(e) ? Trouble.file(file, new IOException(e)) : broken(file, e);
    }
  }

  private static MVStore openReadOnly(Path file, String key) throws StoreException {
    try {
      return new MVStore.Builder()
          .fileName(file.toString())
          .encryptionKey(key.toCharArray())
          .readOnly()
          .open();
    } catch (MVStoreException e) {
      throw switch (e.getErrorCode()) {
        case DataUtils.ERROR_FILE_LOCKED -> locked(file, e);
        case DataUtils.ERROR_UNSUPPORTED_FORMAT ->
            new StoreException(
                Reason.NEWER,
                file
                    + " was written by a newer database engine. Nothing was changed. Install the"
                    + " newer Postern.",
                e);
        case DataUtils.ERROR_FILE_CORRUPT ->
            String.valueOf(e.getMessage()).contains("header is corrupt")
                ? wrongKey(file, e)
                : broken(file, e);
        default -> Trouble.isReadOnly(e) ? Trouble.notWritable(file, e) : broken(file, e);
      };
    } catch (RuntimeException e) {
      throw broken(file, e);
    }
  }

  private static Found read(MVStore store, Path file) throws StoreException {
    TransactionStore transactions = new TransactionStore(store, new ValueDataType());
    transactions.init();
    boolean cutShort = !Leftovers.of(transactions).isEmpty();
    Transaction transaction = transactions.begin();
    if (!store.hasMap(META)) {
      throw broken(file, null);
    }
    Map<String, Long> tables = tables(transaction, file);
    Long history = tables.get(Schema.HISTORY);
    Long head = tables.get("head");
    if (history == null || head == null) {
      throw broken(file, null);
    }
    int version = 0;
    for (SearchRow row : rows(transaction, history).values()) {
      if (!row.getValue(HISTORY_SUCCESS).getBoolean()) {
        throw broken(file, null);
      }
      String number = row.getValue(HISTORY_VERSION).getString();
      // Flyway notes the making of a schema without a version.
      version = number == null ? version : Math.max(version, Integer.parseInt(number));
    }
    long commits = -1;
    for (SearchRow row : rows(transaction, head).values()) {
      commits = row.getValue(HEAD_COMMITS).getLong();
    }
    if (version < 1 || commits < 0) {
      throw broken(file, null);
    }
    return new Found(version, commits, store.getFileStore().getChunksFillRate(), cutShort);
  }

  private static Map<String, Long> tables(Transaction transaction, Path file)
      throws StoreException {
    Map<String, Long> tables = new TreeMap<>();
    int count = 0;
    for (var statement : rows(transaction, 0).entrySet()) {
      String ddl = String.valueOf(statement.getValue().getValue(META_SQL).getString());
      if (++count > MAX_STATEMENTS || !SchemaRules.allowed(ddl)) {
        throw hostile(file, ddl);
      }
      Matcher table = TABLE.matcher(ddl);
      if (table.matches()) {
        tables.put(table.group(1), statement.getKey());
      }
    }
    return tables;
  }

  private static Map<Long, SearchRow> rows(Transaction transaction, long table) {
    TransactionMap<Object, Object> map = transaction.openMap("table." + table);
    Map<Long, SearchRow> rows = new TreeMap<>();
    for (var entry : map.entrySet()) {
      rows.put((Long) entry.getKey(), (SearchRow) entry.getValue());
    }
    return rows;
  }

  /** The cause shows what was found, for a log; the sentence repeats nothing of it. */
  static StoreException hostile(Path file, String found) {
    return new StoreException(
        Reason.HOSTILE,
        file
            + " contains something that Postern never makes and that could run other people's code."
            + " It was not opened and nothing was changed. Keep the file for your security team and"
            + " put back the data directory from your last backup.",
        new IllegalStateException(Texts.storable(found, 2000)));
  }

  static StoreException locked(Path file, @org.jspecify.annotations.Nullable Throwable e) {
    return new StoreException(
        Reason.LOCKED,
        file
            + " is open in another Postern. Close the console or wait for the other command to end,"
            + " then try again.",
        e);
  }

  private static StoreException wrongKey(Path file, Throwable e) {
    return new StoreException(
        Reason.WRONG_KEY,
        "The key file postern.key does not open "
            + file
            + ". Nothing was changed. Put back the database and its key from the same backup.",
        e);
  }

  static StoreException broken(Path file, @org.jspecify.annotations.Nullable Throwable e) {
    return new StoreException(
        Reason.BROKEN,
        file
            + " is damaged or was cut short. It was not opened and nothing was changed. Put back the"
            + " data directory from your last backup.",
        e);
  }
}
