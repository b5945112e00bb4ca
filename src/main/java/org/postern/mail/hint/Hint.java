package org.postern.mail.hint;

/**
 * Something that a text looks like; never certain. Immutable.
 *
 * @param what in the marking's own words, or what kind of personal data: "a payment card number"
 * @param where the place's name, as it was given
 * @param masked the first value found, made unreadable but for its end; "" for a marking
 * @param count how often, within a bound
 */
public record Hint(Kind kind, String what, String where, String masked, int count) {
  /** What kinds there are. */
  public enum Kind {
    MARKING,
    PERSONAL_DATA
  }
}
