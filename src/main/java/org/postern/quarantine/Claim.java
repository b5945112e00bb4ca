package org.postern.quarantine;

/** The answer to a console that wants to be the only one to send a copy. */
public enum Claim {
  /** It may: no other console will. */
  OURS,
  /** Another console claimed it first. */
  THEIRS,
  /** The mailbox says that it was decided already. */
  DECIDED,
  /** It is not in the box any more. */
  GONE
}
