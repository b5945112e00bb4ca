package org.postern.policy;

import java.util.Locale;

/** Which list an entry is on. */
public enum Listing {
  TRUSTED,
  BLOCKED;

  /** The word for it in files, JSON and on screen. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
