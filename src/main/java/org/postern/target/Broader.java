package org.postern.target;

import java.util.HashSet;
import java.util.Set;
import org.postern.bundle.Rule;

/**
 * What is held already with all that is under it, so that no further rule is needed there. One
 * thread.
 */
final class Broader {
  private final Set<String> names = new HashSet<>();

  /** All that is under it is held; for targets that hold the name itself, too. */
  void add(String name) {
    names.add(name);
  }

  boolean covers(Rule rule) {
    Recipient of = Recipient.of(rule.key());
    return names.contains(of.domain()) || of.above().stream().anyMatch(names::contains);
  }
}
