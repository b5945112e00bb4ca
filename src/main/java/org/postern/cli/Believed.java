package org.postern.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.TrustFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which gateway takes a bundle, and whose signatures it believes, as a picocli mixin. */
final class Believed {
  @Option(
      names = "--trust",
      paramLabel = "FOLDER",
      description = "The gateway's trust folder (see: postern key trust). Default: DIR/trust.")
  private @Nullable Path trust;

  @Option(
      names = "--gateway",
      paramLabel = "NAME",
      required = true,
      description = "The gateway's name.")
  private String gateway = "";

  @Option(
      names = "--policy-id",
      paramLabel = "ID",
      defaultValue = "postern",
      description = "The line of policies that the gateway follows. Default: ${DEFAULT-VALUE}.")
  private String policyId = "";

  @Mixin private @Nullable DataDirectory data;

  /**
   * @throws BundleException {@code NOT_A_TRUST_FILE}, {@code NOT_FOUND}, {@code DISK}
   */
  BundleVerifier verifier() throws BundleException {
    Path folder = trust != null ? trust : Objects.requireNonNull(data).path().resolve("trust");
    return new BundleVerifier(gateway, policyId, TrustFile.read(folder), Clock.systemUTC());
  }
}
