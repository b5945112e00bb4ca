package org.postern.quarantine;

import java.util.Locale;

/** Why a gateway held a copy, as it wrote it; the console computes the exact proof itself. */
public enum HeldClass {
  LOOKALIKE,
  BLOCKED,
  UNLISTED,
  /** The copy carries no believable word of a gateway. It is shown all the same. */
  UNKNOWN;

  static HeldClass of(String word) {
    return switch (word) {
      case "lookalike" -> LOOKALIKE;
      case "blocked" -> BLOCKED;
      case "unlisted" -> UNLISTED;
      default -> UNKNOWN;
    };
  }

  /** As gateways write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
