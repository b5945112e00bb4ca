package org.postern.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Terms;
import org.postern.bundle.TrustFile;
import org.postern.store.Settings;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern bundle trust}. */
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the bundle that brings gateways the next trust file, not yet signed.",
      "Enough officers of the trust file in force and enough of the next one sign it (postern bundle",
      "sign); gateways take it like any bundle, and believe the next one from then on. Each is made",
      "for the one before it: none can be left out.",
      "Folders are what `postern officer trust` or `postern key trust` writes."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:made",
      "1:it cannot be made; nothing was written",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {
      "",
      "Example:",
      "  postern bundle trust trust-3/ trust-4/ --gateway relay-1.example.mil -o trust-4.postern"
    })
final class BundleTrust extends StoreCommand {
  private static final int VALID_DAYS = 30;

  @Mixin private @Nullable BundleTarget target;

  @Parameters(index = "0", paramLabel = "OLD", description = "Folder of the one in force there.")
  private Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "Folder of the next one.")
  private Path next = Path.of("");

  @Override
  int run(Store store, Tell tell) throws StoreException {
    Settings settings = store.setup().settings();
    BundleTarget to = Objects.requireNonNull(target);
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      Bundle bundle =
          Bundle.trusting(
              TrustFile.read(old),
              TrustFile.read(next),
              Terms.of(
                  to.policyId(settings),
                  to.audience(store),
                  now,
                  now.plus(Duration.ofDays(VALID_DAYS))));
      Optional<Path> file = to.write(bundle, store.directory(), tell);
      file.ifPresent(
          f -> tell.say(f + "  trust file " + bundle.manifest().serial() + "  " + bundle.digest()));
      return file.isPresent() ? 0 : Tell.REFUSED;
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }
}
