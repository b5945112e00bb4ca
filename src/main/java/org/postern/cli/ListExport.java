package org.postern.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Entry;
import org.postern.policy.Listing;
import org.postern.store.Item;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code postern list export}: writes a list out, for people, spreadsheets or programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a list to a file or to standard output.",
      "plain = the patterns only; csv = with note, owner and so on, and with cells that a",
      "spreadsheet would run as a formula made harmless by a leading '; json = one array.",
      "postern list import reads plain and csv back."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:bad usage, or a file or the data directory cannot be used"})
final class ListExport implements Callable<Integer> {
  enum Format {
    PLAIN,
    CSV,
    JSON
  }

  @Spec @Nullable CommandSpec spec;
  @Mixin @Nullable DataDirectory data;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "plain, csv or json. Default: what the name of FILE says, else plain.")
  @Nullable Format format;

  @Option(names = "--json", description = "The same as --format json.")
  boolean json;

  @Parameters(index = "0", paramLabel = "LIST", description = "trusted or blocked")
  @Nullable Listing listing;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "It is replaced if it exists. Default, and -: standard output.")
  @Nullable Path file;

  @Override
  public Integer call() {
    return Objects.requireNonNull(data).use(this::run);
  }

  private int run(Store store) throws StoreException {
    CommandSpec command = Objects.requireNonNull(spec);
    try {
      if (file == null || file.toString().equals("-")) {
        PrintWriter out = command.commandLine().getOut();
        write(store, out);
        out.flush();
      } else {
        replace(store, file.toAbsolutePath());
      }
      return 0;
    } catch (IOException | UncheckedIOException e) {
      command
          .commandLine()
          .getErr()
          .println(
              "postern: "
                  + Inert.text(String.valueOf(file))
                  + " could not be written and is as it was. Check the directory and the space on"
                  + " the disk.");
      return DataDirectory.UNUSABLE;
    }
  }

  /** Readers of the file see the old one or the whole new one. */
  private void replace(Store store, Path target) throws IOException, StoreException {
    Path folder = Objects.requireNonNull(target.getParent());
    Path part = Files.createTempFile(folder, ".postern-", ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        Writer out =
            new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8),
                1 << 16);
        write(store, out);
        out.flush();
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void write(Store store, Writer out) throws IOException, StoreException {
    switch (chosen()) {
      case PLAIN -> each(store, item -> line(out, item.entry().pattern().text()));
      case CSV -> writeCsv(store, out);
      case JSON -> writeJson(store, out);
    }
  }

  private Format chosen() {
    if (json) {
      return Format.JSON;
    }
    if (format != null) {
      return format;
    }
    String name = file == null ? "" : file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") ? Format.CSV : name.endsWith(".json") ? Format.JSON : Format.PLAIN;
  }

  private void each(Store store, Consumer<Item> consumer) throws StoreException {
    store.lists().each(Objects.requireNonNull(listing), consumer);
  }

  private static void line(Writer out, String text) {
    try {
      out.write(text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeCsv(Store store, Writer out) throws IOException, StoreException {
    CsvWriter csv = CsvWriter.builder().build(out);
    csv.writeRecord(
        "pattern", "mode", "note", "owner", "source", "expires", "created", "created_by");
    each(
        store,
        item -> {
          Entry entry = item.entry();
          csv.writeRecord(
              CsvRows.harmless(entry.pattern().text()),
              entry.mode().word(),
              CsvRows.harmless(entry.note()),
              CsvRows.harmless(entry.owner()),
              CsvRows.harmless(entry.source()),
              entry.expires() == null ? "" : entry.expires().toString(),
              item.created().toString(),
              CsvRows.harmless(item.createdBy()));
        });
    // Flushed, not closed: what is written to belongs to the caller.
    csv.flush();
  }

  private void writeJson(Store store, Writer out) throws IOException, StoreException {
    JsonMapper mapper = ListReport.mapper();
    String[] between = {"[\n"};
    each(
        store,
        item -> {
          Entry entry = item.entry();
          Map<String, @Nullable Object> one = new LinkedHashMap<>();
          one.put("pattern", entry.pattern().text());
          one.put("listing", entry.listing().word());
          one.put("mode", entry.mode().word());
          one.put("note", entry.note());
          one.put("owner", entry.owner());
          one.put("source", entry.source());
          one.put("expires", entry.expires() == null ? null : entry.expires().toString());
          one.put("created", item.created().toString());
          one.put("createdBy", item.createdBy());
          try {
            out.write(between[0]);
            out.write(mapper.writeValueAsString(one));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          between[0] = ",\n";
        });
    out.write(between[0].equals("[\n") ? "[]\n" : "\n]\n");
  }
}
