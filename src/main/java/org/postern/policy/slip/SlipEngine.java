package org.postern.policy.slip;

import java.util.Collection;
import java.util.List;

/** Which trusted name a typed one resembles. Immutable, safe for any number of threads. */
public final class SlipEngine {

  private SlipEngine() {}

  public static SlipEngine of(Collection<Trusted> trusted, Sensitivity sensitivity) {
    return new SlipEngine();
  }

  /**
   * The trusted names that the typed one resembles, best first; empty if none, or if it is trusted
   * itself.
   */
  public List<Resemblance> resemblances(String typedDomain) {
    return List.of();
  }

  /** The likeliest slips of one trusted name, likeliest first. */
  public List<Neighbour> neighbours(String trustedName, int limit) {
    return List.of();
  }

  /** Versions of the tables that answers rest on. */
  public String dataVersion() {
    return "none";
  }
}
