package org.postern.ui.domains;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.policy.Entry;
import org.postern.policy.Tags;
import org.postern.store.Item;
import org.postern.store.Op;

/** Gives several entries tags, or takes tags from them. FX thread only. */
final class TagModel {
  private final TidyModel.Changing changing;

  TagModel(TidyModel.Changing changing) {
    this.changing = changing;
  }

  /** The tags that all these entries have. */
  static SortedSet<String> common(List<Item> items) {
    SortedSet<String> common =
        items.isEmpty() ? new TreeSet<>() : Tags.of(items.getFirst().entry());
    items.forEach(i -> common.retainAll(Tags.of(i.entry())));
    return common;
  }

  /**
   * Tags entries, as one change with one undo.
   *
   * @param typed tags to add, and with a {@code -} before them tags to take away
   * @return why not, a sentence; empty if it is being done
   */
  String tag(List<Item> items, String typed) {
    List<String> words = Stream.of(typed.strip().split("[\\s,]+")).toList();
    Optional<SortedSet<String>> add = tags(words, false);
    Optional<SortedSet<String>> take = tags(words, true);
    if (add.isEmpty() || take.isEmpty() || (add.get().isEmpty() && take.get().isEmpty())) {
      return "Type words that begin with a letter; a - before a word takes that tag away.";
    }
    List<Op> ops = new ArrayList<>();
    for (Item item : items) {
      Entry after = tagged(item.entry(), add.get(), take.get());
      if (!after.equals(item.entry())) {
        ops.add(new Op.Edit(after, item.since()));
      }
    }
    if (ops.isEmpty()) {
      return "That changes none of them.";
    }
    String said =
        Stream.concat(
                add.get().stream().map(t -> "#" + t),
                take.get().stream().map(t -> "no longer #" + t))
            .collect(Collectors.joining(", "));
    changing.change(ops, "tagged: " + said, Wording.named(items) + ": " + said + ".", _ -> {});
    return "";
  }

  private static Optional<SortedSet<String>> tags(List<String> words, boolean taken) {
    return Tags.parse(
        words.stream()
            .filter(w -> w.startsWith("-") == taken)
            .map(w -> taken ? w.substring(1) : w)
            .collect(Collectors.joining(" ")));
  }

  private static Entry tagged(Entry entry, SortedSet<String> add, SortedSet<String> take) {
    SortedSet<String> tags = Tags.of(entry);
    tags.addAll(add);
    tags.removeAll(take);
    return tags.equals(Tags.of(entry)) ? entry : Tags.with(entry, Tags.note(entry), tags);
  }
}
