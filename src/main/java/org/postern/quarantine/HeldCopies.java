package org.postern.quarantine;

import org.postern.quarantine.Quarantine.Filing;

/** Where the desk finds held copies and puts decided ones: one folder, or all of them. */
public interface HeldCopies {
  /**
   * The bytes as they lie in the box, trace block included.
   *
   * @throws QuarantineException if they cannot be had exactly as they were listed
   */
  byte[] fetch(HeldId id) throws QuarantineException;

  /**
   * Marks the copy and moves it out of the box, wherever it lies.
   *
   * @return false if it is in no box any more
   */
  boolean file(HeldId id, Filing filing) throws QuarantineException;
}
