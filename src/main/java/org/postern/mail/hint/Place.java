package org.postern.mail.hint;

/**
 * A text to look at.
 *
 * @param where what officers call it: "subject"
 * @param label whether it is made to carry a marking, like the field X-Classification: then one
 *     counts in small letters and in the middle of a line, too
 * @param title whether it is one line that stands above something, like a subject or a file name
 */
public record Place(String where, String text, boolean label, boolean title) {
  /** Running text. */
  public static Place text(String where, String text) {
    return new Place(where, text, false, false);
  }

  /** A subject, or a file's name. */
  public static Place title(String where, String text) {
    return new Place(where, text, false, true);
  }

  /** A field for markings. */
  public static Place label(String where, String text) {
    return new Place(where, text, true, true);
  }
}
