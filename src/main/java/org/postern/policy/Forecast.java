package org.postern.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postern.policy.slip.Neighbour;

/**
 * What a trusted name may collide with: its likeliest slips, the most dangerous first, and what
 * becomes of mail for each. Immutable.
 *
 * @param name the trusted name, or a whole top-level domain
 * @param topLevel whether it is one: then each neighbour is a top-level domain too
 * @param risks where mail may arrive with a stranger first, then what lies in the same closed
 *     registry, then what does not exist; the likeliest of each first
 */
public record Forecast(DomainName name, boolean topLevel, List<Risk> risks) {

  public Forecast {
    risks = List.copyOf(risks);
  }

  /**
   * One neighbour.
   *
   * @param covered the entry that decides about it already
   * @param verdict what the policy says of it, or of any name under it, with the trusted name on
   *     the lists
   */
  public record Risk(Neighbour neighbour, Optional<Entry> covered, Verdict verdict) {

    /** Whether a block would add anything: strangers may own it, and no entry speaks of it. */
    public boolean open() {
      return neighbour.reachable() && covered.isEmpty();
    }

    /** Whether the slip engine holds it without an entry. */
    public boolean heldAnyway() {
      return verdict instanceof Verdict.Lookalike && verdict.disposition() == Disposition.HOLD;
    }
  }

  /**
   * @param near likeliest first
   * @param policy with the name on its lists
   */
  static Forecast of(DomainName name, List<Neighbour> near, Policy policy, int limit) {
    List<Risk> risks =
        near.stream()
            .sorted(Comparator.comparingInt(Forecast::remoteness)) // stable
            .limit(limit)
            .flatMap(n -> risk(n, policy).stream())
            .toList();
    return new Forecast(name, name.isTopLevel(), risks);
  }

  private static Optional<Risk> risk(Neighbour n, Policy policy) {
    boolean topLevel = n.name().indexOf('.') < 0;
    // A bare ending is no domain that mail could go to: ask about any name under it.
    return DomainName.parse(topLevel ? "any." + n.name() : n.name())
        .ok()
        .map(d -> new Risk(n, policy.deciding(d), policy.judge(d.ascii())));
  }

  private static int remoteness(Neighbour n) {
    return n.reachable() ? 0 : n.suffixExists() ? 1 : 2;
  }

  /** The neighbours that a block would add something for. */
  public List<Risk> open() {
    return risks.stream().filter(Risk::open).toList();
  }
}
