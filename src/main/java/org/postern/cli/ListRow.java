package org.postern.cli;

import org.jspecify.annotations.Nullable;

/**
 * One line of a list as it stands in a file, nothing checked yet.
 *
 * @param line its number, from 1
 * @param pattern null if the line cannot be one, see {@code trouble}
 * @param trouble why not, a sentence; null if there is a pattern
 */
record ListRow(
    long line,
    @Nullable String pattern,
    String note,
    String owner,
    String expires,
    String mode,
    @Nullable String trouble) {

  static ListRow plain(long line, String pattern) {
    return new ListRow(line, pattern, "", "", "", "", null);
  }

  static ListRow unreadable(long line, String trouble) {
    return new ListRow(line, null, "", "", "", "", trouble);
  }
}
