package org.postern.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a list.
 *
 * @param note why it is there, in an officer's words
 * @param owner who answers for it
 * @param source where it came from (a person, a feed, an incident)
 * @param expires when trust ends; a block past it stays in force and asks for a decision, because
 *     blocks never lapse silently; null means never
 */
public record Entry(
    EntryPattern pattern,
    Listing listing,
    Mode mode,
    String note,
    String owner,
    String source,
    @Nullable Instant expires) {

  /** An enforced entry without a story. */
  public static Entry of(Listing listing, EntryPattern pattern) {
    return new Entry(pattern, listing, Mode.ENFORCE, "", "", "", null);
  }

  /** The same with another note. */
  public Entry withNote(String now) {
    return new Entry(pattern, listing, mode, now, owner, source, expires);
  }

  /** The same under another owner. */
  public Entry withOwner(String now) {
    return new Entry(pattern, listing, mode, note, now, source, expires);
  }

  /** The same, enforced or only monitored. */
  public Entry withMode(Mode now) {
    return new Entry(pattern, listing, now, note, owner, source, expires);
  }

  /** The same with another end; null means never. */
  public Entry until(@Nullable Instant end) {
    return new Entry(pattern, listing, mode, note, owner, source, end);
  }

  /** Expired trust no longer counts; a block always does. */
  public boolean inForce(Instant at) {
    return listing == Listing.BLOCKED || expires == null || at.isBefore(expires);
  }
}
