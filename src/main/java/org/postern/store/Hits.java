package org.postern.store;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;

/**
 * How often entries of the lists decided about held mail: what they held, or what was held because
 * it resembles them. Each held copy counts once, on the day (UTC) on which it arrived. Thread-safe.
 */
public final class Hits {
  /** How long what an entry did is counted for the columns and the lapse guard. */
  public static final int DAYS = 90;

  /** Copies that are held longer than this count again if they are still there. */
  private static final int KEPT_DAYS = 800;

  private static final int BATCH = 1000;

  /**
   * A held copy.
   *
   * @param heldId of the copy
   * @param listing and {@code pattern}: the entry that it was held for
   * @param day when it arrived
   */
  public record Hit(String heldId, Listing listing, EntryPattern pattern, LocalDate day) {}

  /**
   * @param hits in the last {@link #DAYS} days
   * @param last the last day with one, however long ago
   */
  public record Count(long hits, LocalDate last) {}

  private final Database database;

  Hits(Database database) {
    this.database = database;
  }

  /** Counts what was not counted yet; returns how many were. */
  public int count(Collection<Hit> hits) throws StoreException {
    int counted = 0;
    List<Hit> all = List.copyOf(hits);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Hit> batch = all.subList(from, Math.min(all.size(), from + BATCH));
      List<Hit> fresh = database.read(handle -> fresh(handle, batch));
      if (!fresh.isEmpty()) {
        counted += database.write(writing -> record(writing, fresh));
      }
    }
    return counted;
  }

  private static List<Hit> fresh(Handle handle, List<Hit> batch) {
    Set<String> counted =
        handle
            .createQuery("select held_id from counted_copy where held_id in (<ids>)")
            .bindList("ids", batch.stream().map(Hit::heldId).toList())
            .mapTo(String.class)
            .collect(Collectors.toSet());
    return batch.stream().filter(h -> !counted.contains(h.heldId)).toList();
  }

  private static int record(Writing writing, List<Hit> hits) {
    Handle handle = writing.handle();
    handle.execute(
        "delete from counted_copy where on_day < ?",
        writing.now().atZone(ZoneOffset.UTC).toLocalDate().minusDays(KEPT_DAYS).toEpochDay());
    PreparedBatch copies =
        handle.prepareBatch(
            "insert into counted_copy (held_id, on_day) values (?, ?) on conflict do nothing");
    hits.forEach(h -> copies.add(h.heldId, h.day.toEpochDay()));
    int[] inserted = copies.execute();
    Map<Sum, Integer> sums = new LinkedHashMap<>();
    int counted = 0;
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i] > 0) {
        Hit hit = hits.get(i);
        int day = Math.toIntExact(hit.day.toEpochDay());
        sums.merge(new Sum(hit.listing.name(), hit.pattern.text(), day), 1, Integer::sum);
        counted++;
      }
    }
    sums.forEach((sum, more) -> add(handle, sum, more));
    return counted;
  }

  private record Sum(String listing, String pattern, int day) {}

  private static void add(Handle handle, Sum to, int more) {
    int known =
        handle.execute(
            "update entry_hit set hits = hits + ? where listing = ? and pattern = ? and on_day = ?",
            more,
            to.listing,
            to.pattern,
            to.day);
    if (known == 0) {
      handle.execute(
          "insert into entry_hit (listing, pattern, on_day, hits) values (?, ?, ?, ?)",
          to.listing,
          to.pattern,
          to.day,
          more);
    }
  }

  /**
   * What each entry of a list did, by the text of its pattern; entries without a hit are absent.
   */
  public Map<String, Count> counts(Listing listing, LocalDate today) throws StoreException {
    return database.read(
        handle -> {
          Map<String, Count> counts = new HashMap<>();
          handle
              .select(
                  "select pattern, sum(case when on_day > ? then hits else 0 end) as hits, max(on_day) as"
                      + " last_on from entry_hit where listing = ? group by pattern",
                  today.minusDays(DAYS).toEpochDay(),
                  listing.name())
              .map(
                  (rs, ctx) ->
                      counts.put(
                          rs.getString("pattern"),
                          new Count(
                              rs.getLong("hits"), LocalDate.ofEpochDay(rs.getLong("last_on")))))
              .list();
          return Map.copyOf(counts);
        });
  }

  /** Since when hits are counted at all; empty while there was none. */
  public Optional<LocalDate> since() throws StoreException {
    return database.read(
        handle ->
            handle
                .createQuery("select min(on_day) from entry_hit having count(*) > 0")
                .mapTo(Long.class)
                .findOne()
                .map(LocalDate::ofEpochDay));
  }
}
