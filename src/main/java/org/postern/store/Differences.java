package org.postern.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.Listing;
import org.postern.store.Past.Difference;
import org.postern.store.Past.Mark;
import org.postern.store.Past.Moment;
import org.postern.store.Past.Page;

/**
 * Reads what is different between two moments, a page at a time. Only rows that a revision in
 * between made or closed are looked at, so that the length of the lists does not matter. Not
 * thread-safe.
 */
final class Differences {
  private static final int BATCH = 1_000;

  private enum Stage {
    CLOSED,
    MADE,
    ENDED
  }

  private final Handle handle;
  private final Moment earlier;
  private final Moment later;
  private final int limit;
  private final LongConsumer looked;
  private final List<Difference> found = new ArrayList<>();
  private long seen;

  Differences(Handle handle, Moment earlier, Moment later, int limit, LongConsumer looked) {
    this.handle = handle;
    this.earlier = earlier;
    this.later = later;
    this.limit = limit;
    this.looked = looked;
  }

  /** A row, where it stands among the others of its stage, and the entry. */
  private record Row(long serial, long id, Item item) {}

  Page behind(Mark mark) {
    Mark at = mark;
    while (at.stage() < Stage.values().length) {
      List<Row> rows = rows(Stage.values()[at.stage()], at);
      tell(Stage.values()[at.stage()], rows);
      seen += rows.size();
      looked.accept(seen);
      at =
          rows.size() < BATCH
              ? new Mark(at.stage() + 1, 0, 0)
              : new Mark(at.stage(), rows.getLast().serial, rows.getLast().id);
      if (found.size() >= limit && at.stage() < Stage.values().length) {
        return new Page(found, at);
      }
    }
    return new Page(found, null);
  }

  private List<Row> rows(Stage stage, Mark at) {
    return switch (stage) {
      case CLOSED ->
          select(
              "c.serial as place, v.id",
              "closed_version c join entry_version v on v.id = c.id where c.serial > :from and"
                  + " c.serial <= :to and v.from_serial <= :from and (c.serial > :serial or"
                  + " (c.serial = :serial and c.id > :id)) order by c.serial, c.id",
              at);
      case MADE ->
          select(
              "cast(0 as bigint) as place, v.id",
              "entry_version v where v.id > :id and v.id >= (select coalesce(min(first_id), 0)"
                  + " from revision where serial > :from and serial <= :to) and v.id <= (select"
                  + " coalesce(max(last_id), -1) from revision where serial > :from and serial <="
                  + " :to) and v.to_serial > :to order by v.id",
              at);
      case ENDED ->
          later.at().isAfter(earlier.at())
              ? select(
                  "cast(0 as bigint) as place, v.id",
                  "entry_version v where v.id > :id and v.listing = 'TRUSTED' and v.expires >"
                      + " :after and v.expires <= :until and v.from_serial <= :from and"
                      + " v.to_serial > :to order by v.id",
                  at)
              : List.of();
    };
  }

  private List<Row> select(String place, String from, Mark at) {
    var query =
        handle
            .createQuery(
                "select "
                    + place
                    + ", "
                    + ListRows.ITEM
                    + " from "
                    + from
                    + " fetch first "
                    + BATCH
                    + " rows only")
            .bind("to", later.serial())
            .bind("from", earlier.serial())
            .bind("id", at.id());
    if (from.contains(":serial")) {
      query.bind("serial", at.serial());
    }
    if (from.contains(":until")) {
      query.bind("after", Rows.utc(earlier.at())).bind("until", Rows.utc(later.at()));
    }
    return query
        .map((rs, ctx) -> new Row(rs.getLong("place"), rs.getLong("id"), ListRows.item(rs)))
        .list();
  }

  private void tell(Stage stage, List<Row> rows) {
    switch (stage) {
      case CLOSED -> {
        var there = standing(rows, later.serial());
        for (Row row : rows) {
          Entry before = row.item.entry();
          Entry after = entry(there, before);
          if (after == null) {
            found.add(new Difference.Removed(before));
          } else if (!after.equals(before)) {
            found.add(new Difference.Changed(before, after));
          }
        }
      }
      case MADE -> {
        var before = standing(rows, earlier.serial());
        for (Row row : rows) {
          if (entry(before, row.item.entry()) == null) {
            found.add(new Difference.Added(row.item.entry()));
          }
        }
      }
      case ENDED -> rows.forEach(row -> found.add(new Difference.Ended(row.item.entry())));
    }
  }

  /** The entries of the same patterns as they stood at a serial. */
  private Map<Listing, Map<String, Item>> standing(List<Row> rows, long serial) {
    Map<Listing, Map<String, Item>> standing = new EnumMap<>(Listing.class);
    for (Listing listing : Listing.values()) {
      List<String> texts =
          rows.stream()
              .map(r -> r.item.entry())
              .filter(e -> e.listing() == listing)
              .map(e -> e.pattern().text())
              .toList();
      standing.put(
          listing,
          texts.isEmpty()
              ? Map.of()
              : ListRows.find(handle, listing, texts, serial).stream()
                  .collect(Collectors.toMap(i -> i.entry().pattern().text(), i -> i)));
    }
    return standing;
  }

  private static @Nullable Entry entry(Map<Listing, Map<String, Item>> standing, Entry like) {
    Map<String, Item> of = standing.getOrDefault(like.listing(), Map.of());
    Item item = of.get(like.pattern().text());
    return item == null ? null : item.entry();
  }
}
