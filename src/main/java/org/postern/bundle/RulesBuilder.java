package org.postern.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.slip.Neighbour;

/**
 * Turns a policy into lookups. Postfix asks for {@code user@domain}, {@code domain}, {@code
 * .domain}, {@code .parent} … and takes the first answer (transport(5)); the rules are made so that
 * this answer is {@link Policy#judge}'s for every name that an entry covers and for every neighbour
 * that is enumerated. Linear in entries and neighbours but for one sort. Used once.
 */
final class RulesBuilder {
  private final Policy policy;
  private final List<Rule> rules;
  private final Set<String> trustedWithBelow = new HashSet<>();
  private final Set<String> onlyWatched = new HashSet<>();
  private final Set<String> coveredBelow = new HashSet<>();

  private RulesBuilder(Policy policy) {
    this.policy = policy;
    this.rules = new ArrayList<>(policy.entries().size());
  }

  /**
   * The rules in the order of the file.
   *
   * @param neighboursPerName at most so many lookalikes for each trusted name
   * @throws BundleException {@code NOT_EXPRESSIBLE}
   */
  static List<Rule> rules(Policy policy, int neighboursPerName) throws BundleException {
    RulesBuilder builder = new RulesBuilder(policy);
    builder.addEntries();
    builder.addNeighbours(policy.neighbours(neighboursPerName));
    builder.rules.sort(Comparator.comparing(Rule::key).thenComparing(Rule::coverage));
    return builder.rules;
  }

  private void addEntries() throws BundleException {
    Entry[] entries = policy.entries().toArray(new Entry[0]);
    // The sort is stable: among entries of one pattern the order given decides, as it does in the
    // policy.
    Arrays.sort(entries, Comparator.comparing(RulesBuilder::key));
    int from = 0;
    while (from < entries.length) {
      String key = key(entries[from]);
      int to = from + 1;
      while (to < entries.length && key(entries[to]).equals(key)) {
        to++;
      }
      addGroup(key, Arrays.asList(entries).subList(from, to));
      from = to;
    }
  }

  private static String key(Entry entry) {
    return entry.pattern() instanceof EntryPattern.Address
        ? entry.pattern().text()
        : entry.pattern().domain().ascii();
  }

  /** All entries that speak of one domain, or of one address. */
  private void addGroup(String key, List<Entry> entries) throws BundleException {
    Entry address = null;
    Entry exact = null;
    Entry subtree = null;
    Entry under = null;
    for (Entry e : entries) {
      switch (e.pattern()) {
        case EntryPattern.Address _ -> address = stronger(address, e);
        case EntryPattern.Exact _ -> exact = stronger(exact, e);
        case EntryPattern.Subtree _ -> subtree = stronger(subtree, e);
        case EntryPattern.Under _ -> under = stronger(under, e);
      }
    }
    if (address != null) {
      if (!Grammar.isAddress(key)) {
        throw notExpressible(key);
      }
      rules.add(rule(address, Rule.Coverage.ADDRESS, key));
    }
    noteTrust(key, exact, subtree, under);
    Entry itself = exact != null ? exact : subtree;
    Entry below = subtree == null ? under : under == null ? subtree : stronger(subtree, under);
    if (below != null) {
      coveredBelow.add(key);
    }
    if (itself != null && below != null && kind(itself) == kind(below)) {
      rules.add(rule(itself, Rule.Coverage.BOTH, key));
      return;
    }
    if (itself != null) {
      rules.add(rule(itself, Rule.Coverage.EXACT, key));
    }
    if (below != null) {
      rules.add(rule(below, Rule.Coverage.SUB, key));
    }
  }

  /** At equal specificity blocked wins; between equals as {@code Policy} has it. */
  private static Entry stronger(@Nullable Entry a, Entry b) {
    return a != null && a.listing() == Listing.BLOCKED ? a : b;
  }

  private void noteTrust(
      String key, @Nullable Entry exact, @Nullable Entry subtree, @Nullable Entry under) {
    if (isTrusted(subtree) || isTrusted(under)) {
      trustedWithBelow.add(key);
    }
    for (Entry e : new Entry @Nullable [] {exact, subtree, under}) {
      if (e != null && isTrusted(e) && e.mode() == Mode.MONITOR) {
        onlyWatched.add(key);
      }
    }
  }

  private static boolean isTrusted(@Nullable Entry e) {
    return e != null && e.listing() == Listing.TRUSTED;
  }

  private static Rule.Kind kind(Entry e) {
    return switch (e.listing()) {
      case TRUSTED -> Rule.Kind.TRUSTED;
      case BLOCKED -> e.mode() == Mode.MONITOR ? Rule.Kind.MONITOR : Rule.Kind.BLOCKED;
    };
  }

  private static Rule rule(Entry e, Rule.Coverage coverage, String key) {
    return new Rule(kind(e), coverage, key, Rule.NOTHING_MEANT);
  }

  private static BundleException notExpressible(String address) {
    return new BundleException(
        BundleException.Reason.NOT_EXPRESSIBLE,
        "The entry for the address "
            + address
                .codePoints()
                .filter(c -> c > ' ' && c < 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            + " cannot be written into a gateway's map: the part before the @ may hold only a-z, 0-9 and ._+=~&/$*?^{|}'`- there. Remove"
            + " the entry, or list its domain instead.");
  }

  /** What is known of one lookalike, which may resemble several trusted names. */
  private record Lookalike(String meant, boolean below, boolean watched) {
    Lookalike and(Lookalike other) {
      return new Lookalike(meant, below || other.below, watched || other.watched);
    }
  }

  private void addNeighbours(List<Neighbour> neighbours) {
    Map<String, Lookalike> byName = LinkedHashMap.newLinkedHashMap(neighbours.size());
    for (Neighbour n : neighbours) {
      Lookalike found =
          new Lookalike(
              n.trusted(),
              trustedWithBelow.contains(n.trusted()),
              onlyWatched.contains(n.trusted()));
      byName.merge(n.name(), found, Lookalike::and);
    }
    byName.forEach(this::addLookalike);
  }

  private void addLookalike(String name, Lookalike lookalike) {
    // The policy does not hold the lookalikes of a name that it only watches; which name is meant,
    // the engine says.
    boolean delivered = Outcome.of(policy.judge(name)).equals(Optional.of(Outcome.DELIVER));
    if (delivered && !lookalike.watched()) {
      return; // a neighbour that the engine itself lets pass: a gateway must not be stricter
    }
    boolean monitored = delivered;
    // An entry for what is below the lookalike comes first.
    boolean both = lookalike.below() && !coveredBelow.contains(name);
    rules.add(
        new Rule(
            monitored ? Rule.Kind.MONITOR : Rule.Kind.LOOKALIKE,
            both ? Rule.Coverage.BOTH : Rule.Coverage.EXACT,
            name,
            monitored ? Rule.NOTHING_MEANT : lookalike.meant()));
  }
}
