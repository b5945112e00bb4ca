package org.postern.policy.slip;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A domain one likely slip away from a trusted one: {@code army.ml} beside {@code army.mil}.
 *
 * @param name the neighbour, lower-case A-label form
 * @param trusted the trusted name it would be taken for
 * @param slips the edits that lead from the trusted name to this one
 * @param suffixExists whether the top-level domain of the neighbour exists, so that mail could
 *     arrive there
 * @param country English name of the country or territory of a country-code TLD, null for other
 *     TLDs
 */
public record Neighbour(
    String name, String trusted, List<Slip> slips, boolean suffixExists, @Nullable String country) {
  public Neighbour {
    Objects.requireNonNull(name);
    Objects.requireNonNull(trusted);
    slips = List.copyOf(slips);
  }
}
