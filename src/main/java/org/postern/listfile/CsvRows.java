package org.postern.listfile;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.listfile.Form.Format;
import org.postern.policy.Listing;

/**
 * A CSV file with a header; which columns it has and in which order, the header says. A record is
 * put together from its lines and read by itself, so that a bad one is refused alone.
 */
final class CsvRows extends Ahead<Row> {
  static final int LONGEST = 1 << 20;

  private static final int MAX_FIELD = 10_000;
  private static final int MAX_FIELDS = 100;
  private static final List<String> NAMES = List.of("pattern", "domain", "domainname", "value");

  private final Lines lines;
  private final char separator;
  private final boolean defender;
  private final List<String> header;

  /**
   * A record of one or several lines.
   *
   * @param trouble of one of its lines
   */
  private record Whole(long line, String text, @Nullable String trouble) {}

  CsvRows(Lines lines, Format format) {
    this.lines = lines;
    this.defender = format == Format.DEFENDER;
    Whole first = whole();
    if (first == null || first.trouble != null) {
      throw new UnreadableList("It has no header line.");
    }
    this.separator =
        separator(first.text)
            .orElseThrow(
                () ->
                    new UnreadableList(
                        "Its first line is no header with a column “pattern” or “domain”."));
    this.header =
        fields(first.text).stream()
            .map(s -> s.strip().toLowerCase(Locale.ROOT).replace(" ", ""))
            .toList();
  }

  /** By what the columns of a header are separated; empty if it can be no header of a list. */
  static Optional<Character> separator(String line) {
    for (char separator : new char[] {',', ';', '\t'}) {
      if (names(line, separator).stream().anyMatch(NAMES::contains)) {
        return Optional.of(separator);
      }
    }
    return Optional.empty();
  }

  /** Whether a header is one of Exchange's or Defender's. */
  static boolean isDefender(String line) {
    return separator(line)
        .map(s -> names(line, s))
        .filter(n -> !n.contains("pattern") && !n.contains("domain"))
        .isPresent();
  }

  private static List<String> names(String line, char separator) {
    return java.util.Arrays.stream(line.split(java.util.regex.Pattern.quote("" + separator)))
        .map(c -> c.strip().replace("\"", "").replace(" ", "").toLowerCase(Locale.ROOT))
        .toList();
  }

  @Override
  @Nullable Row read() {
    Whole record = whole();
    return record == null ? null : row(record);
  }

  private Row row(Whole record) {
    if (record.trouble != null) {
      return Row.unreadable(record.line, record.trouble);
    }
    List<String> fields;
    try {
      fields = fields(record.text);
    } catch (CsvParseException e) {
      return Row.unreadable(record.line, "It is no valid CSV, or a field is too long.");
    }
    Listing meant = null;
    if (defender) {
      String action = field(fields, "action");
      meant =
          action.equalsIgnoreCase("allow")
              ? Listing.TRUSTED
              : action.equalsIgnoreCase("block") ? Listing.BLOCKED : null;
    }
    String pattern = "";
    for (String name : NAMES) {
      pattern = pattern.isEmpty() ? field(fields, name) : pattern;
    }
    return new Row(
        record.line,
        pattern,
        either(fields, "note", "notes"),
        field(fields, "owner"),
        field(fields, "source"),
        defender ? ends(fields) : field(fields, "expires"),
        field(fields, "mode"),
        meant,
        null);
  }

  private String ends(List<String> fields) {
    String text = either(fields, "expirationdate", "removeon");
    return text.equalsIgnoreCase("never") ? "" : text;
  }

  private String either(List<String> fields, String one, String two) {
    String first = field(fields, one);
    return first.isEmpty() ? field(fields, two) : first;
  }

  private String field(List<String> fields, String column) {
    int index = header.indexOf(column);
    return index < 0 || index >= fields.size() ? "" : Cells.asWritten(fields.get(index));
  }

  private List<String> fields(String record) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(
                CsvRecordHandler.of(
                    c ->
                        c.maxFields(MAX_FIELDS)
                            .maxFieldSize(MAX_FIELD)
                            .maxRecordSize(4 * MAX_FIELD)),
                record)) {
      return reader.iterator().next().getFields();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The next record: a line, and those after it while a quoted field is open. */
  private @Nullable Whole whole() {
    Lines.Line line = lines.next();
    while (line != null
        && line.trouble() == null
        && (line.text().isBlank() || line.text().startsWith("#"))) {
      line = lines.next();
    }
    if (line == null) {
      return null;
    }
    long number = line.number();
    if (line.trouble() != null) {
      return new Whole(number, "", line.trouble());
    }
    if (!open(line.text(), false)) {
      return new Whole(number, line.text(), null);
    }
    StringBuilder text = new StringBuilder(line.text());
    String trouble = null;
    boolean open = true;
    while (open) {
      line = lines.next();
      if (line == null || text.length() > LONGEST) {
        throw new UnreadableList(
            "It is not valid CSV: a quote that opens in line " + number + " never closes.");
      }
      trouble = trouble == null ? line.trouble() : trouble;
      text.append('\n').append(line.text());
      open = open(line.text(), true);
    }
    return new Whole(number, text.toString(), trouble);
  }

  /** Whether a quoted field is still open at the end of a line. */
  private boolean open(String line, boolean before) {
    if (!before && line.indexOf('"') < 0) {
      return false;
    }
    boolean quoted = before;
    boolean start = !before;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        quoted = c != '"';
        start = false;
      } else if (c == '"') {
        // A second quote right behind the first one stands for itself.
        quoted = start || (i > 0 && line.charAt(i - 1) == '"');
        start = false;
      } else {
        start = c == ',' || c == ';' || c == '\t';
      }
    }
    return quoted;
  }
}
