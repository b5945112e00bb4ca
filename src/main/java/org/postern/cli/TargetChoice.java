package org.postern.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.target.Options;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a target needs to know beside the rules, as a picocli mixin. */
final class TargetChoice {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--quarantine",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:24",
      description =
          "The LMTP server of the quarantine box, for exim and sendmail. Default: ${DEFAULT-VALUE}.")
  private String quarantine = "";

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "How many block entries the tenant takes, for defender: 500, with Defender for Office 365 1000 (plan 1) or 10000 (plan 2). Default: ${DEFAULT-VALUE}.")
  private int most;

  Options options() {
    if (most < 1) {
      throw wrong("--most takes a number above 0.");
    }
    return new Options(Options.USUAL.host(), Options.USUAL.port(), most)
        .quarantine(quarantine)
        .orElseThrow(
            () ->
                wrong(
                    "--quarantine takes a host name or an IPv4 address, a colon, and a port: 127.0.0.1:24"));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
