package org.postern.officer;

import java.util.Collection;
import java.util.Set;

/**
 * What somebody wants to do, and which roles may. Checked where it is done, not where it is shown.
 */
public enum Right {
  /** Anything that every officer may. */
  LOOK("look at this"),
  READ_MAIL("read held mail"),
  DECIDE("decide about held mail"),
  PROPOSE("change the lists"),
  APPROVE("approve changes"),
  PUBLISH("publish bundles"),
  AUDIT("read and export the record"),
  ADMINISTER("change the setup or the roster");

  private final String act;

  Right(String act) {
    this.act = act;
  }

  /** "decide about held mail". */
  public String act() {
    return act;
  }

  /** The roles of which one is enough. */
  public Set<Role> roles() {
    return switch (this) {
      case LOOK -> Set.of(Role.values());
      case READ_MAIL -> Set.of(Role.REVIEWER, Role.AUDITOR);
      case DECIDE -> Set.of(Role.REVIEWER);
      case PROPOSE -> Set.of(Role.EDITOR);
      case APPROVE -> Set.of(Role.APPROVER);
      case PUBLISH -> Set.of(Role.EDITOR, Role.APPROVER);
      case AUDIT -> Set.of(Role.AUDITOR, Role.ADMINISTRATOR);
      case ADMINISTER -> Set.of(Role.ADMINISTRATOR);
    };
  }

  /** Whether somebody with these roles may. */
  public boolean isFor(Collection<Role> held) {
    return held.stream().anyMatch(roles()::contains);
  }
}
