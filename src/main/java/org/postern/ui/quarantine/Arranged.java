package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.HeldQuery;

/**
 * The list as it is shown: what a search found, under headings. Made off the FX thread; immutable.
 *
 * @param rows headings and messages
 * @param messages the messages alone, in the same order
 */
record Arranged(
    List<ListRow> rows,
    List<HeldItem> messages,
    Map<String, Integer> places,
    Map<String, Integer> lines) {
  static final Arranged NOTHING = new Arranged(List.of(), List.of(), Map.of(), Map.of());

  /** Headings stand in the order of what stands first under them. */
  static Arranged of(List<HeldItem> items, HeldQuery query, Grouping grouping) {
    List<HeldItem> found = new ArrayList<>();
    for (HeldItem item : items) {
      if (query.test(item.row())) {
        found.add(item);
      }
    }
    return switch (grouping) {
      case PAIR -> grouped(found, HeldItem::bucket, ListRow.Heading::new);
      case TYPED -> common(found, "Typed: ", i -> i.recipients().getFirst().domain());
      case SENDER -> common(found, "From: ", HeldItem::sender);
      case MEANT -> common(found, "Meant: ", i -> i.bucket().meant());
      case AGE -> aged(found);
    };
  }

  private static Arranged aged(List<HeldItem> found) {
    found.sort(java.util.Comparator.comparing(HeldItem::since));
    Maker maker = new Maker();
    found.forEach(maker::add);
    return maker.made();
  }

  private static Arranged common(
      List<HeldItem> found, String what, Function<HeldItem, String> name) {
    return grouped(
        found,
        name,
        (n, count) ->
            new ListRow.Common(n.isEmpty() ? "Nothing trusted is like it" : what, n, count));
  }

  private interface Heading<K> {
    ListRow over(K group, int count);
  }

  private static <K> Arranged grouped(
      List<HeldItem> found, Function<HeldItem, K> group, Heading<K> heading) {
    Map<K, List<HeldItem>> groups = new LinkedHashMap<>();
    for (HeldItem item : found) {
      groups.computeIfAbsent(group.apply(item), _ -> new ArrayList<>()).add(item);
    }
    Maker maker = new Maker();
    groups.forEach(
        (key, under) -> {
          maker.rows.add(heading.over(key, under.size()));
          under.forEach(maker::add);
        });
    return maker.made();
  }

  private static final class Maker {
    final List<ListRow> rows = new ArrayList<>();
    private final List<HeldItem> messages = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    void add(HeldItem item) {
      places.put(item.key(), messages.size());
      lines.put(item.key(), rows.size());
      messages.add(item);
      rows.add(new ListRow.Message(item));
    }

    Arranged made() {
      return new Arranged(rows, messages, places, lines);
    }
  }

  Optional<HeldItem> find(String key) {
    return Optional.ofNullable(places.get(key)).map(messages::get);
  }

  /** Where a message stands among the messages, from 0; -1 if it does not. */
  int place(String key) {
    return places.getOrDefault(key, -1);
  }

  /** Where it stands among the rows. */
  int line(String key) {
    return lines.getOrDefault(key, -1);
  }

  /** Where a row stands that equals this one; -1 if none does. */
  int lineOf(@Nullable Object row) {
    int at = row instanceof ListRow.Message(HeldItem item) ? line(item.key()) : rows.indexOf(row);
    return at >= 0 && rows.get(at).equals(row) ? at : -1;
  }
}
