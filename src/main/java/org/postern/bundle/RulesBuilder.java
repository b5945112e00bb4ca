package org.postern.bundle;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Disposition;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;

/**
 * Turns a policy into lookups. Postfix asks for {@code user@domain}, {@code domain}, {@code
 * .domain}, {@code .parent} … and takes the first answer (transport(5)); the rules are made so that
 * this answer is {@link Policy#judge}'s for every name that an entry covers and for every neighbour
 * that is enumerated. Linear in entries, which it keeps no rules of. Used once.
 */
final class RulesBuilder {
  /** In order, and not given yet. */
  private final Deque<Rule> lookalikes;

  private final Consumer<Rule> out;

  private RulesBuilder(List<Rule> lookalikes, Consumer<Rule> out) {
    this.lookalikes = new ArrayDeque<>(lookalikes);
    this.out = out;
  }

  /**
   * Gives the rules in the order of the file.
   *
   * @param entries all of the policy's
   * @param neighboursPerName at most so many lookalikes for each trusted name
   * @throws BundleException {@code NOT_EXPRESSIBLE}
   */
  static void build(Policy policy, KeyedEntry[] entries, int neighboursPerName, Consumer<Rule> out)
      throws BundleException {
    RulesBuilder builder = new RulesBuilder(lookalikes(policy, entries, neighboursPerName), out);
    int from = 0;
    for (int i = 1; i <= entries.length; i++) {
      if (i == entries.length || !entries[i].key().equals(entries[from].key())) {
        builder.addGroup(entries[from].key(), entries, from, i);
        from = i;
      }
    }
    builder.lookalikes.forEach(out);
  }

  /** All entries that speak of one domain, or of one address. */
  private void addGroup(String key, KeyedEntry[] entries, int from, int to) throws BundleException {
    Entry address = null;
    Entry exact = null;
    Entry subtree = null;
    Entry under = null;
    for (int i = from; i < to; i++) {
      Entry e = entries[i].entry();
      switch (e.pattern()) {
        case EntryPattern.Address _ -> address = stronger(address, e);
        case EntryPattern.Exact _ -> exact = stronger(exact, e);
        case EntryPattern.Subtree _ -> subtree = stronger(subtree, e);
        case EntryPattern.Under _ -> under = stronger(under, e);
      }
    }
    addLookalikesUpTo(key);
    if (address != null) {
      if (!Grammar.isAddress(key)) {
        throw notExpressible(key);
      }
      out.accept(rule(address, Rule.Coverage.ADDRESS, key));
    }
    Entry itself = exact != null ? exact : subtree;
    Entry below = subtree == null ? under : under == null ? subtree : stronger(subtree, under);
    if (itself != null && below != null && kind(itself) == kind(below)) {
      out.accept(rule(itself, Rule.Coverage.BOTH, key));
      return;
    }
    if (itself != null) {
      out.accept(rule(itself, Rule.Coverage.EXACT, key));
    }
    if (below != null) {
      out.accept(rule(below, Rule.Coverage.SUB, key));
    }
  }

  /** At equal specificity blocked wins; between equals as {@code Policy} has it. */
  private static Entry stronger(@Nullable Entry a, Entry b) {
    return a != null && a.listing() == Listing.BLOCKED ? a : b;
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

  private void addLookalikesUpTo(String key) {
    while (!lookalikes.isEmpty() && lookalikes.getFirst().key().compareTo(key) <= 0) {
      out.accept(lookalikes.removeFirst());
    }
  }

  /**
   * Each neighbour as the policy itself judges it: whether it is near enough to be held, which
   * trusted name is meant when it resembles several, whether that one is only watched, the engine
   * says, not the list of neighbours.
   */
  private static List<Rule> lookalikes(Policy policy, KeyedEntry[] entries, int perName) {
    if (perName == 0) {
      return List.of();
    }
    Set<String> neighbours = new LinkedHashSet<>();
    policy.neighbours(perName).forEach(n -> neighbours.add(n.name()));
    Set<String> coveredBelow = new HashSet<>();
    for (KeyedEntry keyed : entries) {
      boolean below =
          switch (keyed.entry().pattern()) {
            case EntryPattern.Subtree _, EntryPattern.Under _ -> true;
            case EntryPattern.Exact _, EntryPattern.Address _ -> false;
          };
      if (below && neighbours.contains(keyed.key())) {
        coveredBelow.add(keyed.key());
      }
    }
    return neighbours.parallelStream()
        .flatMap(name -> lookalike(policy, name, coveredBelow.contains(name)))
        .sorted(Comparator.comparing(Rule::key))
        .toList();
  }

  private static Stream<Rule> lookalike(Policy policy, String name, boolean coveredBelow) {
    if (!(policy.judge(name) instanceof Verdict.Lookalike itself)) {
      return Stream.empty();
    }
    // An entry for what is below the name comes first; what is below it may also look like nothing
    // any more.
    boolean below =
        !coveredBelow
            && policy.judge("hq." + name) instanceof Verdict.Lookalike sub
            && sub.disposition() == itself.disposition();
    boolean held = itself.disposition() == Disposition.HOLD;
    return Stream.of(
        new Rule(
            held ? Rule.Kind.LOOKALIKE : Rule.Kind.MONITOR,
            below ? Rule.Coverage.BOTH : Rule.Coverage.EXACT,
            name,
            held ? itself.best().trusted() : Rule.NOTHING_MEANT));
  }
}
