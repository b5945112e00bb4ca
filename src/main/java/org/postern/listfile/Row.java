package org.postern.listfile;

import org.jspecify.annotations.Nullable;
import org.postern.policy.Listing;

/**
 * One line of a list as it stands in a file, nothing checked yet.
 *
 * @param line its number, from 1
 * @param pattern null if the line cannot be one, see {@code trouble}
 * @param meant the list that the line speaks of, null if it does not say
 * @param trouble why it is none, a sentence; null if there is a pattern
 */
record Row(
    long line,
    @Nullable String pattern,
    String note,
    String owner,
    String source,
    String expires,
    String mode,
    @Nullable Listing meant,
    @Nullable String trouble) {

  static Row plain(long line, String pattern) {
    return new Row(line, pattern, "", "", "", "", "", null, null);
  }

  static Row of(long line, String pattern, @Nullable Listing meant, String note) {
    return new Row(line, pattern, note, "", "", "", "", meant, null);
  }

  static Row unreadable(long line, String trouble) {
    return new Row(line, null, "", "", "", "", "", null, trouble);
  }
}
