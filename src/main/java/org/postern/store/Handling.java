package org.postern.store;

import java.util.List;
import java.util.Objects;

/**
 * What is common to all who decide about held mail here. Immutable.
 *
 * @param overdueHours a held message is overdue after so many hours, 1 to 8760
 * @param graceSeconds a decision may be taken back for so long before it is carried out, 0 to 300
 * @param noteFrom the address that notes to senders come from; empty until it is set up
 * @param notes wordings of such notes; at least one
 */
public record Handling(int overdueHours, int graceSeconds, String noteFrom, List<Note> notes) {
  public static final int OVERDUE_HOURS = 24;
  public static final int GRACE_SECONDS = 8;

  /** As it is before anybody changed it. */
  public static final Handling USUAL =
      new Handling(OVERDUE_HOURS, GRACE_SECONDS, "", List.of(Note.DID_YOU_MEAN));

  /**
   * A wording of the note that tells a sender that a message was not delivered. Plain text; {@code
   * {typed}}, {@code {meant}} and {@code {subject}} stand for what is known of the message, and a
   * line that names what is not known, or not to be told, is left out.
   *
   * @param name for officers to choose by
   * @param subject of the note, one line
   */
  public record Note(String name, String subject, String text) {
    public static final int LONGEST_TEXT = 4000;
    public static final int LONGEST_LINE = 120;

    /** The wording that is there from the beginning. */
    public static final Note DID_YOU_MEAN =
        new Note(
            "Did you mean",
            "Your message was not delivered: please check the address",
            """
            Your message was stopped, and nobody at the address below has received it.

            You wrote to:  {typed}
            Did you mean:  {meant}
            Your subject:  {subject}

            If you meant another address, please send your message again with the right one. Your \
            mail program may remember the wrong address: remove it from its suggestions.

            This note was sent after your organisation's mail review had looked at the address. It \
            does not need an answer.
            """);

    public Note {
      if (name.isBlank() || name.length() > LONGEST_LINE) {
        throw new IllegalArgumentException("A wording needs a name of at most 120 characters.");
      }
      if (subject.isBlank()
          || subject.length() > LONGEST_LINE
          || subject.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "The subject must be one line of at most 120 characters.");
      }
      if (text.isBlank() || text.length() > LONGEST_TEXT) {
        throw new IllegalArgumentException("The text must have 1 to 4000 characters.");
      }
    }
  }

  public Handling {
    noteFrom = Objects.requireNonNullElse(noteFrom, "");
    notes = notes == null || notes.isEmpty() ? List.of(Note.DID_YOU_MEAN) : List.copyOf(notes);
    if (overdueHours < 1 || overdueHours > 8760) {
      throw new IllegalArgumentException("hours until a message is overdue: 1 to 8760");
    }
    if (graceSeconds < 0 || graceSeconds > 300) {
      throw new IllegalArgumentException("seconds to take a decision back: 0 to 300");
    }
  }
}
