package org.postern.cli;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.HeartbeatKey;
import org.postern.officer.OfficerKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern key heartbeat}. */
@Command(
    name = "heartbeat",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the key with which a machine says every day which policy is the newest (postern bundle heartbeat).",
      "It has no passphrase, so that a timer can use it, and is no officer's: it can only raise the alarm.",
      "FILE is for that machine alone; FILE.pub goes into the trust file:",
      "  postern key trust --heartbeat console-1=FILE.pub …"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the key was made", "1:it could not be made", "2:bad usage"})
final class KeyHeartbeat implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Where to write it.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      PublicKey half = HeartbeatKey.create(file);
      tell.say(OfficerKey.idOf(half) + "  " + HeartbeatKey.publicHalf(file));
      return 0;
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }
}
