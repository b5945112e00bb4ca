package org.postern.policy.slip;

/** How readily the engine calls a name a lookalike. */
public enum Sensitivity {
  CAUTIOUS,
  BALANCED,
  STRICT
}
