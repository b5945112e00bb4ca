package org.postern.mail;

import java.util.Locale;

/**
 * Something about a message that its reader should know. Immutable.
 *
 * @param kind what it is
 * @param detail one sentence for the officer; already inert
 */
public record Finding(Kind kind, String detail) {
  /**
   * How much it matters: {@code NOTE} is usual in honest mail, {@code WARNING} deserves a look,
   * {@code DANGER} a second one.
   */
  public enum Severity {
    NOTE,
    WARNING,
    DANGER
  }

  /** All kinds; {@link #label} is stable and may be searched for. */
  public enum Kind {
    // The message could not be read, or not all of it.
    UNREADABLE(Severity.DANGER),
    EMPTY_MESSAGE(Severity.DANGER),
    TOO_BIG(Severity.DANGER),
    HEADER_OVER_LIMIT(Severity.DANGER),
    BOUNDARY_OVER_LIMIT(Severity.DANGER),
    TOO_MANY_PARTS(Severity.DANGER),
    TOO_DEEP(Severity.DANGER),
    DEEP(Severity.WARNING),
    TEXT_CUT(Severity.WARNING),
    HTML_CUT(Severity.WARNING),
    // Other programs may read it differently.
    AMBIGUOUS(Severity.DANGER),
    SECOND_OPINION_MISSING(Severity.WARNING),
    DUPLICATE_HEADER(Severity.WARNING),
    MALFORMED_HEADER(Severity.NOTE),
    MALFORMED_TYPE(Severity.WARNING),
    MISSING_BOUNDARY(Severity.WARNING),
    EMPTY_MULTIPART(Severity.WARNING),
    BROKEN_ENCODING(Severity.WARNING),
    UNKNOWN_CHARSET(Severity.NOTE),
    // Who it is from.
    NO_FROM(Severity.WARNING),
    SEVERAL_FROM(Severity.WARNING),
    NOT_AN_ADDRESS(Severity.WARNING),
    NAME_IS_ANOTHER_ADDRESS(Severity.DANGER),
    UNREADABLE_DATE(Severity.NOTE),
    // Characters that deceive.
    BIDI_CONTROL(Severity.DANGER),
    INVISIBLE_CHARACTER(Severity.WARNING),
    CONTROL_CHARACTER(Severity.WARNING),
    MIXED_SCRIPT(Severity.WARNING),
    // Attachments.
    TYPE_MISMATCH(Severity.DANGER),
    EXECUTABLE(Severity.DANGER),
    UNSAFE_FILE_NAME(Severity.WARNING),
    BIG_ATTACHMENT(Severity.NOTE),
    DOUBLE_EXTENSION(Severity.DANGER),
    MACROS(Severity.DANGER),
    // What archives hold.
    ARCHIVE_BOMB(Severity.DANGER),
    ARCHIVE_PATH(Severity.DANGER),
    ARCHIVE_INCONSISTENT(Severity.DANGER),
    ARCHIVE_HIDDEN(Severity.DANGER),
    ARCHIVE_ENCRYPTED(Severity.WARNING),
    ARCHIVE_DEEP(Severity.WARNING),
    ARCHIVE_NOT_LISTED(Severity.WARNING),
    // What it may be about: looks like, never certain.
    MARKING(Severity.WARNING),
    PERSONAL_DATA(Severity.WARNING),
    ENCLOSED_ATTACHMENT(Severity.NOTE),
    // What the HTML would do in a browser.
    SCRIPT(Severity.DANGER),
    FORM(Severity.DANGER),
    META_REFRESH(Severity.DANGER),
    FRAME(Severity.DANGER),
    PLUGIN(Severity.DANGER),
    ACTIVE_DRAWING(Severity.WARNING),
    BASE_ADDRESS(Severity.WARNING),
    REMOTE_IMAGE(Severity.NOTE),
    TRACKING_PIXEL(Severity.WARNING),
    REMOTE_STYLE(Severity.WARNING),
    REMOTE_MEDIA(Severity.WARNING),
    REMOTE_PRELOAD(Severity.WARNING),
    LINK_MISMATCH(Severity.DANGER),
    LINK_SCHEME(Severity.DANGER),
    LINK_HOST(Severity.WARNING),
    HIDDEN_TEXT(Severity.WARNING);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    public Severity severity() {
      return severity;
    }

    /** The kind in lower case with hyphens, for files and command lines: {@code meta-refresh}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Severity severity() {
    return kind.severity();
  }

  @Override
  public String toString() {
    return kind.label() + ": " + detail;
  }
}
