package org.postern.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.BundleVerifier.Active;
import org.postern.bundle.Heartbeat;
import org.postern.bundle.HeartbeatKey;
import org.postern.bundle.TrustFile;
import org.postern.files.AtomicFiles;
import org.postern.mail.Inert;
import org.postern.store.Publications;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern bundle heartbeat}. */
@Command(
    name = "heartbeat",
    mixinStandardHelpOptions = true,
    description = {
      "Says, signed with a machine's own key, which policy and which trust file are the newest, and when it will be said again.",
      "A gateway that gets it notices when somebody keeps bundles from it. Run it from a timer, and after each publication.",
      "The newest policy is the newest recorded bundle that enough officers of the trust file signed."
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
      "  postern key heartbeat /etc/postern/heartbeat.key",
      "  postern bundle heartbeat --key /etc/postern/heartbeat.key --trust trust/ -o /srv/postern/outgoing",
      "  postern bundle heartbeat --key heartbeat.key --trust trust/ --bundle policy-42.postern -o ."
    })
final class BundleHeartbeat implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable DataDirectory data;

  private static final int MANY = 1_000;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "The heartbeat key (see: postern key heartbeat).")
  private Path key = Path.of("");

  @Option(
      names = "--trust",
      paramLabel = "FOLDER",
      description = "The newest trust folder of the gateways. Default: DIR/trust.")
  private @Nullable Path trust;

  @Option(
      names = "--next",
      paramLabel = "HOURS",
      defaultValue = "26",
      description =
          "When the next one is due; after that gateways raise the alarm. Default: ${DEFAULT-VALUE}.")
  private int hours;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = {
        "The newest policy. Without it the data directory says which that is; with it none is opened,",
        "so that a console may be at work there."
      })
  private @Nullable Path bundle;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where to write it, named after its time.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      if (bundle == null) {
        return Objects.requireNonNull(data).use(store -> recorded(store, tell));
      }
      Bundle newest = Bundle.read(bundle);
      return say(newest.manifest().policyId(), Stream.of(newest), tell);
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }

  private int recorded(Store store, Tell tell) throws StoreException {
    String id = store.setup().settings().policyId();
    return say(
        id,
        store.publications().newest(MANY).stream()
            .filter(m -> m.policyId().equals(id))
            .sorted(Comparator.comparingLong(Publications.Made::serial).reversed())
            .flatMap(m -> m.bundle().stream()),
        tell);
  }

  /**
   * @param made the newest first; no more of them are opened than it takes
   */
  private int say(String policyId, Stream<Bundle> made, Tell tell) {
    try {
      TrustFile believed =
          TrustFile.read(
              trust != null ? trust : Objects.requireNonNull(data).path().resolve("trust"));
      Optional<Bundle> newest = made.filter(believed::enough).findFirst();
      if (newest.isEmpty()) {
        tell.warn(
            "No policy of "
                + Inert.text(policyId)
                + " is known that enough officers of trust file "
                + believed.serial()
                + " signed: there is nothing to say yet.");
        return Tell.REFUSED;
      }
      HeartbeatKey by = HeartbeatKey.read(key);
      Heartbeat heartbeat =
          Heartbeat.of(
              policyId,
              new Active(newest.get().manifest().serial(), newest.get().digest()),
              believed,
              by,
              Clock.systemUTC().instant(),
              Duration.ofHours(hours));
      Path file = output.resolve(heartbeat.fileName());
      AtomicFiles.write(file, heartbeat.signed(by), AtomicFiles.Readers.EVERYONE);
      tell.say(file + "  serial " + heartbeat.serial() + ", next by " + heartbeat.next());
      return 0;
    } catch (BundleException | IOException e) {
      return tell.failed(e);
    }
  }
}
