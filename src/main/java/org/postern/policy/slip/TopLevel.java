package org.postern.policy.slip;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ending of a domain, its top-level domain, as the shipped list of them knows it. Immutable.
 *
 * @param name the last label, lower-case A-label form, {@code ml}
 * @param exists whether there is such a top-level domain, so that mail could arrive there
 * @param country English name of the country or territory whose ending it is, null for others
 */
public record TopLevel(String name, boolean exists, @Nullable String country) {
  public TopLevel {
    Objects.requireNonNull(name);
  }

  /** The ending of a domain in A-label form; a single label is its own ending. */
  public static TopLevel of(String domain) {
    int end = domain.endsWith(".") ? domain.length() - 1 : domain.length();
    String name =
        domain.substring(domain.lastIndexOf('.', end - 1) + 1, end).toLowerCase(Locale.ROOT);
    Suffixes psl = Suffixes.SHIPPED;
    return new TopLevel(name, psl.topLevelExists(name), psl.countryOf(name));
  }
}
