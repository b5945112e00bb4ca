package org.postern.officer;

import java.util.Locale;

/** What an officer is there for. One person may have several; the roster says which. */
public enum Role {
  /** Looks at lists, verdicts and held mail's envelopes. */
  VIEWER("viewer", "sees lists and verdicts"),
  /** Reads held mail and decides about it. */
  REVIEWER("reviewer", "reads held mail and decides about it"),
  /** Proposes changes of the lists. */
  EDITOR("list editor", "proposes changes of the lists"),
  /** Approves what others proposed and signs bundles. */
  APPROVER("approver", "approves what others propose, signs bundles"),
  /** Reads and exports the record of acts. */
  AUDITOR("auditor", "reads and exports the record"),
  /** Sets up the console and keeps the roster. */
  ADMINISTRATOR("administrator", "sets up the console, keeps the roster");

  private final String label;
  private final String meaning;

  Role(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** For officers: "list editor". */
  public String label() {
    return label;
  }

  /** What the role is for, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** The word for it in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
