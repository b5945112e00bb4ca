package org.postern.policy.slip;

import java.util.Objects;

/**
 * One edit between the domain that was typed and the domain that was meant. Replacing {@code typed}
 * by {@code meant} at {@code at} in the shown form of the typed domain undoes the slip; undoing all
 * slips of a {@link Resemblance}, last first, gives the domain meant.
 *
 * @param kind what went wrong
 * @param typed the letters as typed, empty when letters are missing
 * @param meant the letters as meant, empty when there are letters too many
 * @param at 0-based offset (UTF-16 units) in the shown (U-label) form of the typed domain, see
 *     {@link Resemblance#shown()}
 * @param weight how rare the edit is, in nats: the negative log of how often people slip so. 0 for
 *     what a fixed rule found and for letters that only look like the ones meant
 */
public record Slip(SlipKind kind, String typed, String meant, int at, double weight) {
  public Slip {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(typed);
    Objects.requireNonNull(meant);
  }

  /** The slip in an officer's words, with the letters: {@code one letter left out: “i”}. */
  public String sentence() {
    return kind.sentence(typed, meant);
  }
}
