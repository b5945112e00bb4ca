package org.postern.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Terms;
import org.postern.policy.Policy;
import org.postern.store.Audit;
import org.postern.store.Publications;
import org.postern.store.Settings;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern bundle create}. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the bundle of the lists as they are now, not yet signed, and says where it lies.",
      "Its serial is the lists' own. It names the bundle before it, so that a gateway notices when one is lost."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:made",
      "1:it cannot be made; nothing was written",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  postern bundle create --gateway relay-1.example.mil",
      "  postern bundle create --valid 7 --probe gen@us.army.mil -o /media/usb/policy.postern"
    })
final class BundleCreate implements Callable<Integer> {
  private static final int LONGEST_VALIDITY = 3_660;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable DataDirectory data;
  @Mixin private @Nullable BundleTarget target;

  @Option(
      names = "--valid",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "For how many days gateways take it. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--created",
      paramLabel = "TIME",
      description =
          "The time to put into it, such as 2026-11-22T09:40:00Z, to make the same bytes again. Default: now.")
  private @Nullable Instant created;

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      defaultValue = "" + Terms.USUAL_NEIGHBOURS,
      description =
          "How many lookalikes to write down for each trusted name. Default: ${DEFAULT-VALUE}.")
  private int neighbours;

  @Option(
      names = "--probe",
      paramLabel = "ADDRESS",
      description =
          "An address or domain that the gateway must judge as the lists do; repeat for more.")
  private List<String> probes = new ArrayList<>();

  @Override
  public Integer call() {
    if (days < 1 || days > LONGEST_VALIDITY || neighbours < 0) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--valid is 1 to 3660 days, --neighbours 0 or more.");
    }
    return Objects.requireNonNull(data).use(this::create);
  }

  private int create(Store store) throws StoreException {
    Tell tell = new Tell(spec);
    Settings settings = store.setup().settings();
    BundleTarget to = Objects.requireNonNull(target);
    List<String> audience = to.audience(store);
    if (audience.isEmpty()) {
      tell.warn(
          "no gateway is set up yet: name the one that the bundle is for with --gateway NAME.");
      return DataDirectory.UNUSABLE;
    }
    try {
      Policy policy = store.policy();
      Bundle bundle =
          Bundle.of(policy, terms(to.policyId(settings), audience, store, policy.serial()));
      Optional<Path> file = to.write(bundle, store.directory(), tell);
      if (file.isEmpty()) {
        return Tell.REFUSED;
      }
      store
          .publications()
          .made(
              policy.serial(),
              bundle.manifest().policyId(),
              bundle.digest(),
              file.get().toAbsolutePath().toString(),
              List.of(),
              System.getProperty("user.name", "command line"));
      tell.say(file.get() + "  serial " + policy.serial() + "  " + bundle.digest());
      return 0;
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }

  private Terms terms(String id, List<String> audience, Store store, long serial)
      throws StoreException {
    Instant now =
        (created == null ? Clock.systemUTC().instant() : created).truncatedTo(ChronoUnit.SECONDS);
    Optional<String> previous =
        store.publications().newest(100).stream()
            .filter(made -> made.policyId().equals(id) && made.serial() < serial)
            .map(Publications.Made::digest)
            .findFirst();
    return new Terms(
        id,
        previous,
        now,
        now,
        now.plus(Duration.ofDays(days)),
        audience,
        neighbours,
        probes,
        Optional.empty(),
        // The record goes on with every act: who wants the same bytes again leaves its head out.
        created == null ? store.audit().head().map(Audit.Head::hash) : Optional.empty());
  }
}
