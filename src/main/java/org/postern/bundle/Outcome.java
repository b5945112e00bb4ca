package org.postern.bundle;

import java.util.Locale;
import java.util.Optional;
import org.postern.policy.Disposition;
import org.postern.policy.Verdict;

/**
 * What a gateway does with mail for one recipient: deliver it, or hold it, and then in which class.
 */
public enum Outcome {
  DELIVER,
  BLOCKED,
  LOOKALIKE,
  UNLISTED;

  /** The word in manifests and in {@code X-Postern-Divert}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a gateway that knew the engine would do; empty for what is no address at all, which no
   * bundle speaks of.
   */
  public static Optional<Outcome> of(Verdict verdict) {
    if (verdict.disposition() == Disposition.DELIVER) {
      return Optional.of(DELIVER);
    }
    return switch (verdict) {
      case Verdict.Blocked _ -> Optional.of(BLOCKED);
      case Verdict.Lookalike _ -> Optional.of(LOOKALIKE);
      case Verdict.Unlisted _ -> Optional.of(UNLISTED);
      case Verdict.Trusted _, Verdict.Malformed _ -> Optional.empty();
    };
  }

  /** The outcome of a word; empty if there is none. */
  public static Optional<Outcome> ofWord(String word) {
    for (Outcome outcome : values()) {
      if (outcome.word().equals(word)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}
