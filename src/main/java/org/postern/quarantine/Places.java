package org.postern.quarantine;

import java.util.Locale;
import org.eclipse.angus.mail.imap.protocol.Namespaces;
import org.eclipse.angus.mail.imap.protocol.Namespaces.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Where decided mail goes on a server that divides its folders (RFC 2342): into the officer's own
 * part, but out of a box that several share into a folder that they share, too.
 */
final class Places {
  private Places() {}

  static String of(Namespaces all, String beside, String name) {
    for (Namespace[] shared : new Namespace[][] {all.otherUsers, all.shared}) {
      Namespace found = holding(shared, beside);
      if (found != null) {
        return beside + found.delimiter + name;
      }
    }
    Namespace[] own = all.personal;
    return own == null || own.length == 0 ? name : own[0].prefix + name;
  }

  private static @Nullable Namespace holding(Namespace @Nullable [] spaces, String folder) {
    if (spaces != null) {
      for (Namespace space : spaces) {
        if (!space.prefix.isEmpty()
            && space.delimiter != 0
            && folder.toLowerCase(Locale.ROOT).startsWith(space.prefix.toLowerCase(Locale.ROOT))) {
          return space;
        }
      }
    }
    return null;
  }
}
