package org.postern.store;

import java.util.Locale;

/** How an entry from elsewhere relates to what is on the lists now. */
public enum Standing {
  /** Nothing here speaks of it. */
  NEW,
  /** On the same list with another note, owner, source, expiry or mode. */
  CHANGED,
  /** On the other list. */
  CONFLICTING,
  /** On no list itself, but a wider entry of the same list covers it already. */
  COVERED,
  /** There already, or said twice. */
  PRESENT;

  /** The word for it in files and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
