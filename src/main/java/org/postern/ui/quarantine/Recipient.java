package org.postern.ui.quarantine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.Inert;
import org.postern.policy.Disposition;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Resemblance;
import org.postern.quarantine.HeldMessage;
import org.postern.store.Decisions.Decision;

/**
 * One recipient of a message: what the policy says of the address today, and what became of its
 * copy. Immutable.
 *
 * @param address as typed; hostile; "" if no gateway said so
 * @param copy the held copy; empty if none lies in the box
 * @param decision the newest decision about the copy
 * @param meant addresses that were probably meant and that the policy lets pass, likeliest first
 * @param clear whether the first of them stands out, so that it may be proposed without asking
 */
record Recipient(
    String address,
    Optional<HeldMessage> copy,
    Verdict verdict,
    Fate fate,
    Optional<Decision> decision,
    List<String> meant,
    boolean clear) {
  private static final int ALTERNATIVES = 4;

  Recipient {
    meant = List.copyOf(meant);
  }

  static Recipient of(
      String address,
      Optional<HeldMessage> copy,
      Fate fate,
      Optional<Decision> decision,
      Policy policy) {
    Verdict verdict = policy.judge(address);
    List<Resemblance> resemblances = verdict.resemblances();
    List<String> meant =
        candidates(address, verdict, resemblances).stream()
            .filter(candidate -> policy.judge(candidate).disposition() == Disposition.DELIVER)
            .limit(ALTERNATIVES)
            .toList();
    boolean clear = !meant.isEmpty() && !Resemblance.ambiguous(resemblances);
    return new Recipient(address, copy, verdict, fate, decision, meant, clear);
  }

  private static Set<String> candidates(
      String address, Verdict verdict, List<Resemblance> resemblances) {
    Set<String> candidates = new LinkedHashSet<>();
    int at = address.lastIndexOf('@');
    if (at > 0) {
      resemblances.forEach(r -> candidates.add(address.substring(0, at + 1) + r.meant()));
    }
    if (verdict instanceof Verdict.Malformed m) {
      m.suggestion().filter(s -> s.indexOf('@') > 0).ifPresent(candidates::add);
    }
    return candidates;
  }

  /** The address that a correction would propose, if one stands out. */
  Optional<String> correction() {
    return clear ? Optional.of(meant.getFirst()) : Optional.empty();
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
