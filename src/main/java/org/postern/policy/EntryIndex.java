package org.postern.policy;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry that decides: the most specific pattern wins (address, exact, longer suffix,
 * shorter suffix, top-level domain); at equal specificity blocked wins. Immutable once built.
 */
final class EntryIndex {

  private final Map<String, Entry> byPattern;

  EntryIndex(Collection<Entry> entries, Instant at) {
    byPattern = HashMap.newHashMap(entries.size());
    for (Entry e : entries) {
      if (e.inForce(at)) {
        byPattern.merge(e.pattern().text(), e, EntryIndex::blockedFirst);
      }
    }
  }

  private static Entry blockedFirst(Entry a, Entry b) {
    return a.listing() == Listing.BLOCKED ? a : b;
  }

  /**
   * @param localPart of the address, or null for a bare domain
   */
  Optional<Entry> deciding(@Nullable String localPart, DomainName domain) {
    String name = domain.ascii();
    Entry found =
        localPart == null ? null : byPattern.get(localPart.toLowerCase(Locale.ROOT) + "@" + name);
    if (found == null) {
      found = byPattern.get("=" + name);
    }
    for (int from = 0; found == null && from >= 0; ) {
      String suffix = name.substring(from);
      Entry subtree = byPattern.get(suffix);
      Entry under = from == 0 ? null : byPattern.get("*." + suffix);
      found = subtree == null ? under : under == null ? subtree : blockedFirst(subtree, under);
      int dot = name.indexOf('.', from);
      from = dot < 0 ? -1 : dot + 1;
    }
    return Optional.ofNullable(found);
  }

  /** The trusted entry whose pattern speaks of exactly this domain, however it covers it. */
  Optional<Entry> trusting(String name) {
    for (String prefix : new String[] {"", "=", "*."}) {
      Entry e = byPattern.get(prefix + name);
      if (e != null && e.listing() == Listing.TRUSTED) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  Collection<Entry> entries() {
    return byPattern.values();
  }
}
