package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The top-level domains that exist one edit away from a trusted one: what mail for a whole TLD may
 * slip into. Stateless.
 */
final class Endings {

  private Endings() {}

  private record Near(Neighbour neighbour, int price) {}

  /** Likeliest first; ties in the order of the alphabet. */
  static List<Neighbour> near(String tld, Weights weights, Suffixes psl) {
    Folded meant = Folded.of(tld);
    Aligner aligner = new Aligner(weights.prices());
    List<Near> near = new ArrayList<>();
    for (String other : psl.topLevel()) {
      Folded typed = Folded.of(other);
      int apart = Math.abs(typed.key().length - meant.key().length);
      if (other.equals(tld) || !typed.isPlain() || !meant.isPlain() || apart > 1) {
        continue;
      }
      Reading reading =
          aligner.align(
              typed.key(),
              0,
              typed.key().length,
              meant.key(),
              0,
              meant.key().length,
              Integer.MAX_VALUE / 8);
      if (reading != null && reading.steps().size() == 1) {
        List<Slip> slips = Explainer.explain(typed, meant, 0, 0, reading);
        near.add(
            new Near(new Neighbour(other, tld, slips, TopLevel.of(other), false), reading.cost()));
      }
    }
    near.sort(Comparator.comparingInt(Near::price).thenComparing(n -> n.neighbour().name()));
    return near.stream().map(Near::neighbour).toList();
  }
}
