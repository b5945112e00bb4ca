package org.postern.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says it holds. Nothing of it was written to a disk; what was unpacked to look
 * inside was measured and forgotten. Names are hostile until they have passed {@link Inert}.
 * Immutable.
 *
 * @param format for an officer to read: "ZIP archive"
 * @param entries in the archive's order, within the limits
 * @param gap why the list is not complete, a sentence; "" if it is
 */
public record Archive(String format, List<Entry> entries, String gap) {
  public Archive {
    entries = List.copyOf(entries);
  }

  /**
   * One file or folder of an archive.
   *
   * @param name as the archive gives it, folders included; not inert
   * @param size bytes when unpacked, as measured or else as promised; -1 if neither is known
   * @param packed bytes in the archive; -1 where the format does not tell
   * @param measured whether {@code size} was counted instead of believed
   * @param realType what its first bytes say it is; null if they say nothing or are locked
   * @param inner what lies in it, if it is an archive itself and was looked into
   */
  public record Entry(
      String name,
      boolean folder,
      long size,
      long packed,
      boolean measured,
      boolean encrypted,
      @Nullable String realType,
      @Nullable Archive inner) {
    /** The name, safe to show anywhere. */
    public String shownName() {
      return name.isEmpty() ? "(no name)" : Inert.brief(name, 400);
    }

    /** How many times bigger it becomes; 0 if that is not known. */
    public long ratio() {
      return packed > 0 && size > packed ? size / packed : 0;
    }
  }

  /** All entries, those of archives within it included. */
  public int count() {
    int all = 0;
    for (Entry entry : entries) {
      all += 1 + (entry.inner() == null ? 0 : entry.inner().count());
    }
    return all;
  }
}
