package org.postern.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;

/** The SQL of the past: revisions, and the versions of one entry. */
final class PastRows {
  private PastRows() {}

  /** One version of an entry; {@code to} is the revision that closed it. */
  record Version(Item item, long to) {}

  /** The newest revision made until then. */
  static long serial(Handle handle, Instant at) {
    return handle
        .createQuery("select coalesce(max(serial), 0) from revision where at <= :at")
        .bind("at", Rows.utc(at))
        .mapTo(Long.class)
        .one();
  }

  static Optional<Revision> revision(Handle handle, long serial) {
    return handle
        .select("select * from revision where serial = ?", serial)
        .map((rs, ctx) -> revision(rs))
        .findOne();
  }

  static List<Revision> revisions(Handle handle, long before, int limit) {
    return handle
        .createQuery(
            "select * from revision where serial > 0 and serial < :before order by serial desc"
                + " fetch first "
                + limit
                + " rows only")
        .bind("before", before)
        .map((rs, ctx) -> revision(rs))
        .list();
  }

  static long count(Handle handle, Listing listing, long serial) {
    return handle
        .select(
            "select count(*) from entry_version where listing = ? and from_serial <= ? and to_serial"
                + " > ?",
            listing.name(),
            serial,
            serial)
        .mapTo(Long.class)
        .one();
  }

  private static Revision revision(ResultSet rs) throws SQLException {
    return new Revision(
        rs.getLong("serial"),
        Rows.instant(rs, "at"),
        rs.getString("officer"),
        rs.getString("why"),
        rs.getLong("added"),
        rs.getLong("edited"),
        rs.getLong("removed"));
  }

  /** The newest versions of one entry, oldest first. */
  static List<Version> versions(Handle handle, Listing listing, EntryPattern pattern, int limit) {
    return handle
        .select(
            "select "
                + ListRows.ITEM
                + ", v.to_serial from entry_version v where v.listing = ? and v.pattern = ? order"
                + " by v.from_serial desc fetch first "
                + limit
                + " rows only",
            listing.name(),
            pattern.text())
        .map((rs, ctx) -> new Version(ListRows.item(rs), rs.getLong("to_serial")))
        .list()
        .reversed();
  }

  /** The change of the lists that became a revision. */
  static Optional<Changes.Change> change(Handle handle, long serial) {
    return handle
        .select(
            "select digest from change_set where kind = 'LISTS' and serial = ? order by at", serial)
        .mapTo(String.class)
        .findFirst()
        .flatMap(digest -> ChangeSets.get(handle, digest));
  }
}
