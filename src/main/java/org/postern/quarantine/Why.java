package org.postern.quarantine;

import java.util.Locale;

/**
 * An officer's reason.
 *
 * @param code the kind of reason, to count by
 * @param text in the officer's words; may be empty only where the code says everything
 */
public record Why(Code code, String text) {

  /** Kinds of reasons. */
  public enum Code {
    /** The sender confirmed which address was meant. */
    SENDER_CONFIRMED("Sender confirmed the address"),
    /** The officer knows that the address is right as typed. */
    RECIPIENT_KNOWN("Recipient is known and right"),
    /** Obviously a slip of the pen. */
    OBVIOUS_SLIP("Obvious slip"),
    /** Must not leave: the content is not for that recipient. */
    NOT_FOR_RECIPIENT("Content is not for this recipient"),
    /** The address is a trap or the message is hostile. */
    SUSPICIOUS("Suspicious address or message"),
    /** Sent again correctly by the sender, or out of date. */
    OVERTAKEN("Overtaken: sent again or out of date"),
    /** A drill or test. */
    EXERCISE("Exercise"),
    /** Only the text says. */
    OTHER("Other");

    private final String label;

    Code(String label) {
      this.label = label;
    }

    /** For lists on the screen. */
    public String label() {
      return label;
    }

    /** For the command line and records: {@code sender-confirmed}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Refuses "other" without words, and more than 2000 characters. */
  public Why {
    text = text.strip();
    if (code == Code.OTHER && text.isEmpty()) {
      throw new IllegalArgumentException("The reason \"other\" needs a few words.");
    }
    if (text.length() > 2000) {
      throw new IllegalArgumentException("The reason is longer than 2000 characters.");
    }
  }

  /** As one line for the record. */
  public String line() {
    return text.isEmpty() ? code.label() : code.label() + ": " + text;
  }
}
