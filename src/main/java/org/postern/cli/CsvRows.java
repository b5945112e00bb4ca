package org.postern.cli;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** A CSV file with a header; which columns it has and in which order, the header says. */
final class CsvRows implements Iterator<ListRow> {
  private static final int MAX_FIELD = 10_000;
  private static final int MAX_FIELDS = 100;

  /** What a spreadsheet would run as a formula, if it came first in a cell. */
  private static final String FORMULA = "=+-@\t\r";

  private final Iterator<CsvRecord> records;
  private final List<String> header;

  CsvRows(Reader in, char separator) {
    this.records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .commentStrategy(CommentStrategy.SKIP)
            .skipEmptyLines(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(
                CsvRecordHandler.of(
                    c ->
                        c.maxFields(MAX_FIELDS)
                            .maxFieldSize(MAX_FIELD)
                            .maxRecordSize(4 * MAX_FIELD)),
                in)
            .iterator();
    this.header =
        records.next().getFields().stream().map(s -> s.strip().toLowerCase(Locale.ROOT)).toList();
  }

  /** True if this line can be the header of a list. */
  static boolean isHeader(String line, char separator) {
    for (String column : line.toLowerCase(Locale.ROOT).split(Character.toString(separator))) {
      String name = column.strip().replace("\"", "");
      if (name.equals("pattern") || name.equals("domain")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean hasNext() {
    try {
      return records.hasNext();
    } catch (CsvParseException e) {
      throw new UnreadableList("It is not valid CSV: " + e.getMessage(), e);
    }
  }

  @Override
  public ListRow next() {
    CsvRecord row;
    try {
      row = records.next();
    } catch (CsvParseException e) {
      throw new UnreadableList("It is not valid CSV: " + e.getMessage(), e);
    }
    String pattern = field(row, "pattern");
    return new ListRow(
        row.getStartingLineNumber(),
        pattern.isEmpty() ? field(row, "domain") : pattern,
        field(row, "note"),
        field(row, "owner"),
        field(row, "expires"),
        field(row, "mode"),
        null);
  }

  private String field(CsvRecord row, String column) {
    int index = header.indexOf(column);
    return index < 0 || index >= row.getFieldCount() ? "" : asWritten(row.getField(index));
  }

  /** What no spreadsheet takes for a formula; {@link #asWritten} gives back what it was. */
  static String harmless(String text) {
    return !text.isEmpty() && (text.charAt(0) == '\'' || FORMULA.indexOf(text.charAt(0)) >= 0)
        ? "'" + text
        : text;
  }

  private static String asWritten(String text) {
    return text.length() > 1
            && text.charAt(0) == '\''
            && (text.charAt(1) == '\'' || FORMULA.indexOf(text.charAt(1)) >= 0)
        ? text.substring(1)
        : text;
  }
}
