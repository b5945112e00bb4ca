package org.postern.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern list undo}: takes one revision of the lists back, by a new one. */
@Command(
    name = "undo",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a change of the lists back, by a new one: what it added goes, what it edited or removed",
      "is as before. Refused if any of it was changed again since. Once officers are enrolled, that",
      "is proposed."
    })
final class ListUndo extends StoreCommand {
  @Option(names = "--json", description = "Say what was done as one JSON object.")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERIAL",
      description =
          "The revision, as the change or `postern list at` named it. Default: the newest.")
  private @Nullable Long serial;

  @Override
  int run(Store store, Tell tell) throws StoreException {
    long newest = store.lists().serial();
    long undone = serial == null ? newest : serial;
    if (undone < 1 || undone > newest) {
      throw bad("There is no revision " + undone + " to take back; the newest is " + newest + ".");
    }
    ListReport report = new ListReport();
    new Changing(store, report).undo(undone, "undo of revision " + undone);
    return report.print(Objects.requireNonNull(spec), json);
  }
}
