package org.postern.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Words by which officers sort entries. They stand at the end of the note, each with a {@code #}:
 * {@code United States Army #ally #mil}; so they go wherever the note goes, are signed with it, and
 * every list that can carry a note carries them. A tag begins with a letter: {@code #4711} is a
 * ticket. Pure.
 */
public final class Tags {
  /** Begins with a letter, then letters, digits, {@code _} and {@code -}; 40 characters at most. */
  private static final Pattern TAG = Pattern.compile("\\p{L}[\\p{L}\\p{N}_-]{0,39}");

  private static final int MOST = 20;

  private Tags() {}

  /** The tags of an entry. */
  public static SortedSet<String> of(Entry entry) {
    return of(entry.note());
  }

  /** The tags at the end of a note. */
  public static SortedSet<String> of(String note) {
    SortedSet<String> tags = new TreeSet<>();
    int end = end(note);
    for (String word : note.substring(end).strip().split("\\s+")) {
      if (!word.isEmpty()) {
        tags.add(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    return tags;
  }

  /** The note without them. */
  public static String note(Entry entry) {
    return entry.note().substring(0, end(entry.note())).strip();
  }

  /** The same entry with this note and these tags. */
  public static Entry with(Entry entry, String note, Collection<String> tags) {
    var text = new StringBuilder(note.strip());
    new TreeSet<>(tags).forEach(tag -> text.append(text.isEmpty() ? "#" : " #").append(tag));
    return entry.withNote(text.toString());
  }

  /**
   * Reads tags as somebody types them, with or without {@code #}, separated by spaces or commas.
   * Empty if one of them is none, or there are more than 20.
   */
  public static Optional<SortedSet<String>> parse(String typed) {
    SortedSet<String> tags = new TreeSet<>();
    for (String word : typed.strip().split("[\\s,]+")) {
      String tag = word.startsWith("#") ? word.substring(1) : word;
      if (TAG.matcher(tag).matches()) {
        tags.add(tag.toLowerCase(Locale.ROOT));
      } else if (!word.isEmpty()) {
        return Optional.empty();
      }
    }
    return tags.size() > MOST ? Optional.empty() : Optional.of(tags);
  }

  /** Where the tags begin. */
  private static int end(String note) {
    int end = note.length();
    for (int tags = 0; tags < MOST; tags++) {
      int last = end;
      while (last > 0 && Character.isWhitespace(note.charAt(last - 1))) {
        last--;
      }
      int begin = last;
      while (begin > 0 && !Character.isWhitespace(note.charAt(begin - 1))) {
        begin--;
      }
      boolean tag =
          begin < last
              && note.charAt(begin) == '#'
              && TAG.matcher(note.substring(begin + 1, last)).matches();
      if (!tag) {
        return end;
      }
      end = begin;
    }
    return end;
  }
}
