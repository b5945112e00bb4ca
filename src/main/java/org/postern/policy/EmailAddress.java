package org.postern.policy;

import org.jspecify.annotations.Nullable;
import org.postern.policy.Parsed.Malformed;
import org.postern.policy.Parsed.Ok;
import org.postern.policy.Parsed.Reason;

/**
 * A mailbox address {@code local@domain} with a dot-string local part (RFC 5321 §4.1.2, RFC 6531
 * for letters beyond ASCII). Quoted local parts, source routes, percent and bang paths, and address
 * literals are refused with their reason, because programs read them differently. The local part
 * keeps its case; two addresses match regardless of it, as gateways look them up.
 */
public record EmailAddress(String localPart, DomainName domain) {

  private static final int MAX_LOCAL = 64;
  private static final String ATEXT = "!#$&'*+-/=?^_`{|}~";

  /** Reads one bare address, as typed; angle brackets and display names are the caller's affair. */
  public static Parsed<EmailAddress> parse(String text) {
    if (text.isEmpty()) {
      return bad(Reason.EMPTY, 0, "");
    }
    if (text.length() > 2000) {
      return bad(Reason.TOO_LONG, 254, "");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.FORMAT
          || type == Character.LINE_SEPARATOR) {
        return bad(Reason.CONTROL_CHARACTER, i, String.valueOf(c));
      }
    }
    if (text.charAt(0) == '"') {
      return bad(Reason.QUOTED, 0, "\"");
    }
    if (text.charAt(0) == '@' && text.indexOf(':') > 0) {
      return bad(Reason.SOURCE_ROUTE, 0, "@");
    }
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return bad(Reason.NO_AT, text.length(), "");
    }
    Malformed<EmailAddress> wrong = wrongLocalPart(text.substring(0, at));
    if (wrong != null) {
      return wrong;
    }
    String domain = text.substring(at + 1);
    if (domain.isEmpty()) {
      return bad(Reason.NO_DOMAIN, at + 1, "");
    }
    if (domain.charAt(0) == '[') {
      return bad(Reason.IP_LITERAL, at + 1, domain);
    }
    String local = text.substring(0, at);
    return switch (DomainName.parse(domain)) {
      case Ok<DomainName>(DomainName d) -> new Ok<>(new EmailAddress(local, d));
      case Malformed<DomainName>(Reason reason, int offset, String detail) ->
          bad(reason, at + 1 + offset, detail);
    };
  }

  private static @Nullable Malformed<EmailAddress> wrongLocalPart(String local) {
    if (local.isEmpty()) {
      return bad(Reason.NO_LOCAL_PART, 0, "");
    }
    if (local.length() > MAX_LOCAL) {
      return bad(Reason.TOO_LONG, MAX_LOCAL, "");
    }
    boolean ascii = true;
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (c == '@') {
        return bad(Reason.TWO_AT, i, "@");
      }
      if (c == '"') {
        return bad(Reason.QUOTED, i, "\"");
      }
      if (c == '%' || c == '!') {
        return bad(Reason.SOURCE_ROUTE, i, String.valueOf(c));
      }
      if (Character.isSpaceChar(c)) {
        return bad(Reason.SPACE, i, String.valueOf(c));
      }
      if (c == '.' && (i == 0 || i == local.length() - 1 || local.charAt(i - 1) == '.')) {
        return bad(Reason.LOCAL_DOTS, i, ".");
      }
      ascii &= c < 0x80;
      if (c < 0x80 && !Character.isLetterOrDigit(c) && c != '.' && ATEXT.indexOf(c) < 0) {
        return bad(Reason.LOCAL_CHARACTER, i, String.valueOf(c));
      }
    }
    return ascii || !Scripts.mixed(local) ? null : bad(Reason.MIXED_SCRIPT, 0, local);
  }

  /** The form for the envelope: the local part as typed, the domain in A-labels. */
  public String ascii() {
    return localPart + "@" + domain.ascii();
  }

  /**
   * For people: the domain in both forms where they differ. Attacker-chosen letters: mark and
   * isolate when showing.
   */
  public String display() {
    return localPart + "@" + domain.display();
  }

  @Override
  public String toString() {
    return ascii();
  }

  private static Malformed<EmailAddress> bad(Reason reason, int at, String detail) {
    return new Malformed<>(reason, at, detail);
  }
}
