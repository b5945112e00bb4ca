package org.postern.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleDelta;
import org.postern.bundle.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern bundle rebuild}. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Gives the new bundle back from the old one and a delta, byte for byte, or nothing.",
      "Whether to believe it: postern bundle verify."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:the delta is none, was altered, or was made from another bundle; nothing was written",
      "2:bad usage"
    },
    footer = {
      "",
      "Example:",
      "  postern bundle rebuild policy-6.postern policy-7.postern.delta -o policy-7.postern"
    })
final class BundleRebuild implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Output output = new Output();

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "The bundle that the delta was made from.")
  private Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "DELTA", description = "The delta.")
  private Path delta = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      byte[] bytes = BundleDelta.rebuild(old, delta);
      return output.write(delta.resolveSibling(Bundle.parse(bytes).fileName()), bytes, tell);
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }
}
