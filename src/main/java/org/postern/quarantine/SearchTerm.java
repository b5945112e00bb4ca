package org.postern.quarantine;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;

/**
 * One term of a search, as it stands in the text.
 *
 * @param from where it begins, in chars; {@code to} where it ends
 * @param field what stands before the colon, in lower case; "" if there is none
 * @param value what is looked for, in lower case and without quotes
 * @param closed whether quotes that were opened are closed
 */
record SearchTerm(int from, int to, boolean negated, String field, String value, boolean closed) {

  /** What a term says of a row, or what is wrong with it. */
  sealed interface Meaning {}

  record Test(Predicate<HeldRow> test) implements Meaning {}

  record Wrong(String sentence) implements Meaning {}

  /** The next term at or after a place; null if there is none. */
  static @Nullable SearchTerm at(String text, int start) {
    int i = start;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return null;
    }
    int from = i;
    boolean negated = text.charAt(i) == '-' && i + 1 < text.length() && text.charAt(i + 1) > ' ';
    if (negated) {
      i++;
    }
    StringBuilder field = new StringBuilder();
    int letters = i;
    while (letters < text.length() && Character.isLetter(text.charAt(letters))) {
      letters++;
    }
    if (letters > i && letters < text.length() && text.charAt(letters) == ':') {
      field.append(text, i, letters);
      i = letters + 1;
    }
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && Character.isWhitespace(c)) {
        break;
      } else {
        value.append(c);
      }
    }
    return new SearchTerm(
        from,
        i,
        negated,
        HeldRow.lower(field.toString()),
        HeldRow.lower(value.toString()).strip(),
        !quoted);
  }

  /**
   * @param me who searches, in lower case; "" if nobody
   */
  Meaning meaning(SearchTime time, String me) {
    if (!closed) {
      return new Wrong("The quotes are not closed.");
    }
    if (field.isEmpty()) {
      return new Test(value.isEmpty() || value.equals("-") ? _ -> true : row -> row.says(value));
    }
    Optional<SearchField> known =
        Arrays.stream(SearchField.values()).filter(f -> f.word().equals(field)).findFirst();
    if (known.isEmpty()) {
      return new Wrong(
          "There is no “"
              + Inert.brief(field, 30)
              + ":” to search by. Use one of "
              + words(Arrays.stream(SearchField.values()).map(f -> f.word() + ":").toList())
              + ", or put the words in quotes.");
    }
    SearchField f = known.get();
    if (value.isEmpty()) {
      return new Wrong("After " + field + ": say " + f.means() + ", such as " + f.example() + ".");
    }
    return switch (f) {
      case TO -> any(HeldRow::to, Glob.of(value));
      case FROM -> one(HeldRow::from, value);
      case SUBJECT -> one(HeldRow::subject, value);
      case DOMAIN -> {
        Predicate<String> domain = Glob.domain(value);
        yield any(
            HeldRow::to, address -> domain.test(address.substring(address.lastIndexOf('@') + 1)));
      }
      case MEANT -> any(HeldRow::meant, Glob.domain(value));
      case VERDICT -> choice(f, row -> row.verdicts().contains(value));
      case STATE -> choice(f, row -> row.states().contains(value));
      case TAG -> any(row -> row.said().tags(), Glob.of(value));
      case ASSIGNED -> new Test(assigned(me));
      case INCIDENT -> incident(f);
      case BOX -> any(HeldRow::boxes, containing(value));
      case GATEWAY -> any(HeldRow::gateways, containing(value));
      case HAS -> choice(f, HeldRow::files);
      case SINCE -> moment(f, time.moment(value), true);
      case BEFORE -> moment(f, time.moment(value), false);
    };
  }

  private Meaning choice(SearchField f, Predicate<HeldRow> test) {
    return f.choices().contains(value)
        ? new Test(test)
        : new Wrong("After " + field + ": stands one of " + words(f.choices()) + ".");
  }

  private Meaning moment(SearchField f, Optional<Instant> moment, boolean since) {
    if (moment.isEmpty()) {
      return new Wrong(
          "After " + f.word() + ": stands a time, such as 12h, 30d, 2w, today or 2026-11-01.");
    }
    Instant then = moment.get();
    return new Test(row -> row.since().isBefore(then) != since);
  }

  private Predicate<HeldRow> assigned(String me) {
    return switch (value) {
      case "me" -> row -> !me.isEmpty() && row.said().assigned().equals(me);
      case "nobody" -> row -> row.said().assigned().isEmpty();
      case String name -> row -> row.said().assigned().contains(name);
    };
  }

  private Meaning incident(SearchField f) {
    if (value.equals("none")) {
      return new Test(row -> row.said().incidents().isEmpty());
    }
    if (!value.matches("[0-9]{1,12}")) {
      return new Wrong("After " + f.word() + ": stands a number, such as 12, or none.");
    }
    long number = Long.parseLong(value);
    return new Test(row -> row.said().incidents().contains(number));
  }

  private interface Texts {
    Iterable<String> of(HeldRow row);
  }

  private interface Text {
    String of(HeldRow row);
  }

  private static Meaning any(Texts texts, Predicate<String> test) {
    return new Test(
        row -> {
          for (String text : texts.of(row)) {
            if (test.test(text)) {
              return true;
            }
          }
          return false;
        });
  }

  private static Meaning one(Text text, String value) {
    Predicate<String> test = containing(value);
    return new Test(row -> test.test(text.of(row)));
  }

  private static Predicate<String> containing(String value) {
    return value.indexOf('*') < 0 ? t -> t.contains(value) : Glob.of("*" + value + "*");
  }

  private static String words(List<String> words) {
    return words.stream().collect(Collectors.joining(", "));
  }
}
