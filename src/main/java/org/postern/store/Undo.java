package org.postern.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postern.store.StoreException.Reason;

/** Takes one revision back by a new one, in stretches of {@link #STRETCH} entries. */
final class Undo {
  /** H2 puts what one statement updates aside first, and on the disk if there is more of it. */
  private static final int STRETCH = 10_000;

  private final Writing writing;
  private final Handle handle;
  private final long undone;

  Undo(Writing writing, long undone) {
    this.writing = writing;
    this.handle = writing.handle();
    this.undone = undone;
  }

  private record Made(long firstId, long lastId, long added, long edited, long removed) {}

  long run(Author by) throws StoreException {
    Made made =
        handle
            .select(
                "select first_id, last_id, added, edited, removed from revision where serial = ?",
                undone)
            .map(
                (rs, ctx) ->
                    new Made(
                        rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4), rs.getLong(5)))
            .findOne()
            .filter(m -> undone > 0)
            .orElseThrow(() -> new IllegalArgumentException("no revision " + undone));
    long serial = writing.serial() + 1;
    closeMade(made, serial);
    long firstId = writing.lastId() + 1;
    reopenClosed(serial);
    boolean learned = forgetLearned();
    // What the rules were before counts too, unless they were changed again since.
    Rules rules = rulesAfterUndo();
    // Taking back an addition is a removal, and the other way round.
    Lists.revise(
        writing,
        serial,
        firstId,
        by,
        new long[] {made.removed, made.edited, made.added},
        rules,
        Optional.empty());
    if (learned) {
      handle.execute("update revision set known_serial = ? where serial = ?", serial, serial);
    }
    return serial;
  }

  private void closeMade(Made made, long serial) throws StoreException {
    Object[] range = {made.firstId, made.lastId, undone};
    long changedSince =
        handle
            .select(
                "select count(*) from entry_version where id between ? and ? and from_serial = ?"
                    + " and to_serial <> "
                    + ListRows.OPEN,
                range)
            .mapTo(Long.class)
            .one();
    if (changedSince > 0) {
      throw conflict();
    }
    for (long from = made.firstId; from <= made.lastId; from += STRETCH) {
      Object[] stretch = {from, Math.min(made.lastId, from + STRETCH - 1), undone};
      handle.execute(
          "insert into closed_version (serial, id) select "
              + serial
              + ", id from entry_version where id between ? and ? and from_serial = ?",
          stretch);
      handle.execute(
          "update entry_version set to_serial = "
              + serial
              + " where id between ? and ? and from_serial = ?",
          stretch);
    }
  }

  /** Known names that the revision brought go again; those that one cleared are gone for good. */
  private boolean forgetLearned() throws StoreException {
    boolean changedNames =
        handle
                .select(
                    "select count(*) from revision where serial = ? and known_serial = serial",
                    undone)
                .mapTo(Long.class)
                .one()
            > 0;
    if (!changedNames) {
      return false;
    }
    if (handle.execute("delete from known_name where from_serial = ?", undone) == 0) {
      throw new StoreException(
          Reason.CONFLICT,
          "Known names that were cleared cannot be brought back. Import them again.");
    }
    return true;
  }

  private void reopenClosed(long serial) throws StoreException {
    long first = writing.lastId();
    try {
      int reopened =
          handle.execute(
              "insert into entry_version (id, pattern, listing, mode, note, owner, source, expires,"
                  + " created, created_by, from_serial, to_serial) select cast(? as bigint) +"
                  + " row_number() over (order by v.id), v.pattern, v.listing, v.mode, v.note,"
                  + " v.owner, v.source, v.expires, v.created, v.created_by, cast(? as bigint), "
                  + ListRows.OPEN
                  + " from closed_version c join entry_version v on v.id = c.id where c.serial = ?",
              first,
              serial,
              undone);
      writing.lastId(first + reopened);
    } catch (UnableToExecuteStatementException e) {
      if (Trouble.of(e).reason() == Reason.CONFLICT) {
        // What was removed has been added anew.
        throw conflict();
      }
      throw e;
    }
  }

  private Rules rulesAfterUndo() {
    Rules now = Lists.rules(writing);
    Rules then = Lists.rules(handle, undone);
    return now.equals(then) ? Lists.rules(handle, undone - 1) : now;
  }

  private StoreException conflict() {
    return new StoreException(
        Reason.CONFLICT,
        "Revision "
            + undone
            + " cannot be undone, because some of its entries were changed again since. Nothing was"
            + " changed; undo the later changes first, or edit the entries by hand.");
  }
}
