package org.postern.policy;

import java.util.Locale;

/**
 * Whether an entry acts: a monitored block, or a lookalike of a monitored trusted name, is
 * delivered and reported, not held.
 */
public enum Mode {
  ENFORCE,
  MONITOR;

  /** The word for it in files, JSON and on screen. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
