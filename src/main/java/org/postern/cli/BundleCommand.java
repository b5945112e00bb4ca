package org.postern.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern bundle}: the policy as the signed file that a gateway takes. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = {
      "Turns the lists into the signed file that a gateway takes.",
      "The way of a bundle: create it, have officers sign it, verify it as the gateway will, hand it to the gateway, which runs postern-apply."
    },
    subcommands = {BundleCreate.class, BundleSign.class, BundleVerify.class, BundleShow.class})
public final class BundleCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  /** Without a subcommand there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Say which: create, sign, verify or show.");
  }
}
