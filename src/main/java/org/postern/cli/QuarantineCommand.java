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
    description = "Lists, shows, releases and rejects held mail; prints gateways' receipts.",
    subcommands = {
      QuarantineList.class,
      QuarantineShow.class,
      QuarantineDecide.Release.class,
      QuarantineDecide.Reject.class,
      QuarantineSecond.Agree.class,
      QuarantineSecond.Decline.class,
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
