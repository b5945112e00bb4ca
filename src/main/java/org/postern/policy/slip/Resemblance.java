package org.postern.policy.slip;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A typed domain taken for a trusted one.
 *
 * @param typed the domain as it was given to the engine
 * @param meant the full name meant, {@code us.army.mil}
 * @param trusted the trusted name behind it, {@code army.mil}
 * @param slips the edits, in reading order; never empty
 * @param score how surely this is a slip, 0 to 1
 */
public record Resemblance(
    String typed, String meant, String trusted, List<Slip> slips, double score) {
  /** Odds by which the best answer must beat the second before it counts as the only one. */
  private static final double CLEAR_LEAD = 3;

  public Resemblance {
    Objects.requireNonNull(typed);
    Objects.requireNonNull(meant);
    Objects.requireNonNull(trusted);
    slips = List.copyOf(slips);
  }

  /**
   * The typed domain as the offsets of the slips count it: in U-label form, without a trailing dot.
   */
  public String shown() {
    return Folded.of(typed).shown();
  }

  /**
   * How much likelier this is than {@code other}: the ratio of the odds; above 1 this one leads.
   */
  public double lead(Resemblance other) {
    return odds(score) / odds(other.score);
  }

  /**
   * By how much the first of a list, best first, leads the second: the natural log of {@link
   * #lead}; empty if there is no second.
   */
  public static OptionalDouble margin(List<Resemblance> bestFirst) {
    return bestFirst.size() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(StrictMath.log(bestFirst.get(0).lead(bestFirst.get(1))));
  }

  /** True if the first two of a list, best first, are too close to call: "ambiguous: X or Y". */
  public static boolean ambiguous(List<Resemblance> bestFirst) {
    return bestFirst.size() > 1 && bestFirst.get(0).lead(bestFirst.get(1)) < CLEAR_LEAD;
  }

  private static double odds(double score) {
    double p = Math.clamp(score, 1e-9, 1 - 1e-9);
    return p / (1 - p);
  }
}
