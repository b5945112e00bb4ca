package org.postern.store;

import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/**
 * What decides beside the lists; part of every revision.
 *
 * @param known whether known names count, see {@link Known}
 */
public record Rules(Unlisted unlisted, Sensitivity sensitivity, boolean known) {
  Rules withKnown(boolean now) {
    return new Rules(unlisted, sensitivity, now);
  }

  public Rules with(Unlisted now) {
    return new Rules(now, sensitivity, known);
  }

  public Rules with(Sensitivity now) {
    return new Rules(unlisted, now, known);
  }

  /** As one reads them in a change. */
  public String words() {
    return "sensitivity "
        + sensitivity.word()
        + ", unlisted domains are "
        + switch (unlisted) {
          case DELIVER -> "delivered";
          case HOLD -> "held";
        }
        + (known ? ", known names count" : "");
  }
}
