package org.postern.policy;

import java.util.Optional;

/**
 * What came of reading text that a person, a file or an attacker wrote: a value, or why it is none.
 */
public sealed interface Parsed<T> {

  record Ok<T>(T value) implements Parsed<T> {}

  /**
   * @param at offset in the text, in chars, at which it goes wrong
   * @param detail the offending piece, as it stood (hostile: escape it before showing it), or empty
   */
  record Malformed<T>(Reason reason, int at, String detail) implements Parsed<T> {

    /** The same failure for another target type. */
    <U> Malformed<U> as() {
      return new Malformed<>(reason, at, detail);
    }
  }

  /** The value, if there is one. */
  default Optional<T> ok() {
    return switch (this) {
      case Ok<T>(T value) -> Optional.of(value);
      case Malformed<T> _ -> Optional.empty();
    };
  }

  /** Why text is not an address, a domain or a pattern. */
  enum Reason {
    EMPTY("There is nothing here."),
    TOO_LONG("It is longer than mail allows (RFC 5321 §4.5.3.1)."),
    CONTROL_CHARACTER("It contains a control or invisible character."),
    SPACE("It contains a space."),
    NO_AT("There is no @ in it."),
    TWO_AT("There is more than one @ in it."),
    NO_LOCAL_PART("Nothing stands before the @."),
    NO_DOMAIN("Nothing stands after the @."),
    QUOTED(
        "The part before the @ is quoted; gateways and recipients read such addresses differently."),
    SOURCE_ROUTE(
        "It routes through another host (@, % or ! form), which hides where the mail goes."),
    IP_LITERAL("It names a numeric network address, not a domain."),
    LOCAL_CHARACTER("A character before the @ is not allowed in an address (RFC 5321 §4.1.2)."),
    LOCAL_DOTS("Dots before the @ may not lead, trail or repeat."),
    COMMA("There is a comma where a dot should be."),
    EMPTY_LABEL("Two dots follow each other, or a dot leads."),
    LABEL_TOO_LONG("One part of the domain is longer than 63 characters (RFC 1035 §2.3.4)."),
    HYPHEN("A part of the domain begins or ends with a hyphen."),
    DOMAIN_CHARACTER("A character in the domain is not allowed in a domain name."),
    BAD_IDN("The domain is not a valid international name (UTS #46)."),
    MIXED_SCRIPT("It mixes alphabets within one word, as forgeries do."),
    NUMERIC_TLD("The last part of the domain is a number, which no domain ends in."),
    NOT_FULL("It has no dot: a full domain has at least two parts."),
    BAD_WILDCARD("A * may stand only as the first part, as in *.army.mil.");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** One sentence in an officer's words. */
    public String sentence() {
      return sentence;
    }

    /** The word for it in canonical JSON: lower case, hyphens. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
