package org.postern.gatekeeper;

import java.util.Locale;
import org.postern.policy.Disposition;
import org.postern.policy.Verdict;

/**
 * What a lookup is answered with: a status of socketmap_table(5), and its text. Immutable.
 *
 * @param text for {@code FOUND} the value, otherwise a reason for the mail log
 */
record Answer(Status status, String text) {

  /** The words of the protocol. */
  enum Status {
    FOUND("OK"),
    NOT_FOUND("NOTFOUND"),
    LATER("TEMP"),
    NEVER("PERM");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    /** The same for counters. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final Answer NOT_FOUND = new Answer(Status.NOT_FOUND, "");

  /** "Do not change": Postfix delivers as it would without a table (transport(5)). */
  private static final Answer DELIVER = new Answer(Status.FOUND, ":");

  static Answer later(String why) {
    return new Answer(Status.LATER, why);
  }

  /** For the name by which {@code postern-apply} sees that a serial is asked. */
  static Answer published(long serial) {
    return new Answer(Status.FOUND, "error:5.1.1 postern serial " + serial);
  }

  /**
   * What {@code postern-apply} would write into the static table for it, had it known the name.
   *
   * @param nexthop of the quarantine box, as in transport(5)
   */
  static Answer transport(Verdict verdict, String nexthop) {
    return switch (verdict) {
      case Verdict.Trusted _ -> DELIVER;
      case Verdict.Blocked b -> listed(b.disposition(), "q-blocked:", nexthop);
      case Verdict.Lookalike l -> listed(l.disposition(), "q-lookalike:", nexthop);
      case Verdict.Unlisted u ->
          u.disposition() == Disposition.HOLD
              ? new Answer(Status.FOUND, "q-unlisted:" + nexthop)
              : NOT_FOUND;
      // No table knows such an address; it is never delivered, and its sender hears why.
      case Verdict.Malformed m ->
          new Answer(Status.FOUND, "error:5.1.3 " + plain(m.reason().sentence()));
    };
  }

  private static Answer listed(Disposition disposition, String transport, String nexthop) {
    return disposition == Disposition.HOLD
        ? new Answer(Status.FOUND, transport + nexthop)
        : DELIVER;
  }

  /** What access(5) does with the recipient alone: refuses it, or says nothing. */
  static Answer action(Verdict verdict) {
    String why =
        switch (verdict) {
          case Verdict.Trusted _ -> "";
          case Verdict.Blocked _ -> "5.7.1 mail to this domain is blocked by policy";
          case Verdict.Lookalike l ->
              "5.7.1 this domain looks like " + plain(l.best().meant()) + ": check the address";
          case Verdict.Unlisted _ -> "5.7.1 mail to domains on no list is held back by policy";
          case Verdict.Malformed m -> "5.1.3 " + plain(m.reason().sentence());
        };
    return verdict.disposition() == Disposition.DELIVER
        ? NOT_FOUND
        : new Answer(Status.FOUND, "REJECT " + why);
  }

  /** What a mail log and an SMTP reply can carry. */
  static String plain(String text) {
    return text.replace("\u00a7", "section ").replaceAll("[^ -~]", "?");
  }

  /** The whole reply, without its frame. */
  String reply() {
    return status.word + " " + text;
  }
}
