package org.postern.mail.hint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks for markings and personal data: one pass a text, whatever the text is. Pure functions. */
public final class Hints {
  private static final int AROUND = 80;
  private static final String FRAME = " *#-_=/|.,;:!>•“”\"'[](){}<";
  private static final int PORTION = 60;
  private static final Set<String> LEVELS =
      Set.of("U", "C", "S", "TS", "R", "CUI", "NU", "NR", "NC", "NS", "CTS", "O", "OS");
  private static final List<String> BEFORE = List.of("CLASSIFICATION", "CLASSIFIED", "MARKING");

  private record Key(Hint.Kind kind, String what, String where) {}

  private record Value(String masked, int count) {
    Value more(int n) {
      return new Value(masked, count + n);
    }
  }

  private final Map<Key, Value> found = new LinkedHashMap<>();

  private Hints() {}

  /** What these texts look like; each kind once a place. */
  public static List<Hint> in(Markings markings, List<Place> places) {
    Hints hints = new Hints();
    for (Place place : places) {
      Folded text = Folded.of(place.text());
      hints.markings(markings, place, text);
      hints.portions(place, text.clean());
      PersonalData.in(text)
          .forEach(p -> hints.add(Hint.Kind.PERSONAL_DATA, p.what(), place, p.masked()));
    }
    return hints.found.entrySet().stream()
        .map(
            e ->
                new Hint(
                    e.getKey().kind,
                    e.getKey().what,
                    e.getKey().where,
                    e.getValue().masked,
                    e.getValue().count))
        .toList();
  }

  private void add(Hint.Kind kind, String what, Place place, String masked) {
    found.merge(
        new Key(kind, what, place.where()),
        new Value(masked, 1),
        (was, now) -> was.more(now.count));
  }

  private void markings(Markings markings, Place place, Folded text) {
    List<WordFinder.Match> all = new ArrayList<>(markings.finder().in(text.folded()));
    all.sort(
        Comparator.comparingInt(WordFinder.Match::start)
            .thenComparing(Comparator.comparingInt(WordFinder.Match::end).reversed()));
    int covered = -1;
    for (WordFinder.Match match : all) {
      String term = markings.terms().get(match.term());
      int start = text.from()[match.start()];
      int end = text.from()[match.end() - 1] + 1;
      if (match.end() > covered && counts(place, term, text.clean(), start, end)) {
        covered = match.end(); // SECRET is not found once more in TOP SECRET
        add(Hint.Kind.MARKING, term, place, "");
      }
    }
  }

  private static boolean counts(Place place, String term, String text, int start, int end) {
    if (place.label()) {
      return true;
    }
    String written = text.substring(start, end);
    if (Markings.capitals(term) && !written.equals(written.toUpperCase(Locale.ROOT))) {
      return false;
    }
    return !Markings.word(term) || standsLikeOne(place, text, start, end);
  }

  /** One ordinary word in capitals may be shouted; a marking stands apart. */
  private static boolean standsLikeOne(Place place, String text, int start, int end) {
    int left = frame(text, start);
    int right = end;
    int most = Math.min(text.length(), end + AROUND);
    while (right < most && FRAME.indexOf(text.charAt(right)) >= 0) {
      right++;
    }
    boolean begins = left == 0 || text.charAt(left - 1) == '\n';
    boolean ends = right == text.length() || text.charAt(right) == '\n';
    String before = text.substring(left, start);
    String after = text.substring(end, right);
    char next = after.isBlank() ? ' ' : after.strip().charAt(0);
    boolean bracketed = opens(before.strip()) && "])}".indexOf(next) >= 0;
    boolean banner = after.startsWith("//") || before.endsWith("//");
    boolean named =
        before.indexOf(':') >= 0 && BEFORE.stream().anyMatch(word -> ends(text, left, word));
    boolean heading = begins && place.title() && ":-|/".indexOf(next) >= 0;
    return (begins && ends) || bracketed || banner || named || heading;
  }

  private static boolean opens(String text) {
    return !text.isEmpty() && "[({".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  private static boolean ends(String text, int end, String word) {
    return end >= word.length()
        && text.regionMatches(true, end - word.length(), word, 0, word.length());
  }

  private static int frame(String text, int start) {
    int left = start;
    while (left > Math.max(0, start - AROUND) && FRAME.indexOf(text.charAt(left - 1)) >= 0) {
      left--;
    }
    return left;
  }

  /** Marks of a paragraph: {@code (S//NF)}, {@code (U//FOUO)}. */
  private void portions(Place place, String text) {
    for (int at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
      int slashes = at + 1;
      while (slashes < text.length() && slashes - at < 5 && isCapital(text.charAt(slashes))) {
        slashes++;
      }
      if (text.startsWith("//", slashes) && LEVELS.contains(text.substring(at + 1, slashes))) {
        int end = slashes;
        while (end < text.length() && end - at < PORTION && portion(text.charAt(end))) {
          end++;
        }
        if (end > slashes + 2 && end < text.length() && text.charAt(end) == ')') {
          add(Hint.Kind.MARKING, text.substring(at, end + 1), place, "");
        }
      }
    }
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean portion(char c) {
    return isCapital(c) || (c >= '0' && c <= '9') || c == '/' || c == ' ' || c == ',' || c == '-';
  }
}
