package org.postern.mail;

/**
 * One element of From, To or Cc as its author wrote it (RFC 5322 clause 3.4), decoded but not made
 * inert. Immutable.
 *
 * @param name the display name, "" if there is none
 * @param address what stands where the address belongs: usually {@code local@domain}, but an
 *     attacker may have put anything here
 */
public record Mailbox(String name, String address) {
  /** Safe to show anywhere: {@code Name <address>}, or the one of them that there is. */
  public String shown() {
    if (name.isEmpty() || address.isEmpty()) {
      return Inert.text(name + address);
    }
    return Inert.text(name) + " <" + Inert.text(address) + ">";
  }
}
