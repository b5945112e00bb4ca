package org.postern.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;

/**
 * One list as of one revision, in memory, for looking through millions of entries while somebody
 * types: names in one array, what is said of them shared by all of which the same is said. Rows are
 * in the order of the patterns. {@link Lists#index} makes it. Immutable.
 */
public final class ListIndex {
  /** What is said of an entry beside its pattern. */
  record Said(
      Mode mode,
      String note,
      String owner,
      String source,
      @Nullable Instant expires,
      Instant created,
      String createdBy,
      long since) {
    static Said of(Item item) {
      Entry e = item.entry();
      return new Said(
          e.mode(),
          e.note(),
          e.owner(),
          e.source(),
          e.expires(),
          item.created(),
          item.createdBy(),
          item.since());
    }

    /** Where a filter looks. */
    byte[] searched() {
      return TextPool.bytes((note + "\0" + owner + "\0" + source).toLowerCase(Locale.ROOT));
    }
  }

  /** After more changes than this a list is read anew. */
  private static final int MAX_FOLLOWED = 20_000;

  /** How often a long reading says how far it is, in rows. */
  private static final int TELL = 5_000;

  private final Listing listing;
  private final long serial;
  private final TextPool names;
  private final int[] saidOf;
  private final List<Said> said;
  private final TextPool words;

  private ListIndex(
      Listing listing, long serial, TextPool names, int[] saidOf, List<Said> said, TextPool words) {
    this.listing = listing;
    this.serial = serial;
    this.names = names;
    this.saidOf = saidOf;
    this.said = said;
    this.words = words;
  }

  /** Gathers rows. Not thread-safe. */
  private static final class Builder {
    private final TextPool.Builder names;
    private int[] saidOf;
    private int size;
    private final List<Said> said = new ArrayList<>();
    private final TextPool.Builder words;
    private final Map<Said, Integer> known = new HashMap<>();

    Builder() {
      names = new TextPool.Builder(1024, 1 << 16);
      saidOf = new int[1024];
      words = new TextPool.Builder(64, 1024);
    }

    /** Begins with what is said in an index, but none of its rows. */
    Builder(ListIndex before, int more) {
      names =
          new TextPool.Builder(
              before.size() + more, Math.addExact(before.names.bytes(), 64 * more));
      saidOf = new int[before.size() + more + 1];
      said.addAll(before.said);
      words = new TextPool.Builder(before.said.size() + more, before.words.bytes() + 64 * more);
      words.add(before.words, 0, before.said.size());
    }

    void add(Item item) {
      names.add(TextPool.bytes(item.entry().pattern().text()));
      if (size == saidOf.length) {
        saidOf = Arrays.copyOf(saidOf, size * 2);
      }
      saidOf[size++] = known.computeIfAbsent(Said.of(item), this::say);
    }

    private int say(Said what) {
      said.add(what);
      words.add(what.searched());
      return said.size() - 1;
    }

    void add(ListIndex before, int from, int to) {
      names.add(before.names, from, to);
      System.arraycopy(before.saidOf, from, saidOf, size, to - from);
      size += to - from;
    }

    ListIndex build(Listing listing, long serial) {
      return new ListIndex(
              listing,
              serial,
              names.build(),
              Arrays.copyOf(saidOf, size),
              List.copyOf(said),
              words.build())
          .inOrder();
    }
  }

  static ListIndex of(Handle handle, Listing listing, @Nullable ListIndex before) {
    return at(handle, listing, Lists.serial(handle), before, _ -> {});
  }

  /**
   * The list as it stood after a revision.
   *
   * @param read told now and then how many rows were read; what it throws ends it all
   */
  static ListIndex at(
      Handle handle, Listing listing, long now, @Nullable ListIndex before, LongConsumer read) {
    if (before != null && before.serial == now) {
      return before;
    }
    if (before != null
        && before.serial > now
        && Lists.made(handle, now, before.serial) < MAX_FOLLOWED) {
      return before.with(
          ListRows.madeBetween(handle, now, before.serial, MAX_FOLLOWED).stream()
              .map(Item::entry)
              .filter(e -> e.listing() == listing)
              .map(Entry::pattern)
              .toList(),
          ListRows.closedBetween(handle, now, before.serial, MAX_FOLLOWED).stream()
              .filter(i -> i.entry().listing() == listing)
              .toList(),
          now);
    }
    if (before != null
        && before.serial < now
        && Lists.made(handle, before.serial, now) < MAX_FOLLOWED) {
      return before.with(
          ListRows.closedBetween(handle, before.serial, now, MAX_FOLLOWED).stream()
              .map(Item::entry)
              .filter(e -> e.listing() == listing)
              .map(Entry::pattern)
              .toList(),
          ListRows.madeBetween(handle, before.serial, now, MAX_FOLLOWED).stream()
              .filter(i -> i.entry().listing() == listing)
              .toList(),
          now);
    }
    Builder builder = new Builder();
    ListRows.each(
        handle,
        listing,
        now,
        item -> {
          builder.add(item);
          if (builder.size % TELL == 0) {
            read.accept(builder.size);
          }
        });
    return builder.build(listing, now);
  }

  /** A database may order names its own way. */
  private ListIndex inOrder() {
    boolean ordered = true;
    for (int i = 1; ordered && i < size(); i++) {
      ordered = names.compare(i - 1, names, i) < 0;
    }
    if (ordered) {
      return this;
    }
    Integer[] order = new Integer[size()];
    Arrays.setAll(order, i -> i);
    Arrays.parallelSort(order, (a, b) -> names.compare(a, names, b));
    Builder builder = new Builder(this, 0);
    for (int row : order) {
      builder.add(this, row, row + 1);
    }
    return new ListIndex(
        listing, serial, builder.names.build(), builder.saidOf, List.copyOf(said), words);
  }

  /**
   * The index after a change; what does not change is copied in long runs.
   *
   * @param gone what left, or is said otherwise now
   * @param come what came, or is said now
   */
  ListIndex with(List<EntryPattern> gone, List<Item> come, long now) {
    SortedMap<byte[], Optional<Item>> steps = new TreeMap<>(Arrays::compareUnsigned);
    gone.forEach(p -> steps.put(TextPool.bytes(p.text()), Optional.empty()));
    come.forEach(i -> steps.put(TextPool.bytes(i.entry().pattern().text()), Optional.of(i)));
    Builder builder = new Builder(this, come.size());
    int copied = 0;
    for (Map.Entry<byte[], Optional<Item>> step : steps.entrySet()) {
      int at = names.find(step.getKey());
      int to = at < 0 ? -1 - at : at;
      builder.add(this, copied, to);
      step.getValue().ifPresent(builder::add);
      copied = at < 0 ? to : to + 1;
    }
    builder.add(this, copied, size());
    return builder.build(listing, now);
  }

  public Listing listing() {
    return listing;
  }

  /** The revision that this is. */
  public long serial() {
    return serial;
  }

  public int size() {
    return names.size();
  }

  /** An entry; made anew at each call. */
  public Item item(int row) {
    EntryPattern pattern =
        EntryPattern.parse(names.get(row))
            .ok()
            .orElseThrow(() -> new IllegalStateException("only patterns are taken in"));
    Said s = said(row);
    Entry entry = new Entry(pattern, listing, s.mode, s.note, s.owner, s.source, s.expires);
    return new Item(entry, s.created, s.createdBy, s.since);
  }

  /** The row of a pattern, or -1. */
  public int find(EntryPattern pattern) {
    return Math.max(-1, names.find(TextPool.bytes(pattern.text())));
  }

  /** How many entries end in a way. */
  public long ending(Predicate<Instant> end) {
    boolean[] wanted = new boolean[said.size()];
    for (int i = 0; i < wanted.length; i++) {
      Instant expires = said.get(i).expires;
      wanted[i] = expires != null && end.test(expires);
    }
    long count = 0;
    for (int s : saidOf) {
      count += wanted[s] ? 1 : 0;
    }
    return count;
  }

  /** Tells every row whose end is as asked. */
  void eachEnding(Predicate<@Nullable Instant> end, IntConsumer sink) {
    boolean[] wanted = new boolean[said.size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = end.test(said.get(i).expires);
    }
    for (int row = 0; row < saidOf.length; row++) {
      if (wanted[saidOf[row]]) {
        sink.accept(row);
      }
    }
  }

  Said said(int row) {
    return said.get(saidOf[row]);
  }

  int saidOf(int row) {
    return saidOf[row];
  }

  List<Said> said() {
    return said;
  }

  TextPool names() {
    return names;
  }

  TextPool words() {
    return words;
  }
}
