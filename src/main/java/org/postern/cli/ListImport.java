package org.postern.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

/** {@code postern list import}: adds what stands in files. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Adds the entries in files to a list; each file is one change that can be undone.",
      "A file is a plain list (a name a line, # begins a comment), a hosts file, or CSV whose",
      "header names some of: pattern, note, owner, expires, mode. - is standard input.",
      "What is on the list already stays as it is."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every line is on the list now",
      "1:some lines are no entries and were left out; they are named by number",
      "2:bad usage, an unreadable file, or the data directory cannot be used"
    })
final class ListImport implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @Mixin @Nullable DataDirectory data;
  @Mixin ListCommand.Story story = new ListCommand.Story();

  @Option(names = "--json", description = "Say what was done as one JSON object.")
  boolean json;

  @Parameters(index = "0", paramLabel = "LIST", description = "trusted or blocked")
  @Nullable Listing listing;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "- = stdin")
  List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    return Objects.requireNonNull(data).use(this::run);
  }

  private int run(Store store) throws StoreException {
    CommandSpec command = Objects.requireNonNull(spec);
    ListReport report = new ListReport();
    for (Path file : files) {
      boolean stdin = file.toString().equals("-");
      String name = stdin ? "standard input" : file.toString();
      try (InputStream in = stdin ? System.in : Files.newInputStream(file)) {
        add(store, in, name, report);
      } catch (IOException | UncheckedIOException | UnreadableList e) {
        command
            .commandLine()
            .getErr()
            .println(
                "postern: "
                    + Inert.text(name)
                    + " was not imported. "
                    + sentence(e)
                    + " What stands before it on the command line was imported.");
        report.print(command, json);
        return DataDirectory.UNUSABLE;
      }
    }
    return report.print(command, json);
  }

  private void add(Store store, InputStream in, String name, ListReport report)
      throws IOException, StoreException {
    Reader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    ListReader reader = ListReader.of(text, Objects.requireNonNull(listing), story, name);
    new Changing(store, report).add(reader, "import of " + name);
    for (ListReader.Bad bad : reader.bad()) {
      report.invalid("line", bad.line(), bad.text(), bad.sentence());
    }
    report.moreInvalid(reader.badCount() - reader.bad().size());
  }

  private static String sentence(Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return switch (cause) {
      case NoSuchFileException _ -> "There is no such file.";
      case AccessDeniedException _ -> "It may not be read.";
      case UnreadableList list -> Inert.text(String.valueOf(list.getMessage()));
      default -> "It cannot be read: " + Inert.text(String.valueOf(cause.getMessage())) + ".";
    };
  }
}
