package org.postern.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.files.AtomicFiles;
import org.postern.officer.Right;

/**
 * Writes the record of acts to a file for another system: whole or not at all, and recorded itself.
 * Everything an attacker may have chosen is escaped for the format. Not thread-safe.
 */
public final class AuditExport {
  /** What the lines look like. */
  public enum Format {
    /** One JSON object a line, ASCII. */
    JSONL,
    /** ArcSight Common Event Format, version 0. */
    CEF,
    /** RFC 5424 syslog messages, facility 13 (log audit), severity informational. */
    RFC5424
  }

  private static final int PAGE = 5_000;

  private final Store store;

  public AuditExport(Store store) {
    this.store = store;
  }

  /**
   * Writes the records behind a number, oldest first; the last one is the export itself, so that
   * the file names the head of the chain.
   *
   * @param officer who does it, in open mode
   * @return how many were written
   */
  public long write(Path file, Format format, long after, String officer)
      throws StoreException, IOException {
    store
        .journal()
        .append(
            Right.AUDIT,
            officer,
            "record.exported",
            file.getFileName().toString(),
            Map.of("format", format.name(), "after", after));
    long[] written = {0};
    AtomicFiles.<StoreException>write(
        file,
        AtomicFiles.Readers.OWNER,
        bytes -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
          List<Journal.Act> page;
          long from = after;
          do {
            page = store.journal().page(from, PAGE);
            for (Journal.Act act : page) {
              out.write(line(act, format));
              out.write('\n');
              from = act.seq();
            }
            written[0] += page.size();
          } while (page.size() == PAGE);
          out.flush();
        });
    return written[0];
  }

  static String line(Journal.Act act, Format format) {
    return switch (format) {
      case JSONL -> Json.ascii(fields(act));
      case CEF ->
          "CEF:0|Postern|Postern|1|"
              + header(act.act())
              + "|"
              + header(act.act())
              + "|3|rt="
              + act.at().toEpochMilli()
              + " externalId="
              + act.seq()
              + " suser="
              + extension(act.officer())
              + " msg="
              + extension(act.subject())
              + " cs1Label=details cs1="
              + extension(act.details())
              + " cs2Label=hash cs2="
              + act.hash();
      case RFC5424 ->
          "<110>1 "
              + act.at().truncatedTo(ChronoUnit.MICROS)
              + " - postern - "
              + act.act().replaceAll("[^!-~]", "_")
              + " [postern@32473 seq=\""
              + act.seq()
              + "\" officer=\""
              + parameter(act.officer())
              + "\" subject=\""
              + parameter(act.subject())
              + "\" hash=\""
              + act.hash()
              + "\"] "
              + Json.ascii(fields(act));
    };
  }

  private static Map<String, Object> fields(Journal.Act act) {
    var fields = new TreeMap<String, Object>();
    fields.put("seq", act.seq());
    fields.put("at", act.at().toString());
    fields.put("officer", act.officer());
    fields.put("act", act.act());
    fields.put("subject", act.subject());
    fields.put("details", act.details());
    if (act.session() != null) {
      fields.put("session", act.session());
    }
    fields.put("prev", act.prevHash());
    fields.put("hash", act.hash());
    return fields;
  }

  private static String header(String text) {
    return ascii(text).replace("\\", "\\\\").replace("|", "\\|");
  }

  private static String extension(String text) {
    return ascii(text).replace("\\", "\\\\").replace("=", "\\=");
  }

  /** RFC 5424 §6.3.3. */
  private static String parameter(String text) {
    return ascii(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
  }

  /** No line break, no escape sequence, nothing that turns the direction of a terminal. */
  private static String ascii(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
              } else {
                out.append("U+%04X".formatted(c));
              }
            });
    return out.toString();
  }
}
