package org.postern.policy.slip;

/**
 * How readily a domain counts as a lookalike. The operating points were chosen on open data; {@code
 * docs/slip-engine.md} has the curves and the command that reproduces them.
 */
public enum Sensitivity {
  /** Few false alarms: about one in 500 strange but legitimate domains is held. */
  CAUTIOUS,
  /** The default: fewer than one in 200 legitimate domains is held. */
  BALANCED,
  /** Catches the most: about one in 100 legitimate domains is held. */
  STRICT
}
