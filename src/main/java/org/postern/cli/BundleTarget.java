package org.postern.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.store.Settings;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For whom a bundle is made and where it goes, as a picocli mixin. */
final class BundleTarget {
  @Mixin private Output output = new Output();

  @Option(
      names = "--gateway",
      paramLabel = "NAME",
      description = "A gateway that it is for; repeat for more. Default: those in service.")
  private List<String> gateways = new ArrayList<>();

  @Option(
      names = "--policy-id",
      paramLabel = "ID",
      description = "The line of policies that it belongs to. Default: that in the settings.")
  private @Nullable String policyId;

  List<String> audience(Store store) throws StoreException {
    return gateways.isEmpty()
        ? store.gateways().inService().stream().map(Settings.Gateway::name).toList()
        : gateways;
  }

  String policyId(Settings settings) {
    return policyId == null ? settings.policyId() : policyId;
  }

  /** Where it was written; empty, and said, if something else is there. */
  Optional<Path> write(Bundle bundle, Path directory, Tell tell) throws BundleException {
    Optional<Path> file =
        output.file(directory.resolve("bundles").resolve(bundle.fileName()), tell);
    if (file.isPresent()) {
      bundle.write(file.get());
    }
    return file;
  }
}
