package org.postern.listfile;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a list so that {@link ListFile} reads it back: CSV and JSON with everything that an entry
 * says, plain with the patterns only. In CSV, cells that a spreadsheet would run as a formula are
 * made harmless by a leading {@code '}, which goes again when they are read. For one thread.
 */
public final class ListWriter {
  /** How a list is written. */
  public enum Format {
    PLAIN,
    CSV,
    JSON;

    /** What the name of a file says; plain if it says nothing. */
    public static Format of(String fileName) {
      String name = fileName.toLowerCase(Locale.ROOT);
      return name.endsWith(".csv") ? CSV : name.endsWith(".json") ? JSON : PLAIN;
    }
  }

  private final Format format;
  private final Writer out;
  private final @Nullable CsvWriter csv;

  /** Non-ASCII escaped: what stands in a list may have been chosen to confuse a terminal. */
  private final JsonMapper json =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private boolean begun;

  /** Begins; the caller flushes and closes {@code out} after {@link #end}. */
  public ListWriter(Format format, Writer out) {
    this.format = format;
    this.out = out;
    this.csv = format == Format.CSV ? CsvWriter.builder().build(out) : null;
    if (csv != null) {
      csv.writeRecord(
          "pattern", "mode", "note", "owner", "source", "expires", "created", "created_by");
    }
  }

  /** Writes one entry, added once by somebody. */
  public void add(Entry entry, Instant created, String createdBy) {
    try {
      switch (format) {
        case PLAIN -> out.write(entry.pattern().text() + "\n");
        case CSV -> addCsv(entry, created, createdBy);
        case JSON -> {
          out.write(begun ? ",\n" : "[\n");
          out.write(json.writeValueAsString(object(entry, created, createdBy)));
        }
      }
      begun = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what stands at the end. */
  public void end() {
    try {
      if (csv != null) {
        // Flushed, not closed: what is written to belongs to the caller.
        csv.flush();
      }
      if (format == Format.JSON) {
        out.write(begun ? "\n]\n" : "[]\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addCsv(Entry entry, Instant created, String createdBy) {
    if (csv != null) {
      csv.writeRecord(
          Cells.harmless(entry.pattern().text()),
          entry.mode().word(),
          Cells.harmless(entry.note()),
          Cells.harmless(entry.owner()),
          Cells.harmless(entry.source()),
          ends(entry),
          created.toString(),
          Cells.harmless(createdBy));
    }
  }

  private static Map<String, @Nullable Object> object(
      Entry entry, Instant created, String createdBy) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("pattern", entry.pattern().text());
    one.put("listing", entry.listing().word());
    one.put("mode", entry.mode().word());
    one.put("note", entry.note());
    one.put("owner", entry.owner());
    one.put("source", entry.source());
    one.put("expires", ends(entry));
    one.put("created", created.toString());
    one.put("createdBy", createdBy);
    return one;
  }

  /** Said, because a reader takes nothing for what is usual there. */
  private static String ends(Entry entry) {
    return entry.expires() == null ? Cells.NEVER : entry.expires().toString();
  }
}
