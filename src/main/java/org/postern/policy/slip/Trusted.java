package org.postern.policy.slip;

import java.util.Objects;

/**
 * One trusted name as the engine sees it.
 *
 * @param name a domain in lower-case A-label form without a trailing dot, {@code army.mil}; a
 *     single label is a whole TLD
 * @param withSubdomains whether everything under the name is trusted too
 */
public record Trusted(String name, boolean withSubdomains) {
  public Trusted {
    Objects.requireNonNull(name);
  }
}
