package org.postern.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.postern.mail.Inert;

/** What a server says it can do, as far as it matters here. */
final class Abilities {
  private static final List<String> USED =
      List.of("IDLE", "MOVE", "UIDPLUS", "CONDSTORE", "QRESYNC", "ACL", "SASL-IR");

  private Abilities() {}

  static String said(IMAPProtocol imap) {
    List<String> has = new ArrayList<>(USED.stream().filter(imap::hasCapability).toList());
    List<String> ways =
        imap.getCapabilities().keySet().stream()
            .map(c -> c.toUpperCase(Locale.ROOT))
            .filter(c -> c.startsWith("AUTH="))
            .map(c -> c.substring("AUTH=".length()))
            .sorted()
            .toList();
    return Inert.brief(
        (has.isEmpty() ? "None of what helps." : String.join(", ", has) + ".")
            + (ways.isEmpty() ? "" : " Sign-in: " + String.join(", ", ways) + "."),
        400);
  }
}
