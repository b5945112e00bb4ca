package org.postern.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.store.Settings;
import picocli.CommandLine.Option;

/** For whom a bundle is made and where it goes, as a picocli mixin. */
final class BundleTarget {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it. Default: in DIR/bundles, named after its serial.")
  private @Nullable Path output;

  @Option(
      names = "--gateway",
      paramLabel = "NAME",
      description = "A gateway that it is for; repeat for more. Default: those in the settings.")
  private List<String> gateways = new ArrayList<>();

  @Option(
      names = "--policy-id",
      paramLabel = "ID",
      description = "The line of policies that it belongs to. Default: that in the settings.")
  private @Nullable String policyId;

  @Option(names = "--force", description = "Replace the file if it is there.")
  private boolean force;

  List<String> audience(Settings settings) {
    return gateways.isEmpty()
        ? settings.gateways().stream().map(Settings.Gateway::name).toList()
        : gateways;
  }

  String policyId(Settings settings) {
    return policyId == null ? settings.policyId() : policyId;
  }

  /** Where it was written; empty, and said, if something else is there. */
  Optional<Path> write(Bundle bundle, Path directory, Tell tell) throws BundleException {
    Path file = output == null ? directory.resolve("bundles").resolve(bundle.fileName()) : output;
    if (Files.exists(file) && !force) {
      tell.warn(file + " is there already; nothing was written. Replace it with --force.");
      return Optional.empty();
    }
    bundle.write(file);
    return Optional.of(file);
  }
}
