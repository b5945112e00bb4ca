package org.postern.ui.quarantine;

import java.util.List;
import java.util.Optional;
import org.postern.mail.Inert;
import org.postern.policy.Verdict;
import org.postern.quarantine.HeldMessage;
import org.postern.store.Decisions.Decision;

/**
 * One recipient of a message: what the policy says of the address today, and what became of its
 * copy. Immutable.
 *
 * @param address as typed; hostile; "" if no gateway said so
 * @param copy the held copy; empty if none lies in the box
 * @param judged what the lists say of it
 * @param decision the newest decision about the copy
 */
record Recipient(
    String address,
    Optional<HeldMessage> copy,
    Judged judged,
    Fate fate,
    Optional<Decision> decision) {

  Verdict verdict() {
    return judged.verdict();
  }

  /** Addresses that were probably meant and that the policy lets pass, likeliest first. */
  List<String> meant() {
    return judged.meant();
  }

  /** Whether the first of them stands out, so that it may be proposed without asking. */
  boolean clear() {
    return judged.clear();
  }

  /** The address that a correction would propose, if one stands out. */
  Optional<String> correction() {
    return clear() ? Optional.of(meant().getFirst()) : Optional.empty();
  }

  /** The address, safe to show. */
  String shown() {
    return address.isEmpty() ? "(recipient unknown)" : Inert.brief(address, 320);
  }

  /** The domain as typed, safe to show; "" if there is none. */
  String domain() {
    return Inert.brief(address.substring(address.lastIndexOf('@') + 1), 255);
  }
}
