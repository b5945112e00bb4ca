package org.postern.quarantine;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A search over held messages: words and operators that must all be true, such as {@code to:*.ml
 * from:smith has:attachment since:30d verdict:lookalike -"budget"}. Immutable.
 */
public final class HeldQuery implements Predicate<HeldRow> {
  /** What was made of a text. */
  public sealed interface Reading {}

  /** It is a search. */
  public record Understood(HeldQuery query) implements Reading {}

  /**
   * It is none.
   *
   * @param from where the trouble begins, in chars; {@code to} where it ends
   * @param sentence what is wrong, and what could stand there
   */
  public record NotUnderstood(int from, int to, String sentence) implements Reading {}

  /**
   * What may be typed next.
   *
   * @param insert the whole term, as it would stand in the text
   * @param means in plain words
   */
  public record Hint(String insert, String means) {}

  /** Longer searches are refused. */
  public static final int LONGEST = 1000;

  private static final int MOST_TERMS = 50;

  private final List<Predicate<HeldRow>> terms;

  private HeldQuery(List<Predicate<HeldRow>> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * @param now for {@code since:30d}
   * @param zone whose days {@code since:2026-11-01} means
   */
  public static Reading read(String text, Instant now, ZoneId zone) {
    return read(text, now, zone, "");
  }

  /**
   * @param me the officer whom {@code assigned:me} means; "" for none
   */
  public static Reading read(String text, Instant now, ZoneId zone, String me) {
    if (text.length() > LONGEST) {
      return new NotUnderstood(
          LONGEST, text.length(), "A search has at most " + LONGEST + " characters.");
    }
    List<Predicate<HeldRow>> terms = new ArrayList<>();
    SearchTime time = new SearchTime(now, zone);
    int at = 0;
    while (true) {
      SearchTerm term = SearchTerm.at(text, at);
      if (term == null) {
        return new Understood(new HeldQuery(terms));
      }
      if (terms.size() == MOST_TERMS) {
        return new NotUnderstood(
            term.from(), text.length(), "A search has at most " + MOST_TERMS + " terms.");
      }
      switch (term.meaning(time, HeldRow.lower(me))) {
        case SearchTerm.Test(Predicate<HeldRow> test) ->
            terms.add(term.negated() ? test.negate() : test);
        case SearchTerm.Wrong(String sentence) -> {
          return new NotUnderstood(term.from(), term.to(), sentence);
        }
      }
      at = term.to();
    }
  }

  @Override
  public boolean test(HeldRow row) {
    for (Predicate<HeldRow> term : terms) {
      if (!term.test(row)) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything passes. */
  public boolean isEmpty() {
    return terms.isEmpty();
  }

  /** What may stand where the text ends; best first, empty if nothing helps. */
  public static List<Hint> hints(String text) {
    int begin = text.lastIndexOf(' ') + 1;
    String typed = text.substring(begin).toLowerCase(Locale.ROOT);
    String sign = typed.startsWith("-") ? "-" : "";
    String word = typed.substring(sign.length());
    if (word.indexOf('"') >= 0) {
      return List.of();
    }
    int colon = word.indexOf(':');
    if (colon < 0) {
      return Arrays.stream(SearchField.values())
          .filter(f -> f.word().startsWith(word))
          .map(f -> new Hint(sign + f.word() + ":", f.means() + ", such as " + f.example()))
          .toList();
    }
    return Arrays.stream(SearchField.values())
        .filter(f -> f.word().equals(word.substring(0, colon)))
        .flatMap(f -> f.choices().stream())
        .filter(v -> v.startsWith(word.substring(colon + 1)))
        .map(v -> new Hint(sign + word.substring(0, colon + 1) + v, ""))
        .toList();
  }

  /** The text with a hint in place of what was begun at its end. */
  public static String completed(String text, Hint hint) {
    String whole = text.substring(0, text.lastIndexOf(' ') + 1) + hint.insert();
    return hint.insert().endsWith(":") ? whole : whole + " ";
  }
}
