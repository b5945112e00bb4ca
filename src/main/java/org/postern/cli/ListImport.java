package org.postern.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.listfile.Defaults;
import org.postern.listfile.Form;
import org.postern.listfile.ListFile;
import org.postern.listfile.Reading;
import org.postern.listfile.UnreadableList;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.store.Standing;
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
      "A file is a plain list (a name a line, # begins a comment), CSV whose header names some",
      "of pattern, note, owner, source, expires, mode, JSON as exported, a hosts file, a response",
      "policy zone, a Postfix access or transport table, or an export of Exchange or Defender;",
      "packed with gzip or xz or not. - is standard input.",
      "What is on the list already stays as it is, unless --update."
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

  @Option(names = "--preview", description = "Only say what the import would do; change nothing.")
  boolean preview;

  @Option(
      names = "--update",
      description = "Give entries that are there already what the file says of them.")
  boolean update;

  @Option(
      names = "--leave-out",
      paramLabel = "KIND",
      split = ",",
      description = "covered (by a wider entry), conflicting (with the other list).")
  Set<Standing> leaveOut = EnumSet.noneOf(Standing.class);

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: what the file looks like.")
  Form.@Nullable Format format;

  @Option(
      names = "--encoding",
      paramLabel = "ENCODING",
      description = "${COMPLETION-CANDIDATES}. Default: what the file looks like.")
  Form.@Nullable Encoding encoding;

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
      try {
        add(store, stdin ? ListFile.once(System.in, name) : ListFile.at(file), report);
      } catch (UnreadableList e) {
        command
            .commandLine()
            .getErr()
            .println(
                "postern: "
                    + Inert.text(name)
                    + " was not imported. "
                    + Inert.text(String.valueOf(e.getMessage()))
                    + (preview ? "" : " What stands before it on the command line was imported."));
        report.print(command, json);
        return DataDirectory.UNUSABLE;
      }
    }
    return report.print(command, json);
  }

  private void add(Store store, ListFile file, ListReport report) throws StoreException {
    Form form =
        new Form(
            file.detected().packing(),
            encoding == null ? file.detected().encoding() : encoding,
            format == null ? file.detected().format() : format);
    Defaults defaults =
        new Defaults(
            Objects.requireNonNull(listing),
            story.mode,
            story.note,
            story.owner,
            file.name(),
            story.until(Objects.requireNonNull(listing), store));
    try (Reading reading = file.read(form, defaults)) {
      if (preview) {
        report.read(form);
        compare(store, reading, report);
      } else {
        new Changing(store, report).take(reading, standings(), "import of " + file.name());
      }
      for (Reading.Bad bad : reading.bad()) {
        report.invalid("line", bad.line(), bad.text(), bad.sentence());
      }
      report.moreInvalid(reading.badCount() - reading.bad().size());
    }
  }

  private static void compare(Store store, Reading reading, ListReport report) {
    Map<Standing, Long> counts = new EnumMap<>(Standing.class);
    store
        .imports()
        .compare(reading)
        .forEachRemaining(c -> counts.merge(c.standing(), 1L, Long::sum));
    for (Standing standing : Standing.values()) {
      report.add(standing.word(), counts.getOrDefault(standing, 0L));
    }
  }

  private Set<Standing> standings() {
    Set<Standing> wanted = EnumSet.complementOf(EnumSet.of(Standing.PRESENT, Standing.CHANGED));
    if (update) {
      wanted.add(Standing.CHANGED);
    }
    wanted.removeAll(leaveOut);
    return wanted;
  }
}
