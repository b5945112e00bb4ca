package org.postern.store;

import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;

/** One operation of a change of the lists. */
public sealed interface Op {
  /** A new entry; what is there already stays as it is. */
  record Add(Entry entry) implements Op {}

  /**
   * An entry as it shall be.
   *
   * @param since {@link Item#since} of what is edited; if that was changed again, the change fails
   */
  record Edit(Entry after, long since) implements Op {}

  /** An entry goes; {@code since} as for {@link Edit}. */
  record Remove(Listing listing, EntryPattern pattern, long since) implements Op {}

  /** A whole revision is taken back. */
  record Undo(long serial) implements Op {}

  /** Other rules beside the lists. */
  record SetRules(Rules rules) implements Op {}
}
