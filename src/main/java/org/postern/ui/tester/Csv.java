package org.postern.ui.tester;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.postern.mail.Inert;
import org.postern.policy.slip.Resemblance;

/**
 * Many answers as CSV (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe in
 * front. Pure.
 */
final class Csv {
  private Csv() {}

  static String of(List<TesterModel.Row> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord("input", "verdict", "disposition", "meant", "why", "proof");
      for (TesterModel.Row row : rows) {
        csv.writeRecord(
            safe(row.verdict().input()),
            row.verdict().word(),
            row.verdict().disposition().word(),
            safe(row.verdict().resemblance().map(Resemblance::meant).orElse("")),
            safe(row.headline()),
            row.verdict().proof().hash());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string always takes more", e);
    }
    return text.toString();
  }

  private static String safe(String cell) {
    String shown = Inert.text(cell);
    return !shown.isEmpty() && "=+-@".indexOf(shown.charAt(0)) >= 0 ? "'" + shown : shown;
  }
}
