package org.postern.ui.quarantine;

import java.time.Instant;
import java.util.List;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.HeldRow;

/**
 * One message of the list, with all its recipients. Immutable; what its methods give is safe to
 * show.
 *
 * @param key the same over refreshes, as long as one copy is held
 * @param copies at least one, uniform: what one shows holds for all
 * @param recipients held ones first
 * @param overdue whether it has been waiting for too long
 * @param marks what officers said about it beside deciding
 * @param row what a search sees of it
 */
record HeldItem(
    String key,
    List<HeldMessage> copies,
    List<Recipient> recipients,
    Bucket bucket,
    boolean overdue,
    Marks marks,
    HeldRow row) {

  /** Under which heading a message stands. */
  record Bucket(Kind kind, String typed, String meant) {
    enum Kind {
      RESEMBLES,
      BLOCKED,
      UNLISTED,
      NOT_AN_ADDRESS,
      PASSES_NOW
    }
  }

  HeldItem {
    copies = List.copyOf(copies);
    recipients = List.copyOf(recipients);
  }

  HeldMessage first() {
    return copies.getFirst();
  }

  /** When the first copy came into the box. */
  Instant since() {
    return row.since();
  }

  String subject() {
    return first().subject().isBlank() ? "(no subject)" : Inert.brief(first().subject(), 300);
  }

  String sender() {
    String sender = first().sender();
    return sender.isEmpty() ? "no sender (a bounce)" : Inert.brief(sender, 320);
  }

  /** "1 of 4 recipients". */
  String share() {
    int all = recipients.size();
    return copies.size() + " of " + all + (all == 1 ? " recipient" : " recipients");
  }

  /** What is still to be decided. */
  List<Recipient> open() {
    return recipients.stream().filter(r -> r.copy().isPresent() && r.fate().open()).toList();
  }

  boolean alarming() {
    return recipients.stream().anyMatch(r -> r.fate().alarming());
  }

  /** Whether nothing was decided about any recipient. */
  boolean untouched() {
    return recipients.stream().allMatch(r -> r.decision().isEmpty() && r.fate().quiet());
  }
}
