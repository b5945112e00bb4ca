package org.postern.mail.hint;

import java.util.List;
import java.util.Locale;

/** Dates as people write them. Pure functions. */
final class Dates {
  private static final List<String> MONTHS =
      List.of(
          "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "MAI",
          "OKT", "DEZ", "MÄR", "JANV", "FÉV", "AVR", "JUIN", "AOÛ", "DÉC");

  private Dates() {}

  /** Where a date that begins here ends; {@code start} if none does. */
  static int end(String text, int start) {
    int i = start;
    int numbers = 0;
    boolean year = false;
    boolean month = false;
    for (int piece = 0; piece < 3; piece++) {
      int from = i;
      while (i < text.length() && i - from < 12 && Character.isLetterOrDigit(text.charAt(i))) {
        i++;
      }
      String word = text.substring(from, i);
      if (isNumber(word)) {
        numbers++;
        year |= word.length() == 4;
      } else if (piece < 2 && isMonth(word)) {
        month = true;
      } else {
        return start;
      }
      if (piece < 2) {
        int gap = i;
        while (i < text.length() && i - gap < 2 && " ./-,".indexOf(text.charAt(i)) >= 0) {
          i++;
        }
        if (i == gap) {
          return start;
        }
      }
    }
    boolean whole = (numbers == 3 || (numbers == 2 && month)) && plausible(text, start, i);
    return whole && (year || numbers == 3) ? i : start;
  }

  private static boolean plausible(String text, int start, int end) {
    return text.substring(start, end).chars().filter(Character::isDigit).count() <= 8;
  }

  /** 7, 07, 7th, 1985. */
  private static boolean isNumber(String word) {
    int digits = 0;
    while (digits < word.length() && word.charAt(digits) >= '0' && word.charAt(digits) <= '9') {
      digits++;
    }
    String rest = word.substring(digits).toLowerCase(Locale.ROOT);
    boolean ordinal = rest.isEmpty() || List.of("st", "nd", "rd", "th").contains(rest);
    boolean fits = digits == 1 || digits == 2 || (digits == 4 && "12".indexOf(word.charAt(0)) >= 0);
    return fits && ordinal;
  }

  private static boolean isMonth(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return MONTHS.stream().anyMatch(upper::startsWith);
  }
}
