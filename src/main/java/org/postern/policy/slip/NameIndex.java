package org.postern.policy.slip;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The trusted names with the postings that find them again after a slip. A change of few names
 * keeps the postings of the others. Immutable.
 */
final class NameIndex {

  /** More names than this beside the others are put among them. */
  static final int MAX_LATE = 256;

  private final Names names;
  private final Postings postings;

  /** From here on ids are those of names that came late. */
  private final int late;

  private final BitSet providers;
  private final BitSet sites;

  /**
   * How many trusted names share the head with this one, itself not counted: yahoo.com,
   * yahoo.co.jp, …
   */
  private final int[] namesakes;

  private NameIndex(
      Names names, Postings postings, int late, BitSet providers, BitSet sites, int[] namesakes) {
    this.names = names;
    this.postings = postings;
    this.late = late;
    this.providers = providers;
    this.sites = sites;
    this.namesakes = namesakes;
  }

  NameIndex(Names names) {
    int[] ids = IntStream.range(0, names.ids()).toArray();
    this(
        names,
        Postings.of(names, ids, hashes(names)),
        ids.length,
        new BitSet(ids.length),
        new BitSet(ids.length),
        new int[ids.length]);
    Map<String, Integer> sameHead = HashMap.newHashMap(ids.length);
    for (int id : ids) {
      know(id);
      sameHead.merge(names.head(id), 1, Integer::sum);
    }
    for (int id : ids) {
      namesakes[id] = sameHead.getOrDefault(names.head(id), 1) - 1;
    }
  }

  private void know(int id) {
    String key = names.key(id);
    providers.set(id, WellKnown.SHIPPED.isProvider(key));
    sites.set(id, WellKnown.SHIPPED.isSite(key));
  }

  private static Postings.Source hashes(Names names) {
    Variants variants = new Variants();
    char[] letters = names.letters();
    return (id, sink) -> {
      if (names.isTopLevel(id)) {
        return;
      }
      variants.head(letters, names.from(id), names.headTo(id), sink);
      variants.shortHead(
          letters, names.from(id), names.headTo(id), names.suffix(id).hashCode(), sink);
      variants.whole(letters, names.from(id), names.to(id), sink);
    };
  }

  /** The index of the names after a change: it finds what a fresh index of them would find. */
  NameIndex with(Collection<Trusted> added, Collection<String> removed, Suffixes psl) {
    if (added.size() > MAX_LATE) {
      return new NameIndex(Names.of(after(added, removed), psl));
    }
    Names changed = names.with(added, removed, psl);
    if (changed.ids() - late > MAX_LATE) {
      return new NameIndex(Names.of(after(added, removed), psl));
    }
    int[] ids =
        IntStream.range(late, changed.ids())
            .boxed()
            .sorted(changed::compare)
            .mapToInt(id -> id)
            .toArray();
    NameIndex next =
        new NameIndex(
            changed,
            postings.with(changed, ids, changed.gone(), hashes(changed)),
            late,
            (BitSet) providers.clone(),
            (BitSet) sites.clone(),
            Arrays.copyOf(namesakes, changed.ids()));
    for (int id = names.ids(); id < changed.ids(); id++) {
      next.know(id);
    }
    Set<String> heads = new HashSet<>();
    added.forEach(t -> heads.add(changed.head(changed.indexOf(t.name(), 0))));
    removed.stream()
        .map(name -> names.indexOf(name, 0))
        .filter(id -> id >= 0)
        .forEach(id -> heads.add(names.head(id)));
    heads.forEach(next::countNamesakes);
    return next;
  }

  private List<Trusted> after(Collection<Trusted> added, Collection<String> removed) {
    Map<String, Trusted> all = HashMap.newHashMap(names.size() + added.size());
    for (int id = 0; id < names.ids(); id++) {
      if (!names.gone().get(id)) {
        all.put(names.name(id), names.trusted(id));
      }
    }
    all.keySet().removeAll(new HashSet<>(removed));
    added.forEach(t -> all.put(t.name(), t));
    return List.copyOf(all.values());
  }

  /** Only while this index is being made. */
  private void countNamesakes(String head) {
    BitSet same = new BitSet();
    new Variants()
        .exactHead(
            head.toCharArray(),
            0,
            head.length(),
            h ->
                postings.all(
                    h,
                    id -> {
                      if (names.head(id).equals(head)) {
                        same.set(id);
                      }
                    }));
    int others = same.cardinality() - 1;
    same.stream().forEach(id -> namesakes[id] = others);
  }

  Names names() {
    return names;
  }

  Postings postings() {
    return postings;
  }

  /** Whether the name is a well-known mail provider. */
  boolean isProvider(int id) {
    return providers.get(id);
  }

  /** Whether the name is a site that everybody knows. */
  boolean isSite(int id) {
    return sites.get(id);
  }

  int namesakes(int id) {
    return Math.min(127, namesakes[id]);
  }
}
