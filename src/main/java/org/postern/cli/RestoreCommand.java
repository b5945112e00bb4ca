package org.postern.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.store.Restore;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a new data directory out of a backup, whole or not at all.",
      "The directory must be missing or empty. If it holds a database.properties, the records go to"
          + " that server, which must be empty, too: so a file moves to a team's server and back."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was restored and compared",
      "2:bad usage, or the backup or the directory cannot be used"
    },
    footer = {"", "Example:", "  postern restore /media/safe/postern.backup --data /srv/postern"})
public final class RestoreCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable DataDirectory data;
  @Mixin private @Nullable Passphrases passphrases;

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    char[] passphrase =
        Objects.requireNonNull(passphrases).required("The passphrase of the backup: ");
    try {
      BackupCommand.said(
          command,
          "restored",
          Restore.restore(
              file, passphrase, Objects.requireNonNull(data).path(), Clock.systemUTC()));
      return 0;
    } catch (StoreException e) {
      command.commandLine().getErr().println("postern: " + e.getMessage());
      return DataDirectory.UNUSABLE;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }
}
