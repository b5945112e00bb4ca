package org.postern.policy.slip;

import java.util.Locale;

/**
 * How readily a domain counts as a lookalike. The operating points were chosen on open data; {@code
 * docs/slip-engine.md} has the curves and the command that reproduces them.
 */
public enum Sensitivity {
  /** Few false alarms: about one in 500 strange but legitimate domains is held. */
  CAUTIOUS(
      "Few false alarms: holds about 94 of 100 typing slips, and 1 in 500 harmless strangers."),
  /** The default: fewer than one in 200 legitimate domains is held. */
  BALANCED("Recommended: holds about 97 of 100 typing slips, and 1 in 220 harmless strangers."),
  /** Catches the most: about one in 100 legitimate domains is held. */
  STRICT("Catches the most: holds about 98 of 100 typing slips, and 1 in 110 harmless strangers.");

  private final String stated;

  Sensitivity(String stated) {
    this.stated = stated;
  }

  /** The word for it in files, JSON and on screen. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its operating point in one sentence; a harmless stranger is a legitimate domain on no list. */
  public String stated() {
    return stated;
  }
}
