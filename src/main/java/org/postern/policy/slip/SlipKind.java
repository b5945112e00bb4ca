package org.postern.policy.slip;

import java.util.Locale;

/** One human or hostile way to turn a name into another. */
public enum SlipKind {
  OMISSION;

  /** The word for it in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
