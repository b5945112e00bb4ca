package org.postern.quarantine;

import java.util.Set;
import java.util.function.Function;

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

  /**
   * Puts keywords on the copy, for every IMAP client to see, and takes others off.
   *
   * @param change told the flags that the copy has now
   * @return false if the copy is gone, or the server does not keep keywords
   */
  boolean mark(HeldId id, Function<Set<String>, Keywords.Change> change) throws QuarantineException;

  /** Claims the copy for the console of that sign, before it is sent. */
  Claim claim(HeldId id, String sign) throws QuarantineException;
}
