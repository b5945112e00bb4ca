package org.postern.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Disposition;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
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

  /**
   * An entry with what it is sorted by, taken once: a million entries are compared twenty million
   * times.
   */
  private record Keyed(String key, Entry entry) {}

  private void addEntries() throws BundleException {
    Keyed[] entries =
        policy.entries().stream().map(e -> new Keyed(key(e), e)).toArray(Keyed[]::new);
    // The sort is stable: among entries of one pattern the order given decides, as it does in the
    // policy.
    Arrays.sort(entries, Comparator.comparing(Keyed::key));
    int from = 0;
    while (from < entries.length) {
      String key = entries[from].key();
      List<Entry> group = new ArrayList<>(1);
      while (from < entries.length && entries[from].key().equals(key)) {
        group.add(entries[from].entry());
        from++;
      }
      addGroup(key, group);
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

  /**
   * Each neighbour as the policy itself judges it: whether it is near enough to be held, which
   * trusted name is meant when it resembles several, whether that one is only watched, the engine
   * says, not the list of neighbours.
   */
  private void addNeighbours(List<Neighbour> neighbours) {
    List<String> names = neighbours.stream().map(Neighbour::name).distinct().toList();
    names.parallelStream().flatMap(this::lookalike).forEachOrdered(rules::add);
  }

  private Stream<Rule> lookalike(String name) {
    if (!(policy.judge(name) instanceof Verdict.Lookalike itself)) {
      return Stream.empty();
    }
    // An entry for what is below the name comes first; what is below it may also look like nothing
    // any more.
    boolean below =
        !coveredBelow.contains(name)
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
