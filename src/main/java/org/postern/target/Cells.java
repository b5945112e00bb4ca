package org.postern.target;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.bundle.BundleException;

/** Tables for scripts (RFC 4180). */
final class Cells {
  private final StringWriter text = new StringWriter();
  private final CsvWriter csv = CsvWriter.builder().bufferSize(0).build(text);

  void row(String... cells) {
    csv.writeRecord(cells);
  }

  /** The table, and the script that reads this table and no other. */
  void write(String table, String script, Source source, Sink sink)
      throws IOException, BundleException {
    String digest = sink.file(table, out -> out.add(text.toString())).digest();
    String hash = digest.substring(digest.indexOf(':') + 1).toUpperCase(Locale.ROOT);
    sink.file(script, Template.of(script, Map.of("SERIAL", source.serial(), "SHA256", hash)));
  }

  /** The rows of a file, without its head. */
  static List<List<String>> rows(Map<String, byte[]> files, String name) {
    List<List<String>> rows = new ArrayList<>();
    String text = new String(files.getOrDefault(name, new byte[0]), StandardCharsets.US_ASCII);
    for (CsvRecord record : CsvReader.builder().ofCsvRecord(text)) {
      rows.add(record.getFields());
    }
    return rows.isEmpty() ? rows : rows.subList(1, rows.size());
  }
}
