package org.postern.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.delivery.Courier;
import org.postern.delivery.Gateway;
import org.postern.mail.Inert;
import org.postern.store.Deliveries.Delivery;
import org.postern.store.Deliveries.State;
import org.postern.store.Publications;
import org.postern.store.Settings;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern bundle deliver}. */
@Command(
    name = "deliver",
    mixinStandardHelpOptions = true,
    description = {
      "Brings a signed bundle to the gateways in its audience: into their folder, by SFTP or by HTTPS, as Settings says.",
      "A gateway has it whole or not at all; to bring it twice is harmless. What fails in a way that may pass is tried again by --wait, or by the console."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every gateway has it",
      "1:a gateway does not have it; the sentence says why",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  postern bundle deliver policy-42.postern --wait 600",
      "  postern bundle deliver --gateway relay-1.example --json"
    })
final class BundleDeliver extends StoreCommand {
  private static final int LONGEST_WAIT = 7 * 24 * 3600;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The bundle. Default: the one that was made last here.")
  private @Nullable Path file;

  @Option(
      names = "--gateway",
      paramLabel = "NAME",
      description = "Only this one of the settings; repeat for more.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object a gateway.")
  private boolean json;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Try again for so long what may pass. Default: each gateway is tried once.")
  private int seconds;

  @Override
  int run(Store store, Tell tell) throws StoreException, IOException {
    if (seconds < 0 || seconds > LONGEST_WAIT) {
      throw bad("--wait is 0 to " + LONGEST_WAIT + " seconds.");
    }
    Optional<Path> chosen =
        file != null
            ? Optional.of(file)
            : store.publications().newest(1).stream()
                .map(Publications.Made::file)
                .map(Path::of)
                .findFirst();
    if (chosen.isEmpty()) {
      tell.warn("no bundle was made here yet: postern bundle create makes one.");
      return Tell.REFUSED;
    }
    try {
      return deliver(Bundle.read(chosen.get()), chosen.get(), store, tell);
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }

  private int deliver(Bundle bundle, Path from, Store store, Tell tell)
      throws StoreException, IOException {
    if (bundle.signers().isEmpty()) {
      tell.warn(
          "nobody has signed this bundle, so every gateway would refuse it. Nothing was sent.");
      return Tell.REFUSED;
    }
    List<Settings.Gateway> to = to(bundle, store.setup().settings());
    if (to.isEmpty()) {
      tell.warn(
          "none of the gateways in the settings is in the audience of this bundle ("
              + Inert.text(String.join(", ", bundle.manifest().audience()))
              + "). Nothing was sent.");
      return Tell.REFUSED;
    }
    String officer = System.getProperty("user.name", "command line");
    record(bundle, from, store, officer);
    List<Gateway> gateways = to.stream().map(Gateway::of).toList();
    try (Courier courier =
        new Courier(store, () -> gateways, Clock.systemUTC(), new SecureRandom())) {
      List<Delivery> now = courier.deliver(Courier.parcel(bundle, from), gateways, officer);
      Instant until = Instant.now().plusSeconds(seconds);
      while (waits(now) && Instant.now().isBefore(until)) {
        TimeUnit.MILLISECONDS.sleep(
            Math.min(1000, Math.max(1, Duration.between(Instant.now(), until).toMillis())));
        courier.tryDue();
        now = of(store, bundle, gateways);
      }
      return said(now, tell);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Tell.REFUSED;
    }
  }

  private List<Settings.Gateway> to(Bundle bundle, Settings settings) {
    for (String name : names) {
      if (settings.gateways().stream().noneMatch(g -> g.name().equals(name))) {
        throw bad("There is no gateway " + Inert.brief(name, 80) + " in the settings.");
      }
    }
    return settings.gateways().stream()
        .filter(g -> bundle.manifest().audience().contains(g.name()))
        .filter(g -> names.isEmpty() || names.contains(g.name()))
        .toList();
  }

  /** One that came from elsewhere becomes known here, so that receipts for it are understood. */
  private static void record(Bundle bundle, Path from, Store store, String officer)
      throws StoreException {
    boolean known =
        store.publications().newest(100).stream().anyMatch(m -> m.digest().equals(bundle.digest()));
    if (!known) {
      store
          .publications()
          .made(
              bundle.manifest().serial(),
              bundle.manifest().policyId(),
              bundle.digest(),
              from.toAbsolutePath().toString(),
              bundle.signers(),
              officer);
    }
  }

  private static boolean waits(List<Delivery> all) {
    return all.stream().anyMatch(Delivery::open);
  }

  private static List<Delivery> of(Store store, Bundle bundle, List<Gateway> gateways)
      throws StoreException {
    return store.deliveries().of(bundle.digest()).stream()
        .filter(d -> gateways.stream().anyMatch(g -> g.name().equals(d.gateway())))
        .toList();
  }

  private int said(List<Delivery> all, Tell tell) {
    all.forEach(d -> tell.say(json ? DeliveryText.json(d) : DeliveryText.line(d)));
    return all.stream().allMatch(d -> d.state() == State.DELIVERED) ? 0 : Tell.REFUSED;
  }
}
