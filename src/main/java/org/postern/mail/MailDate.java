package org.postern.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads RFC 5322 clause 3.3 dates with the obsolete zones and the habits of real mail; null where
 * nothing can be relied on.
 */
final class MailDate {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final Map<String, Integer> ZONES =
      Map.of(
          "est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt", -6, "pst", -8, "pdt", -7);

  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?:^|[^0-9a-z])(\\d{1,2})[ -]+([a-z]{3})[a-z]*\\.?[ ,-]+(\\d{2,4})[ ,]+(\\d{1,2})[:.](\\d{1,2})(?:[:.](\\d{1,2}))?"
              + "(?:[.,]\\d{1,9})?\\s*([ap]m)?\\s*([+-]\\s?\\d{1,4}(?::\\d\\d)?|[a-z]{1,5})?");

  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?:^|[^a-z])([a-z]{3})[a-z]*\\.? +(\\d{1,2}),? +(?:(\\d{4}),? +)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?\\s*([ap]m)?"
              + "\\s*([+-]\\d{4}|[a-z]{3,5})?(?: +(\\d{4}))?\\s*([+-]\\d{4})?");

  private MailDate() {}

  static @Nullable Instant parse(String header) {
    if (header.length() > 200) {
      return null;
    }
    String text =
        header
            .replaceAll("\\([^()]*\\)", " ")
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\s+", " ")
            .strip();
    Matcher day = DAY_FIRST.matcher(text);
    try {
      if (day.find()) {
        return at(
            day.group(3),
            day.group(2),
            day.group(1),
            day.group(4),
            day.group(5),
            day.group(6),
            day.group(7),
            day.group(8));
      }
      Matcher month = MONTH_FIRST.matcher(text);
      if (month.find()) {
        String year = month.group(3) != null ? month.group(3) : month.group(9);
        String zone = month.group(10) != null ? month.group(10) : month.group(8);
        return year == null
            ? null
            : at(
                year,
                month.group(1),
                month.group(2),
                month.group(4),
                month.group(5),
                month.group(6),
                month.group(7),
                zone);
      }
    } catch (DateTimeException | NumberFormatException _) {
      return null;
    }
    return null;
  }

  private static @Nullable Instant at(
      String year,
      String month,
      String day,
      String hour,
      String minute,
      @Nullable String second,
      @Nullable String half,
      @Nullable String zone) {
    int m = MONTHS.indexOf(month) + 1;
    int y = Integer.parseInt(year);
    // RFC 5322 clause 4.3.
    if (year.length() == 2) {
      y += y < 50 ? 2000 : 1900;
    } else if (year.length() == 3) {
      y += 1900;
    }
    int h = Integer.parseInt(hour);
    if (half != null) {
      h = h % 12 + (half.equals("pm") ? 12 : 0);
    }
    int s = second == null ? 0 : Math.min(59, Integer.parseInt(second));
    if (m == 0) {
      return null;
    }
    LocalDateTime local =
        LocalDateTime.of(y, m, Integer.parseInt(day), h, Integer.parseInt(minute), s);
    Integer offset = offsetSeconds(zone);
    return offset == null ? null : local.toInstant(ZoneOffset.UTC).minusSeconds(offset);
  }

  private static @Nullable Integer offsetSeconds(@Nullable String zone) {
    if (zone == null || zone.isBlank()) {
      return 0;
    }
    char sign = zone.charAt(0);
    if (sign != '+' && sign != '-') {
      return ZONES.getOrDefault(zone, 0) * 3600;
    }
    String digits = zone.replaceAll("\\D", "");
    int value = Integer.parseInt(digits);
    int seconds = digits.length() <= 2 ? value * 3600 : (value / 100) * 3600 + (value % 100) * 60;
    return seconds >= 24 * 3600 ? null : sign == '-' ? -seconds : seconds;
  }
}
