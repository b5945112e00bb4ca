package org.postern.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Parsed;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern list add}: adds patterns given as arguments. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds patterns to a list, as one change. What is on the list already stays as it is."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every pattern is on the list now",
      "1:some are no patterns and were left out",
      "2:bad usage, or the data directory cannot be used"
    })
final class ListAdd extends StoreCommand {
  @Mixin ListCommand.Story story = new ListCommand.Story();

  @Option(names = "--json", description = "Say what was done as one JSON object.")
  boolean json;

  @Parameters(index = "0", paramLabel = "LIST", description = "trusted or blocked")
  @Nullable Listing listing;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATTERN", description = "What to add.")
  List<String> patterns = new ArrayList<>();

  @Override
  int run(Store store, Tell tell) throws StoreException {
    ListReport report = new ListReport();
    List<Entry> entries = new ArrayList<>();
    Instant expires = story.until(Objects.requireNonNull(listing), store);
    for (EntryPattern pattern : parse(patterns, report).keySet()) {
      entries.add(
          new Entry(
              pattern,
              Objects.requireNonNull(listing),
              story.mode,
              story.note,
              story.owner,
              "command line",
              expires));
    }
    new Changing(store, report)
        .add(entries.iterator(), story.note.isEmpty() ? "command line" : story.note);
    return report.print(Objects.requireNonNull(spec), json);
  }

  /** The arguments that are patterns, with their number; the others go into the report. */
  static Map<EntryPattern, Long> parse(List<String> arguments, ListReport report) {
    Map<EntryPattern, Long> patterns = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      switch (EntryPattern.parse(arguments.get(i))) {
        case Parsed.Ok<EntryPattern>(EntryPattern pattern) -> patterns.putIfAbsent(pattern, i + 1L);
        case Parsed.Malformed<EntryPattern>(Parsed.Reason reason, int _, String _) ->
            report.invalid("pattern", i + 1L, arguments.get(i), reason.sentence());
      }
    }
    return patterns;
  }
}
