package org.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.files.AtomicFiles;
import picocli.CommandLine.Option;

/** {@code -o FILE} and {@code --force}, as a picocli mixin: nothing is written over unasked. */
final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write it. Default: in DIR/bundles, or beside the file that was given; the name is said.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Replace the file if it is there.")
  private boolean force;

  /** Where to write; empty, and said, if something else is there. */
  Optional<Path> file(Path usual, Tell tell) {
    Path file = output == null ? usual : output;
    if (Files.exists(file) && !force) {
      tell.warn(file + " is there already; nothing was written. Replace it with --force.");
      return Optional.empty();
    }
    return Optional.of(file);
  }

  /** Writes a file that everybody may read; the exit code. */
  int write(Path usual, byte[] bytes, Tell tell) {
    Optional<Path> file = file(usual, tell);
    if (file.isEmpty()) {
      return Tell.REFUSED;
    }
    try {
      AtomicFiles.write(file.get(), bytes, AtomicFiles.Readers.EVERYONE);
      tell.say(file.get() + "  " + bytes.length + " bytes");
      return 0;
    } catch (IOException e) {
      return tell.failed(
          new IOException(file.get() + " could not be written: " + e.getMessage(), e));
    }
  }
}
