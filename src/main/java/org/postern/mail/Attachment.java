package org.postern.mail;

import org.jspecify.annotations.Nullable;

/**
 * A part that mail programs offer as a file. Its content is never kept, opened or run; only
 * measured. Immutable.
 *
 * @param path where in the message, "2.1"; the parts of an attached message continue its path
 * @param name the name as the sender gave it, decoded, not inert; null if there is none
 * @param safeName a name under which it may be saved
 * @param type the declared media type, lower case, not inert
 * @param realType what its first bytes say it is, for an officer to read; null if they say nothing
 * @param disguised whether name or declared type promise something else than the bytes hold
 * @param executable whether opening it would run what the sender wrote
 * @param inline whether the sender asked to show it within the text (Content-Disposition or
 *     Content-ID)
 * @param enclosed whether it belongs to an attached message instead of to this one
 * @param contentId the Content-ID without brackets, to which {@code cid:} images refer; null if
 *     none
 * @param size bytes after decoding
 * @param sha256 of the decoded bytes, lower-case hex: of the file that {@link MailReader#content}
 *     gives, and of the one that the recipient's program saves byte for byte
 * @param sha256Unix the same of a text whose lines end as Unix programs save them; null where that
 *     is no other file
 */
public record Attachment(
    String path,
    @Nullable String name,
    String safeName,
    String type,
    @Nullable String realType,
    boolean disguised,
    boolean executable,
    boolean inline,
    boolean enclosed,
    @Nullable String contentId,
    long size,
    String sha256,
    @Nullable String sha256Unix) {
  /** The name, or what stands for it, safe to show anywhere. */
  public String shownName() {
    return name == null ? "(no name)" : Inert.text(name);
  }
}
