package org.postern.policy;

import java.util.Locale;

/** What the gateway does with mail for one recipient. */
public enum Disposition {
  DELIVER,
  HOLD,
  REJECT;

  /** The word for it in files, JSON and on screen. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
