package org.postern.store;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postern.policy.EntryPattern;
import org.postern.policy.Tags;

/**
 * The entries of a list that a filter leaves, in the order asked for. Entries are made when they
 * are asked for, so that a list of millions costs an array of numbers. Immutable.
 */
public final class Found extends AbstractList<Item> {
  /** What rows can be ordered by. */
  public enum Order {
    PATTERN,
    KIND,
    NOTE,
    OWNER,
    SOURCE,
    TAGS,
    MODE,
    ENDS,
    ADDED_BY,
    ADDED,
    HELD,
    SEEN
  }

  /**
   * What to look for.
   *
   * @param contains in pattern, note, owner or source, whatever the case; empty for everything;
   *     words such as {@code tag:ally} ask for a tag instead
   * @param hits how often each entry of the list was hit, by the text of its pattern
   */
  public record Query(
      String contains, Order order, boolean descending, Map<String, Hits.Count> hits) {
    /** Everything, by pattern. */
    public static final Query ALL = new Query("", Order.PATTERN, false, Map.of());
  }

  private final ListIndex index;

  /** Which rows; null for all in their own order. */
  private final int @Nullable [] rows;

  private final boolean ascending;

  private Found(ListIndex index, int @Nullable [] rows, boolean ascending) {
    this.index = index;
    this.rows = rows;
    this.ascending = ascending;
  }

  /** Looks through the list: some tens of milliseconds for millions of entries. */
  public static Found in(ListIndex index, Query query) {
    Words words = Words.of(query.contains.toLowerCase(Locale.ROOT));
    byte[] wanted = TextPool.bytes(words.contains);
    int[] named = wanted.length == 0 ? null : matching(index, wanted);
    int[] kept = words.tags.isEmpty() ? named : tagged(index, named, words.tags);
    if (query.order == Order.PATTERN && !query.descending) {
      return new Found(index, kept, true);
    }
    int[] rows = kept == null ? IntStream.range(0, index.size()).toArray() : kept;
    return new Found(index, sorted(index, rows, query), false);
  }

  /** What a query asks for: tags, and a text beside them. */
  private record Words(Set<String> tags, String contains) {
    private static final String TAG = "tag:";

    static Words of(String text) {
      if (!text.contains(TAG)) {
        return new Words(Set.of(), text);
      }
      Set<String> tags = new HashSet<>();
      StringJoiner rest = new StringJoiner(" ");
      for (String word : text.strip().split("\\s+")) {
        if (word.startsWith(TAG)) {
          tags.add(word.substring(TAG.length()));
        } else {
          rest.add(word);
        }
      }
      tags.remove(""); // somebody is still typing it
      return new Words(tags, rest.toString());
    }
  }

  /** Those of some rows, or of all, that have the tags. */
  private static int[] tagged(ListIndex index, int @Nullable [] rows, Set<String> tags) {
    BitSet said = new BitSet();
    said.set(0, index.said().size());
    tags.forEach(t -> said.and(index.words().containing(TextPool.bytes("#" + t))));
    for (int i = said.nextSetBit(0); i >= 0; i = said.nextSetBit(i + 1)) {
      said.set(i, Tags.of(index.said().get(i).note()).containsAll(tags));
    }
    IntStream all = rows == null ? IntStream.range(0, index.size()) : Arrays.stream(rows);
    return all.filter(row -> said.get(index.saidOf(row))).toArray();
  }

  private static int[] matching(ListIndex index, byte[] wanted) {
    BitSet matching = index.names().containing(wanted);
    BitSet said = index.words().containing(wanted);
    if (!said.isEmpty()) {
      for (int row = 0; row < index.size(); row++) {
        if (said.get(index.saidOf(row))) {
          matching.set(row);
        }
      }
    }
    int[] rows = new int[matching.cardinality()];
    int n = 0;
    for (int row = matching.nextSetBit(0); row >= 0; row = matching.nextSetBit(row + 1)) {
      rows[n++] = row;
    }
    return rows;
  }

  /** Counts how many rows have each rank and lays them out; rows of one rank stay by pattern. */
  private static int[] sorted(ListIndex index, int[] rows, Query query) {
    if (query.order == Order.PATTERN) {
      int[] backwards = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        backwards[i] = rows[rows.length - 1 - i];
      }
      return backwards;
    }
    Ranks ranks = ranks(index, query);
    int[] next = new int[ranks.count + 1];
    int[] rankOf = new int[rows.length];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(
            i -> {
              int rank = ranks.of.applyAsInt(rows[i]);
              rankOf[i] = query.descending ? ranks.count - 1 - rank : rank;
            });
    for (int rank : rankOf) {
      next[rank + 1]++;
    }
    for (int rank = 1; rank < next.length; rank++) {
      next[rank] += next[rank - 1];
    }
    int[] order = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      order[next[rankOf[i]]++] = rows[i];
    }
    return order;
  }

  private record Ranks(int count, IntUnaryOperator of) {}

  private static Ranks ranks(ListIndex index, Query query) {
    return switch (query.order) {
      case PATTERN -> new Ranks(index.size(), row -> row);
      case KIND -> new Ranks(5, row -> kind(index.names(), row));
      case NOTE -> said(index, text(ListIndex.Said::note));
      case OWNER -> said(index, text(ListIndex.Said::owner));
      case SOURCE -> said(index, text(ListIndex.Said::source));
      case TAGS -> said(index, text(s -> String.join(" ", Tags.of(s.note()))));
      case MODE -> said(index, Comparator.comparing(ListIndex.Said::mode));
      case ENDS ->
          said(
              index,
              Comparator.comparing(
                  ListIndex.Said::expires, Comparator.nullsLast(Comparator.naturalOrder())));
      case ADDED_BY -> said(index, text(ListIndex.Said::createdBy));
      case ADDED -> said(index, Comparator.comparing(ListIndex.Said::created));
      case HELD -> hits(index, query.hits, Comparator.comparingLong(Hits.Count::hits));
      case SEEN -> hits(index, query.hits, Comparator.comparing(Hits.Count::last));
    };
  }

  private static Comparator<ListIndex.Said> text(Function<ListIndex.Said, String> of) {
    return Comparator.comparing(of, String.CASE_INSENSITIVE_ORDER);
  }

  private static int kind(TextPool names, int row) {
    return switch (names.first(row)) {
      case '=' -> 2;
      case '*' -> 3;
      default -> names.contains(row, (byte) '@') ? 4 : names.contains(row, (byte) '.') ? 1 : 0;
    };
  }

  /** What is said is shared by many rows: sorting it sorts them. */
  private static Ranks said(ListIndex index, Comparator<ListIndex.Said> by) {
    List<ListIndex.Said> said = index.said();
    Integer[] order = new Integer[said.size()];
    Arrays.setAll(order, i -> i);
    Arrays.parallelSort(order, (a, b) -> by.compare(said.get(a), said.get(b)));
    int[] rank = new int[order.length];
    int ranks = 0;
    for (int i = 0; i < order.length; i++) {
      boolean same = i > 0 && by.compare(said.get(order[i - 1]), said.get(order[i])) == 0;
      ranks += same ? 0 : 1;
      rank[order[i]] = ranks - 1;
    }
    return new Ranks(Math.max(1, ranks), row -> rank[index.saidOf(row)]);
  }

  private static Ranks hits(
      ListIndex index, Map<String, Hits.Count> hits, Comparator<Hits.Count> by) {
    List<Map.Entry<String, Hits.Count>> order =
        hits.entrySet().stream().sorted(Map.Entry.comparingByValue(by)).toList();
    int[] rank = new int[index.size()];
    for (int i = 0; i < order.size(); i++) {
      int row = index.names().find(TextPool.bytes(order.get(i).getKey()));
      if (row >= 0) {
        rank[row] = i + 1;
      }
    }
    return new Ranks(order.size() + 1, row -> rank[row]);
  }

  public ListIndex index() {
    return index;
  }

  @Override
  public Item get(int i) {
    return index.item(rows == null ? i : rows[i]);
  }

  @Override
  public int size() {
    return rows == null ? index.size() : rows.length;
  }

  /** Where an entry stands, or -1; by its pattern. */
  public int indexOf(EntryPattern pattern) {
    int row = index.find(pattern);
    if (row < 0 || rows == null) {
      return row;
    }
    if (ascending) {
      return Math.max(-1, Arrays.binarySearch(rows, row));
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == row) {
        return i;
      }
    }
    return -1;
  }

  /** Finds it by its pattern, without making the others. */
  @Override
  public int indexOf(@Nullable Object o) {
    return o instanceof Item i && i.entry().listing() == index.listing()
        ? indexOf(i.entry().pattern())
        : -1;
  }

  @Override
  public int lastIndexOf(@Nullable Object o) {
    return indexOf(o);
  }

  @Override
  public boolean contains(@Nullable Object o) {
    return indexOf(o) >= 0;
  }
}
