package org.postern.store;

import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;
import org.h2.value.VersionedValue;

/**
 * Ends what a kill cut short in the middle of a large commit. H2 marks a transaction as committed,
 * then rewrites each of its rows, and after a kill between the two it should go on; H2 2.5 does
 * not, so that half of the rows would count and the others stay locked for good.
 */
final class Leftovers {
  private static final String UNDO_LOG = "undoLog.";

  /** In the number of an operation the transaction's stands above so many bits. */
  private static final int OPERATION_BITS = 40;

  private Leftovers() {}

  /** The numbers of transactions that are committed and were not brought to their end. */
  static List<Integer> of(TransactionStore transactions) {
    return transactions.getOpenTransactions().stream()
        .filter(t -> t.getStatus() == Transaction.STATUS_COMMITTED)
        .map(Transaction::getId)
        .toList();
  }

  /** Ends them. After a kill in between it is done again, for the undo logs go last. */
  static void end(MVStore store, TransactionStore transactions) {
    List<Integer> committed = of(transactions);
    Transaction reading = transactions.begin();
    for (String name : List.copyOf(store.getMapNames())) {
      if (name.startsWith("table.") || name.startsWith("index.")) {
        end(reading.openMap(name).map, committed);
      }
    }
    store.commit();
    committed.forEach(id -> store.removeMap(UNDO_LOG + id));
    store.commit();
    store.sync();
  }

  private static void end(MVMap<Object, VersionedValue<Object>> map, List<Integer> committed) {
    Cursor<Object, VersionedValue<Object>> rows = map.cursor(null);
    while (rows.hasNext()) {
      Object key = rows.next();
      VersionedValue<Object> row = rows.getValue();
      if (committed.contains((int) (row.getOperationId() >>> OPERATION_BITS))) {
        Object now = row.getCurrentValue();
        if (now == null) {
          map.remove(key);
        } else {
          map.put(key, committed(now));
        }
      }
    }
  }

  /** Values of H2 are their own committed versions. */
  @SuppressWarnings("unchecked")
  private static VersionedValue<Object> committed(Object value) {
    return (VersionedValue<Object>) value;
  }
}
