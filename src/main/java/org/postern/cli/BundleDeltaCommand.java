package org.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleDelta;
import org.postern.bundle.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern bundle delta}. */
@Command(
    name = "delta",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what changed from one bundle to the next, for slow lines, if that is at least ten times smaller.",
      "With the old bundle it gives the new one back (postern bundle rebuild; on a gateway postern-rebuild), which is verified like any other."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:not written: too much changed, or a file is no bundle",
      "2:bad usage"
    },
    footer = {"", "Example:", "  postern bundle delta policy-6.postern policy-7.postern"})
final class BundleDeltaCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Output output = new Output();

  @Parameters(index = "0", paramLabel = "OLD", description = "The bundle that the gateways have.")
  private Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "The next one.")
  private Path next = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      byte[] delta = BundleDelta.between(old, next);
      long size = Files.size(next);
      if (size < (long) delta.length * BundleDelta.LEAST_GAIN) {
        tell.warn(
            "the delta would have "
                + delta.length
                + " bytes, the bundle has "
                + size
                + ": too much changed. Hand over the bundle itself; nothing was written.");
        return Tell.REFUSED;
      }
      return output.write(next.resolveSibling(next.getFileName() + ".delta"), delta, tell);
    } catch (BundleException | IOException e) {
      return tell.failed(e);
    }
  }
}
