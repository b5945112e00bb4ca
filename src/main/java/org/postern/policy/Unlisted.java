package org.postern.policy;

import java.util.Locale;

/**
 * What happens to a domain that no entry covers and that resembles nothing: deliver, or hold in
 * strict mode.
 */
public enum Unlisted {
  DELIVER,
  HOLD;

  /** The word for it in files, JSON and on screen. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
