package org.postern.policy;

import java.time.Instant;
import java.util.AbstractCollection;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.policy.slip.Trusted;

/**
 * Finds the entry that decides: the most specific pattern wins (address, exact, longer suffix,
 * shorter suffix, top-level domain); at equal specificity blocked wins. A change makes a small
 * table in front of the large one, whose rows it replaces. Immutable.
 */
final class EntryIndex {

  /** A table in front that grew beyond this is merged with the one behind it. */
  static final int MAX_IN_FRONT = 1000;

  private final EntryTable base;

  /** Rows of the base with trust that ends. */
  private final int[] ending;

  private final EntryTable front;

  /** Rows of the base that the table in front replaces. */
  private final BitSet replaced;

  private final int size;

  /** When the first trust ends; later this index says too much. */
  private final Instant until;

  private EntryIndex(EntryTable base, int[] ending, EntryTable front, BitSet replaced) {
    this.base = base;
    this.ending = ending;
    this.front = front;
    this.replaced = replaced;
    int hidden = replaced.stream().map(row -> base.stories(row).size()).sum();
    this.size = base.entries() - hidden + front.entries();
    Instant first = Instant.MAX;
    for (int row : ending) {
      first = replaced.get(row) ? first : earlier(first, end(base.stories(row)));
    }
    for (int row = 0; row < front.rows(); row++) {
      first = earlier(first, end(front.stories(row)));
    }
    this.until = first;
  }

  static EntryIndex of(Iterable<Entry> entries, Instant at) {
    var table = new EntryTable.Builder();
    for (Entry e : entries) {
      if (e.inForce(at)) {
        table.add(e);
      }
    }
    return of(table.build());
  }

  private static EntryIndex of(EntryTable base) {
    int[] ending =
        IntStream.range(0, base.rows())
            .filter(row -> end(base.stories(row)).isBefore(Instant.MAX))
            .toArray();
    return new EntryIndex(base, ending, new EntryTable.Builder(base).build(), new BitSet());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** When the first trust of a name ends. */
  private static Instant end(List<Story> said) {
    Instant end = Instant.MAX;
    for (Story s : said) {
      Instant expires = s.expires();
      end = s.listing() == Listing.TRUSTED && expires != null ? earlier(end, expires) : end;
    }
    return end;
  }

  /** When the first trust ends: from then on this is not what is in force. */
  Instant until() {
    return until;
  }

  /** What is said of each name that a change touches, by the name; an empty list is nothing. */
  Map<String, List<Story>> changes(Collection<Entry> removed, Collection<Entry> added, Instant at) {
    Map<String, List<Story>> changes = new LinkedHashMap<>();
    if (!at.isBefore(until)) {
      for (int row : ending) {
        if (!replaced.get(row)) {
          lapse(base.key(row), base.stories(row), at, changes);
        }
      }
      for (int row = 0; row < front.rows(); row++) {
        lapse(front.key(row), front.stories(row), at, changes);
      }
    }
    for (Entry e : removed) {
      changes.compute(Story.key(e.pattern()), (key, said) -> without(said, key, Story.of(e)));
    }
    for (Entry e : added) {
      Story story = Story.of(e);
      changes.compute(
          Story.key(e.pattern()),
          (key, said) -> {
            // What is over already still takes the place of what it was.
            List<Story> others = without(said, key, story);
            return story.inForce(at) ? EntryTable.with(others, story, true) : others;
          });
    }
    return changes;
  }

  private List<Story> without(@Nullable List<Story> known, String key, Story gone) {
    List<Story> said = known == null ? said(key) : known;
    return said.stream()
        .filter(s -> s.form() != gone.form() || s.listing() != gone.listing())
        .toList();
  }

  private static void lapse(
      String key, List<Story> said, Instant at, Map<String, List<Story>> changes) {
    List<Story> kept = said.stream().filter(s -> s.inForce(at)).toList();
    if (kept.size() < said.size()) {
      changes.put(key, kept);
    }
  }

  /** This index with what is said of some names replaced. */
  EntryIndex with(Map<String, List<Story>> changes) {
    Map<String, List<Story>> ahead = new LinkedHashMap<>();
    for (int row = 0; row < front.rows(); row++) {
      ahead.put(front.key(row), front.stories(row));
    }
    ahead.putAll(changes);
    if (ahead.size() > MAX_IN_FRONT) {
      return merged(changes);
    }
    var table = new EntryTable.Builder(base);
    ahead.forEach(table::put);
    BitSet hidden = (BitSet) replaced.clone();
    for (String key : changes.keySet()) {
      int row = base.row(EntryTable.bytes(key));
      if (row >= 0) {
        hidden.set(row);
      }
    }
    return new EntryIndex(base, ending, table.build(), hidden);
  }

  private EntryIndex merged(Map<String, List<Story>> changes) {
    var table = new EntryTable.Builder();
    each(
        (key, said) -> {
          if (!changes.containsKey(key)) {
            table.put(key, said);
          }
        });
    changes.forEach(
        (key, said) -> {
          if (!said.isEmpty()) {
            table.put(key, said);
          }
        });
    return of(table.build());
  }

  /** All that is said of one name or address. */
  List<Story> said(String key) {
    byte[] name = EntryTable.bytes(key);
    List<Story> said = said(base.hash(name, 0), name, 0);
    return said == null ? List.of() : said;
  }

  private @Nullable List<Story> said(long hash, byte[] key, int from) {
    List<Story> ahead = front.rows() == 0 ? null : front.get(hash, key, from);
    return ahead != null ? ahead : base.get(hash, key, from);
  }

  /**
   * @param localPart of the address, or null for a bare domain
   */
  @Nullable Entry deciding(@Nullable String localPart, DomainName domain) {
    String name = domain.ascii();
    if (localPart != null && (base.hasAddresses() || front.hasAddresses())) {
      String address = localPart.toLowerCase(Locale.ROOT) + "@" + name;
      Story story = Story.deciding(said(address), Story.Form.ADDRESS);
      if (story != null) {
        return story.entry(address);
      }
    }
    byte[] key = EntryTable.bytes(name);
    Story found = null;
    int foundFrom = 0;
    long hash = 0;
    for (int from = key.length - 1; from >= 0; from--) {
      hash = base.longer(hash, key[from]);
      if (from == 0 || key[from - 1] == '.') {
        List<Story> said = said(hash, key, from);
        Story story =
            said == null
                ? null
                : from == 0 ? Story.decidingItself(said) : Story.decidingBelow(said);
        if (story != null) {
          found = story;
          foundFrom = from;
        }
      }
    }
    return found == null ? null : found.entry(name.substring(foundFrom));
  }

  /** What would decide where a pattern speaks, if it were not there itself. */
  Optional<Entry> covering(EntryPattern pattern) {
    String name = pattern.domain().ascii();
    Story.Form form = Story.of(Entry.of(Listing.TRUSTED, pattern)).form();
    if (form == Story.Form.SUBTREE && Story.deciding(said(name), Story.Form.UNDER) != null) {
      return Optional.empty(); // one would decide for the name, another below it
    }
    Story own = Story.beside(said(name), form);
    if (own != null) {
      return Optional.of(own.entry(name));
    }
    byte[] key = EntryTable.bytes(name);
    for (int from = name.indexOf('.') + 1; from > 0; from = name.indexOf('.', from) + 1) {
      List<Story> said = said(base.hash(key, from), key, from);
      Story wider = said == null ? null : Story.decidingBelow(said);
      if (wider != null) {
        return Optional.of(wider.entry(name.substring(from)));
      }
    }
    return Optional.empty();
  }

  /** The trusted entry whose pattern speaks of exactly this domain, however it covers it. */
  Optional<Entry> trusting(String name) {
    return Story.trusting(said(name)).map(s -> s.entry(name));
  }

  /** The trusted names as the slip engine wants them. */
  Set<Trusted> trusted() {
    Set<Trusted> trusted = new HashSet<>();
    each((key, said) -> trusted(key, said).ifPresent(trusted::add));
    return trusted;
  }

  /**
   * How much of a name is trusted. A whole top-level domain is trusted without being a name that
   * people slip from; a trusted address says nothing about its domain.
   */
  static Optional<Trusted> trusted(String name, List<Story> said) {
    boolean below =
        name.indexOf('.') >= 0
            && (trusts(said, Story.Form.SUBTREE) || trusts(said, Story.Form.UNDER));
    return below || trusts(said, Story.Form.EXACT)
        ? Optional.of(new Trusted(name, below))
        : Optional.empty();
  }

  private static boolean trusts(List<Story> said, Story.Form form) {
    Story story = Story.deciding(said, form);
    return story != null && story.listing() == Listing.TRUSTED;
  }

  private void each(BiConsumer<String, List<Story>> sink) {
    for (int row = replaced.nextClearBit(0);
        row < base.rows();
        row = replaced.nextClearBit(row + 1)) {
      sink.accept(base.key(row), base.stories(row));
    }
    for (int row = 0; row < front.rows(); row++) {
      sink.accept(front.key(row), front.stories(row));
    }
  }

  /** The entries, each made when it is asked for. */
  Collection<Entry> entries() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<Entry> iterator() {
        IntStream behind = IntStream.range(0, base.rows()).filter(row -> !replaced.get(row));
        return Stream.concat(
                behind.boxed().flatMap(row -> entries(base, row)),
                IntStream.range(0, front.rows()).boxed().flatMap(row -> entries(front, row)))
            .iterator();
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private static Stream<Entry> entries(EntryTable table, int row) {
    String key = table.key(row);
    return table.stories(row).stream().map(s -> s.entry(key));
  }
}
