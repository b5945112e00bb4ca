package org.postern.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern quarantine}: what gateways hold, and what becomes of it. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description =
        "Lists, shows, releases, rejects and returns held mail; prints gateways' receipts.",
    subcommands = {
      QuarantineList.class,
      QuarantineShow.class,
      QuarantineDecide.Release.class,
      QuarantineDecide.Reject.class,
      QuarantineReturn.class,
      QuarantineSecond.Agree.class,
      QuarantineSecond.Decline.class,
      QuarantineSettle.class,
      QuarantineMark.Assign.class,
      QuarantineMark.Tag.class,
      QuarantineMark.OpenIncident.class,
      QuarantineReceipts.class
    })
final class QuarantineCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  /** Without a subcommand there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getErr());
    }
    return 2;
  }
}
