package org.postern.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Imports.Compared;

/** Says of each entry how it relates to the lists, in the order of the index. Not thread-safe. */
final class Comparing implements Iterator<Compared> {
  private static final int BATCH = 2_000;

  /** Finds entries in force by their texts. */
  interface Lookup {
    Map<String, Item> find(Listing listing, Collection<String> texts);

    /** Whether nothing is on a list. */
    boolean empty(Listing listing);
  }

  private final Iterator<Entry> entries;
  private final Lookup lookup;
  private final Deque<Compared> ahead = new ArrayDeque<>();
  private final Map<Listing, Boolean> empty = new EnumMap<>(Listing.class);
  private @Nullable SortedEntries sorted;
  private int at;
  private String before = "";

  Comparing(Iterator<Entry> entries, Lookup lookup) {
    this.entries = entries;
    this.lookup = lookup;
  }

  @Override
  public boolean hasNext() {
    while (ahead.isEmpty()) {
      SortedEntries now = sorted;
      if (now != null && at < now.size()) {
        compare(batch(now));
      } else if (entries.hasNext()) {
        sorted = null; // so that there is room for the next ones
        sorted = SortedEntries.take(entries);
        at = 0;
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public Compared next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ahead.removeFirst();
  }

  /** The next ones of one list. */
  private List<Entry> batch(SortedEntries from) {
    List<Entry> batch = new ArrayList<>(BATCH);
    Listing listing = from.story(at).listing();
    while (at < from.size() && batch.size() < BATCH && from.story(at).listing() == listing) {
      batch.add(from.entry(at++));
    }
    return batch;
  }

  private void compare(List<Entry> batch) {
    Listing listing = batch.getFirst().listing();
    Listing other = listing == Listing.TRUSTED ? Listing.BLOCKED : Listing.TRUSTED;
    List<String> texts = batch.stream().map(e -> e.pattern().text()).toList();
    Map<String, Item> same = find(listing, texts);
    Map<String, Item> opposite = find(other, texts);
    Map<String, List<String>> wider = new HashMap<>();
    var asked = new TreeSet<String>();
    for (Entry entry : batch) {
      if (!same.containsKey(entry.pattern().text())) {
        List<String> covering = covering(entry.pattern());
        wider.put(entry.pattern().text(), covering);
        asked.addAll(covering);
      }
    }
    Map<String, Item> wide = find(listing, asked);
    for (Entry entry : batch) {
      ahead.add(compared(entry, same, opposite, wider, wide));
    }
  }

  private Map<String, Item> find(Listing listing, Collection<String> texts) {
    boolean none = empty.computeIfAbsent(listing, lookup::empty);
    return none || texts.isEmpty() ? Map.of() : lookup.find(listing, texts);
  }

  private Compared compared(
      Entry entry,
      Map<String, Item> same,
      Map<String, Item> opposite,
      Map<String, List<String>> wider,
      Map<String, Item> wide) {
    String text = entry.pattern().text();
    String key = entry.listing() + text;
    boolean twice = key.equals(before);
    before = key;
    Item there = same.get(text);
    if (twice) {
      return new Compared(entry, Standing.PRESENT, there);
    }
    if (there != null) {
      boolean equal = Imports.asStored(entry).equals(there.entry());
      return new Compared(entry, equal ? Standing.PRESENT : Standing.CHANGED, there);
    }
    Item against = opposite.get(text);
    if (against != null) {
      return new Compared(entry, Standing.CONFLICTING, against);
    }
    for (String name : wider.getOrDefault(text, List.of())) {
      Item item = wide.get(name);
      if (item != null) {
        return new Compared(entry, Standing.COVERED, item);
      }
    }
    return new Compared(entry, Standing.NEW, null);
  }

  /** The texts of all patterns that cover a pattern and are not itself. */
  private static List<String> covering(EntryPattern pattern) {
    List<String> names = new ArrayList<>(4);
    String name = pattern.domain().ascii();
    if (pattern instanceof EntryPattern.Address) {
      names.add("=" + name);
    }
    if (!(pattern instanceof EntryPattern.Subtree)) {
      names.add(name);
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      names.add(name.substring(dot + 1));
      names.add("*." + name.substring(dot + 1));
    }
    return names;
  }
}
