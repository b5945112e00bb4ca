package org.postern.policy.slip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name one slip away from a trusted one.
 *
 * @param country the country of its country-code top-level domain, in English, or null
 */
public record Neighbour(
    String name, String trusted, List<Slip> slips, boolean suffixExists, @Nullable String country) {
  public Neighbour {
    slips = List.copyOf(slips);
  }
}
