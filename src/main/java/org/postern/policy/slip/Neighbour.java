package org.postern.policy.slip;

import java.util.List;
import java.util.Objects;

/**
 * A domain one likely slip away from a trusted one: {@code army.ml} beside {@code army.mil}.
 *
 * @param name the neighbour, lower-case A-label form
 * @param trusted the trusted name it would be taken for
 * @param slips the edits that lead from the trusted name to this one
 * @param ending its top-level domain: whether it exists, so that mail could arrive there, and whose
 *     it is
 * @param sameRegistry whether it lies in the closed registry of the trusted name itself ({@code
 *     amry.mil}), which gives no name to strangers
 */
public record Neighbour(
    String name, String trusted, List<Slip> slips, TopLevel ending, boolean sameRegistry) {
  public Neighbour {
    Objects.requireNonNull(name);
    Objects.requireNonNull(trusted);
    slips = List.copyOf(slips);
  }

  /** Whether the top-level domain of the neighbour exists. */
  public boolean suffixExists() {
    return ending.exists();
  }

  /** Whether a stranger may own it, so that mail for it may arrive with one. */
  public boolean reachable() {
    return ending.exists() && !sameRegistry;
  }
}
