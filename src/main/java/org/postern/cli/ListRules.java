package org.postern.cli;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.Rules;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern list rules}: what happens to a domain that no entry covers. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = {
      "Says what happens to mail for a domain that no entry covers, or changes it. Once officers",
      "are enrolled, a change is proposed and needs another officer's approval.",
      "",
      "cautious: holds about 94 of 100 typing slips, and 1 in 500 harmless strangers;",
      "balanced (the default): 97 of 100, and 1 in 220; strict: 98 of 100, and 1 in 110."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:bad usage, or the data directory cannot be used"})
final class ListRules extends StoreCommand {
  @Option(
      names = "--sensitivity",
      paramLabel = "HOW",
      description = "How readily a domain counts as a lookalike: cautious, balanced or strict.")
  @Nullable Sensitivity sensitivity;

  @Option(
      names = "--unlisted",
      paramLabel = "WHAT",
      description = "A domain that resembles nothing: deliver, or hold.")
  @Nullable Unlisted unlisted;

  @Option(names = "--json", description = "Say it as one JSON object.")
  boolean json;

  @Override
  int run(Store store, Tell tell) throws StoreException {
    Rules before = store.lists().rules();
    Rules wanted = before;
    if (sensitivity != null) {
      wanted = wanted.with(sensitivity);
    }
    if (unlisted != null) {
      wanted = wanted.with(unlisted);
    }
    if (!wanted.equals(before)) {
      ListReport report = new ListReport();
      new Changing(store, report).rules(wanted, "rules: command line");
      return report.print(Objects.requireNonNull(spec), json);
    }
    if (json) {
      tell.say(
          Tell.mapper()
              .writeValueAsString(
                  Map.of(
                      "sensitivity", before.sensitivity().word(),
                      "unlisted", before.unlisted().word(),
                      "known", before.known())));
    } else {
      tell.say("sensitivity " + before.sensitivity().word() + ": " + before.sensitivity().stated());
      tell.say("unlisted " + before.unlisted().word());
    }
    return 0;
  }
}
