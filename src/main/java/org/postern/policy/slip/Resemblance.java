package org.postern.policy.slip;

import java.util.List;

/**
 * A typed name looks like a trusted one.
 *
 * @param meant the full name meant, such as {@code us.army.mil}
 * @param trusted the listed name that it falls under, such as {@code army.mil}
 * @param score 0 to 1, how sure
 */
public record Resemblance(
    String typed, String meant, String trusted, List<Slip> slips, double score) {
  public Resemblance {
    slips = List.copyOf(slips);
  }
}
