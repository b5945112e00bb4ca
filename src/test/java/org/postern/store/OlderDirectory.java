package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.postern.policy.Listing;

/** A data directory as an earlier Postern left it, with a list in it. */
final class OlderDirectory implements Kept {
  private static final int ENTRIES = 5_000;

  private OlderDirectory() {}

  /** Makes one of which {@code version} was the last migration. */
  static Kept make(Path dir, int version) throws StoreException {
    Opening.Opened opened =
        Opening.open(dir, Clock.systemUTC(), Schema.CURRENT.upTo(version), OpenFile.SLACK);
    try (Database database = opened.database()) {
      database.restore(
          handle -> {
            String more = version < 2 ? "" : ", known, known_serial";
            handle.execute(
                "insert into revision (serial, at, officer, why, unlisted, sensitivity, first_id,"
                    + " last_id, added, edited, removed"
                    + more
                    + ") values (1, current_timestamp, 'carter', '', 'DELIVER', 'BALANCED', 1, "
                    + ENTRIES
                    + ", "
                    + ENTRIES
                    + ", 0, 0"
                    + (more.isEmpty() ? "" : ", false, 0")
                    + ")");
            handle.execute(
                "insert into entry_version select x, 'n' || x || '.example', 'BLOCKED', 'ENFORCE',"
                    + " 'kept', '', '', null, current_timestamp, 'carter', 1, "
                    + ListRows.OPEN
                    + " from system_range(1, "
                    + ENTRIES
                    + ") as r(x)");
            return handle.execute("update head set commits = 1, serial = 1, last_id = " + ENTRIES);
          });
    }
    return new OlderDirectory();
  }

  @Override
  public void said(String line) {
    assertThat(line).startsWith("OPEN ");
  }

  @Override
  public void require(Store store, String which) throws Exception {
    assertThat(store.lists().serial()).as(which).isEqualTo(1);
    long[] kept = new long[1];
    store.lists().each(Listing.BLOCKED, i -> kept[0] += i.entry().note().equals("kept") ? 1 : 0);
    assertThat(kept[0]).as(which).isEqualTo(ENTRIES);
    assertThat(store.session().openMode()).as(which).isTrue();
    store.lists().add(java.util.List.of(StoreChild.entry(2, 1)), new Author("after", ""));
  }
}
