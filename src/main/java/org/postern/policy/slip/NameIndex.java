package org.postern.policy.slip;

import java.util.BitSet;
import java.util.HashMap;

/** The trusted names with the postings that find them again after a slip. Immutable. */
final class NameIndex {

  private final Names names;
  private final Postings postings;
  private final BitSet providers;
  private final BitSet sites;

  /**
   * How many trusted names share the head with this one, itself not counted: yahoo.com,
   * yahoo.co.jp, …
   */
  private final byte[] namesakes;

  NameIndex(Names names) {
    this.names = names;
    Variants variants = new Variants();
    char[] letters = names.letters();
    this.postings =
        Postings.of(
            names.size(),
            (id, sink) -> {
              if (names.isTopLevel(id)) {
                return;
              }
              variants.head(letters, names.from(id), names.headTo(id), sink);
              variants.shortHead(
                  letters, names.from(id), names.headTo(id), names.suffix(id).hashCode(), sink);
              variants.whole(letters, names.from(id), names.to(id), sink);
            });
    this.providers = new BitSet(names.size());
    this.sites = new BitSet(names.size());
    for (int id = 0; id < names.size(); id++) {
      providers.set(id, WellKnown.SHIPPED.isProvider(names.key(id)));
      sites.set(id, WellKnown.SHIPPED.isSite(names.key(id)));
    }
    this.namesakes = new byte[names.size()];
    var sameHead = new HashMap<String, Integer>();
    for (int id = 0; id < names.size(); id++) {
      sameHead.merge(names.head(id), 1, Integer::sum);
    }
    for (int id = 0; id < names.size(); id++) {
      namesakes[id] = (byte) Math.min(127, sameHead.getOrDefault(names.head(id), 1) - 1);
    }
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
    return namesakes[id];
  }
}
