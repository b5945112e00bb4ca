package org.postern.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.files.AtomicFiles;
import org.postern.listfile.ListWriter;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern list export}: writes a list out, for people, spreadsheets or programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a list to a file or to standard output.",
      "plain = the patterns only; csv = with note, owner and so on, and with cells that a",
      "spreadsheet would run as a formula made harmless by a leading '; json = one array.",
      "postern list import reads all three back."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:bad usage, or a file or the data directory cannot be used"})
final class ListExport implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @Mixin @Nullable DataDirectory data;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "plain, csv or json. Default: what the name of FILE says, else plain.")
  ListWriter.@Nullable Format format;

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

  private void replace(Store store, Path target) throws IOException, StoreException {
    AtomicFiles.<StoreException>write(
        target,
        AtomicFiles.Readers.OWNER,
        bytes -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
          write(store, out);
          out.flush();
        });
  }

  private void write(Store store, Writer out) throws IOException, StoreException {
    ListWriter writer = new ListWriter(chosen(), out);
    store
        .lists()
        .export(
            Objects.requireNonNull(listing),
            ListCommand.officer(),
            file == null ? "-" : String.valueOf(file.getFileName()),
            item -> writer.add(item.entry(), item.created(), item.createdBy()));
    writer.end();
  }

  private ListWriter.Format chosen() {
    if (json) {
      return ListWriter.Format.JSON;
    }
    return format != null ? format : ListWriter.Format.of(file == null ? "" : file.toString());
  }
}
