package org.postern.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.store.Backup;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code postern backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Writes everything of the data directory into one file, sealed with a passphrase, and reads it"
          + " back to be sure.",
      "It holds the lists with their history, the record, the settings, the directory's key, officers'"
          + " key files and gateways' public keys. Keep the passphrase apart from the file."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the backup was made and read back",
      "2:bad usage, or the data directory or the file cannot be used"
    },
    footer = {
      "",
      "Example:",
      "  postern backup /media/safe/postern.backup --passphrase-file pass.txt"
    })
public final class BackupCommand extends StoreCommand {
  @Mixin private @Nullable Passphrases passphrases;

  @Parameters(paramLabel = "FILE", description = "The file to write; an older one is replaced.")
  private Path file = Path.of("");

  @Override
  int run(Store store, Tell tell) throws StoreException {
    char[] passphrase =
        Objects.requireNonNull(passphrases).required("A passphrase for the backup: ");
    try {
      Backup.Summary made = store.backup(file, passphrase, System.getProperty("user.name", ""));
      said(Objects.requireNonNull(spec), "backed up", made);
      return 0;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  static void said(CommandSpec spec, String done, Backup.Summary summary) {
    spec.commandLine()
        .getOut()
        .println(
            "%s: %,d rows and %,d files; the record ends at %s"
                .formatted(done, summary.rows(), summary.files(), summary.head()));
  }
}
