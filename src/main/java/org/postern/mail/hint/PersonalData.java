package org.postern.mail.hint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what looks like personal data: numbers by their form and check digits, dates and numbers
 * without a form of their own only behind a word that names them. One pass; what stands at one
 * place is looked at for a bounded number of characters. Pure functions.
 */
final class PersonalData {
  /**
   * @param masked unreadable but for its end
   */
  record Found(String what, String masked) {}

  /** What words announce, where they stand near before it. */
  private enum Announced {
    PASSPORT("PASSPORT|PASSEPORT|REISEPASS|PASAPORTE"),
    SERVICE(
        "SERVICE NUMBER|SERVICE NO|SVC NO|SERVICE ID|DOD ID|EDIPI|ARMY NUMBER|PERSONNEL NUMBER"
            + "|STAFF NUMBER|PERSONENKENNZIFFER"),
    BORN(
        "DATE OF BIRTH|DOB|D.O.B|BORN|BIRTH DATE|BIRTHDATE|BIRTHDAY|GEBOREN|GEBURTSDATUM|NÉ LE"
            + "|NÉE LE|DATE DE NAISSANCE"),
    SECURITY("SSN|SOCIAL SECURITY");

    private final String words;

    Announced(String words) {
      this.words = words;
    }

    private Stream<String> all() {
      return Stream.of(words.split("\\|"));
    }
  }

  private static final List<Announced> OWNERS = owners();
  private static final WordFinder WORDS =
      new WordFinder(
          Stream.of(Announced.values()).flatMap(Announced::all).map(Folded::term).toList());

  private static final int MOST = 1_000;
  private static final int AHEAD = 64;
  private static final int NEAR = 40;

  private final String text;
  private final Map<Announced, Integer> announced = new EnumMap<>(Announced.class);
  private final List<Found> found = new ArrayList<>();

  private PersonalData(String text) {
    this.text = text;
  }

  private static List<Announced> owners() {
    List<Announced> owners = new ArrayList<>();
    for (Announced a : Announced.values()) {
      a.all().forEach(_ -> owners.add(a));
    }
    return List.copyOf(owners);
  }

  static List<Found> in(Folded text) {
    PersonalData data = new PersonalData(text.clean());
    List<WordFinder.Match> words = WORDS.in(text.folded());
    int word = 0;
    int clean = data.text.length();
    for (int i = 0; i < clean && data.found.size() < MOST; i++) {
      while (word < words.size() && text.from()[words.get(word).end() - 1] < i) {
        WordFinder.Match m = words.get(word++);
        data.announced.put(OWNERS.get(m.term()), text.from()[m.end() - 1] + 1);
      }
      if (Character.isLetterOrDigit(data.text.charAt(i))
          && (i == 0 || !Character.isLetterOrDigit(data.text.charAt(i - 1)))) {
        i = Math.max(i, data.at(i) - 1);
      }
    }
    return data.found;
  }

  /** Where what begins here ends; the same place if nothing does. */
  private int at(int i) {
    char c = text.charAt(i);
    if (c >= '0' && c <= '9') {
      int end = card(i);
      end = end > i ? end : security(i);
      end = end > i ? end : announced(i);
      return end;
    }
    if (c >= 'A' && c <= 'Z') {
      int end = passportLine(i);
      end = end > i ? end : iban(i);
      end = end > i ? end : insurance(i);
      end = end > i ? end : announced(i);
      return end;
    }
    return c >= 'a' && c <= 'z' ? announced(i) : i;
  }

  private int took(String what, int start, int end, int shown) {
    found.add(new Found(what, masked(text.substring(start, end), shown)));
    return end;
  }

  private static String masked(String value, int shown) {
    StringBuilder masked = new StringBuilder();
    int left = (int) value.chars().filter(Character::isLetterOrDigit).count();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean hidden = Character.isLetterOrDigit(c) && left-- > shown;
      masked.append(hidden ? '•' : c);
    }
    return masked.toString();
  }

  private char charAt(int i) {
    return i >= 0 && i < text.length() ? text.charAt(i) : '\n';
  }

  private boolean digit(int i) {
    char c = charAt(i);
    return c >= '0' && c <= '9';
  }

  /** ISO/IEC 7812: groups as they are printed, a known beginning, a right check digit (Luhn). */
  private int card(int start) {
    if ("=/@_.&?%#-+".indexOf(charAt(start - 1)) >= 0) {
      return start; // a number within something else
    }
    StringBuilder digits = new StringBuilder();
    StringBuilder groups = new StringBuilder();
    int group = 0;
    int i = start;
    char separator = 0;
    for (; i < start + AHEAD; i++) {
      char c = charAt(i);
      if (digit(i)) {
        digits.append(c);
        group++;
      } else if ((c == ' ' || c == '-') && digit(i + 1) && (separator == 0 || separator == c)) {
        separator = c;
        groups.append(group).append('-');
        group = 0;
      } else {
        break;
      }
    }
    String form = groups.append(group).toString();
    boolean printed =
        form.equals("4-4-4-4")
            || form.equals("4-6-5")
            || form.equals("4-4-4-4-3")
            || (separator == 0 && digits.length() >= 13 && digits.length() <= 19);
    char next = charAt(i);
    boolean ends =
        !Character.isLetterOrDigit(next)
            && "@_=/-".indexOf(next) < 0
            && !(next == '.' && digit(i + 1));
    return printed && ends && isCard(digits) ? took("a payment card number", start, i, 4) : start;
  }

  private static boolean isCard(CharSequence digits) {
    String d = digits.toString();
    int two = Integer.parseInt(d.substring(0, 2));
    int four = Integer.parseInt(d.substring(0, 4));
    int n = d.length();
    boolean known =
        (d.charAt(0) == '4' && (n == 13 || n == 16 || n == 19))
            || (n == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)))
            || (n == 15 && (two == 34 || two == 37))
            || (n == 16 && (four == 6011 || two == 65));
    int sum = 0;
    for (int i = 0; i < n; i++) {
      int v = d.charAt(n - 1 - i) - '0';
      sum += i % 2 == 0 ? v : v > 4 ? 2 * v - 9 : 2 * v;
    }
    return known && sum % 10 == 0 && d.chars().distinct().count() > 1;
  }

  /** A US social security number: 3-2-4 digits, or nine behind a word that says so. */
  private int security(int start) {
    int end = start;
    if (form(start, "ddd-dd-dddd") || form(start, "ddd dd dddd")) {
      end = start + 11;
    } else if (form(start, "ddddddddd") && near(Announced.SECURITY, start)) {
      end = start + 9;
    }
    if (end == start
        || Character.isLetterOrDigit(charAt(end))
        || "-./".indexOf(charAt(start - 1)) >= 0
        || charAt(end) == '-') {
      return start;
    }
    String d = text.substring(start, end).replaceAll("[ -]", "");
    boolean issued =
        !d.startsWith("000")
            && !d.startsWith("666")
            && d.charAt(0) != '9'
            && !d.startsWith("00", 3)
            && !d.endsWith("0000");
    boolean blanks = charAt(start + 3) == ' ' && !near(Announced.SECURITY, start);
    return issued && !blanks ? took("a US social security number", start, end, 2) : start;
  }

  /** Whether a form of digits (d) and other characters stands here. */
  private boolean form(int start, String form) {
    for (int i = 0; i < form.length(); i++) {
      if (form.charAt(i) == 'd' ? !digit(start + i) : charAt(start + i) != form.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean near(Announced what, int start) {
    Integer end = announced.get(what);
    return end != null && start >= end && start - end <= NEAR;
  }

  private int announced(int start) {
    if (near(Announced.BORN, start)) {
      int end = Dates.end(text, start);
      if (end > start) {
        announced.remove(Announced.BORN);
        return took("a date of birth", start, end, 0);
      }
    }
    String what =
        near(Announced.PASSPORT, start)
            ? "a passport number"
            : near(Announced.SERVICE, start) ? "a service number" : null;
    return what == null ? start : number(start, what);
  }

  /** A number without a form: six digits or more, three capitals at most. */
  private int number(int start, String what) {
    int i = start;
    int digits = 0;
    while (i < start + 16 && Character.isLetterOrDigit(charAt(i))) {
      char c = charAt(i);
      if (!digit(i) && (c < 'A' || c > 'Z')) {
        return start;
      }
      digits += digit(i) ? 1 : 0;
      i++;
    }
    boolean fits = digits >= 6 && i - start <= 11 && i - start - digits <= 3;
    return fits && charAt(i) != '@' ? took(what, start, i, 2) : start;
  }

  /** The first line of a passport's machine-readable zone (ICAO 9303). */
  private int passportLine(int start) {
    if (charAt(start) != 'P' || charAt(start + 1) != '<') {
      return start;
    }
    int i = start + 2;
    while (i < start + 44 && (charAt(i) == '<' || (charAt(i) >= 'A' && charAt(i) <= 'Z'))) {
      i++;
    }
    return i == start + 44 && text.startsWith("<<", i - 2)
        ? took("a passport", start, i, 0)
        : start;
  }

  /** A UK National Insurance number: two letters, six digits, a letter from A to D. */
  private int insurance(int start) {
    String first = "ABCEGHJKLMNOPRSTWXYZ";
    if (first.indexOf(charAt(start)) < 0
        || charAt(start + 1) == 'O'
        || first.indexOf(charAt(start + 1)) < 0) {
      return start;
    }
    String pair = text.substring(start, start + 2);
    if (List.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ").contains(pair)) {
      return start;
    }
    int i = start + 2;
    int digits = 0;
    while (digits < 6) {
      if (digits % 2 == 0 && charAt(i) == ' ') {
        i++;
      }
      if (!digit(i)) {
        return start;
      }
      i++;
      digits++;
    }
    i += charAt(i) == ' ' ? 1 : 0;
    char last = charAt(i);
    return last >= 'A' && last <= 'D' && !Character.isLetterOrDigit(charAt(i + 1))
        ? took("a UK National Insurance number", start, i + 1, 2)
        : start;
  }

  private int iban(int start) {
    @Nullable Integer length = Iban.length(text, start);
    if (length == null) {
      return start;
    }
    StringBuilder value = new StringBuilder();
    int i = start;
    while (i < start + AHEAD && value.length() < length) {
      char c = charAt(i);
      if (c != ' ') {
        if (!digit(i) && (c < 'A' || c > 'Z')) {
          return start;
        }
        value.append(c);
      }
      i++;
    }
    return value.length() == length && !Character.isLetterOrDigit(charAt(i)) && Iban.isValid(value)
        ? took("a bank account number (IBAN)", start, i, 4)
        : start;
  }
}
