package org.postern.target;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom mail is for, in lower case.
 *
 * @param name an address, or a domain for anybody there
 */
record Recipient(String name, String domain) {
  static Recipient of(String name) {
    return new Recipient(name, name.substring(name.indexOf('@') + 1));
  }

  boolean address() {
    return name.length() > domain.length();
  }

  /** What the domain lies under, the nearest first; not the domain itself. */
  List<String> above() {
    return above(domain);
  }

  static List<String> above(String domain) {
    List<String> names = new ArrayList<>();
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      names.add(domain.substring(dot + 1));
    }
    return names;
  }
}
