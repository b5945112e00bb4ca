package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line of the list: a heading, or a message under it. Immutable. */
sealed interface ListRow {
  record Heading(HeldItem.Bucket bucket, int count) implements ListRow {}

  record Message(HeldItem item) implements ListRow {}

  /**
   * Under their headings: what is overdue comes first, oldest first, the rest newest first;
   * headings in the order of what stands first under them.
   */
  static List<ListRow> of(List<HeldItem> items, String filter) {
    Map<HeldItem.Bucket, List<HeldItem>> buckets = new LinkedHashMap<>();
    items.stream()
        .filter(item -> filter.isBlank() || item.matches(filter))
        .sorted(ListRow::order)
        .forEach(item -> buckets.computeIfAbsent(item.bucket(), _ -> new ArrayList<>()).add(item));
    List<ListRow> rows = new ArrayList<>();
    buckets.forEach(
        (bucket, under) -> {
          rows.add(new Heading(bucket, under.size()));
          under.forEach(item -> rows.add(new Message(item)));
        });
    return rows;
  }

  private static int order(HeldItem a, HeldItem b) {
    if (a.overdue() != b.overdue()) {
      return a.overdue() ? -1 : 1;
    }
    Comparator<HeldItem> byAge = Comparator.comparing(HeldItem::since);
    return (a.overdue() ? byAge : byAge.reversed()).thenComparing(HeldItem::key).compare(a, b);
  }
}
