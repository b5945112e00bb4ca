package org.postern.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Parsed.Malformed;
import org.postern.policy.Parsed.Ok;
import org.postern.policy.Parsed.Reason;

/**
 * What one entry of a list covers: {@code army.mil} (the domain and everything under it; {@code ml}
 * is a whole top-level domain), {@code =army.mil} (only it), {@code *.army.mil} (only under it),
 * {@code liaison@gov.ml} (one address). Immutable.
 */
public sealed interface EntryPattern {

  /** The domain and everything under it. */
  record Subtree(DomainName domain) implements EntryPattern {}

  /** Only the domain itself. */
  record Exact(DomainName domain) implements EntryPattern {}

  /** Only what lies under the domain. */
  record Under(DomainName domain) implements EntryPattern {}

  /** One address; its local part in lower case, because gateways look addresses up so. */
  record Address(EmailAddress address) implements EntryPattern {
    public Address {
      address = new EmailAddress(address.localPart().toLowerCase(Locale.ROOT), address.domain());
    }

    @Override
    public DomainName domain() {
      return address.domain();
    }
  }

  /** The domain that the pattern speaks of. */
  DomainName domain();

  static Parsed<EntryPattern> parse(String text) {
    String t = text.strip();
    if (t.startsWith("=")) {
      return map(DomainName.parse(t.substring(1)), 1, Exact::new);
    }
    if (t.startsWith("*.")) {
      return map(DomainName.parse(t.substring(2)), 2, Under::new);
    }
    if (t.indexOf('*') >= 0) {
      return new Malformed<>(Reason.BAD_WILDCARD, t.indexOf('*'), "*");
    }
    if (t.indexOf('@') >= 0) {
      return map(EmailAddress.parse(t), 0, Address::new);
    }
    return map(DomainName.parse(t), 0, Subtree::new);
  }

  private static <T> Parsed<EntryPattern> map(
      Parsed<T> parsed, int shift, java.util.function.Function<T, EntryPattern> make) {
    return switch (parsed) {
      case Ok<T>(T value) -> new Ok<>(make.apply(value));
      case Malformed<T>(Reason reason, int at, String detail) ->
          new Malformed<>(reason, at + shift, detail);
    };
  }

  /** The canonical text, in A-labels; {@code parse(text())} gives the same pattern. */
  default String text() {
    return switch (this) {
      case Subtree(DomainName d) -> d.ascii();
      case Exact(DomainName d) -> "=" + d.ascii();
      case Under(DomainName d) -> "*." + d.ascii();
      case Address(EmailAddress a) -> a.ascii();
    };
  }

  /** The text for people: U-label and A-label where they differ. */
  default String display() {
    return switch (this) {
      case Subtree(DomainName d) -> d.display();
      case Exact(DomainName d) -> "=" + d.display();
      case Under(DomainName d) -> "*." + d.display();
      case Address(EmailAddress a) -> a.display();
    };
  }

  /**
   * @param localPart of the address, or null when a bare domain is asked about
   */
  default boolean matches(@Nullable String localPart, DomainName domain) {
    return switch (this) {
      case Subtree(DomainName d) -> domain.equals(d) || domain.isUnder(d);
      case Exact(DomainName d) -> domain.equals(d);
      case Under(DomainName d) -> domain.isUnder(d);
      case Address(EmailAddress a) ->
          localPart != null
              && domain.equals(a.domain())
              && localPart.toLowerCase(Locale.ROOT).equals(a.localPart());
    };
  }
}
