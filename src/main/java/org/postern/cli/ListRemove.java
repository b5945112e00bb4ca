package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern list remove}: removes patterns; their history stays. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {"Removes patterns from a list, as one change. Their history is kept."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every pattern was on the list and is not any more",
      "1:some are no patterns, or were not on the list",
      "2:bad usage, or the data directory cannot be used"
    })
final class ListRemove extends StoreCommand {
  @Option(names = "--note", paramLabel = "TEXT", description = "Why they are removed.")
  String note = "";

  @Option(names = "--json", description = "Say what was done as one JSON object.")
  boolean json;

  @Parameters(index = "0", paramLabel = "LIST", description = "trusted or blocked")
  @Nullable Listing listing;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATTERN",
      description = "What to remove.")
  List<String> patterns = new ArrayList<>();

  @Override
  int run(Store store, Tell tell) throws StoreException {
    ListReport report = new ListReport();
    Map<EntryPattern, Long> parsed = ListAdd.parse(patterns, report);
    List<EntryPattern> gone =
        new Changing(store, report).remove(Objects.requireNonNull(listing), parsed.keySet(), note);
    for (EntryPattern missing : gone) {
      report.invalid(
          "pattern",
          Objects.requireNonNull(parsed.get(missing)),
          missing.text(),
          "It is not on the list.");
    }
    return report.print(Objects.requireNonNull(spec), json);
  }
}
