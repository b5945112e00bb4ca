package org.postern.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.postern.store.StoreException.Reason;

/**
 * Makes a new data directory out of a {@link Backup}, whole or not at all. If the directory holds a
 * {@code database.properties}, the rows go to that server, which must be empty.
 */
public final class Restore {
  private final Path place;
  private final Clock clock;

  private Restore(Path place, Clock clock) {
    this.place = place;
    this.clock = clock;
  }

  /**
   * Restores, opens what was restored and compares it with the backup.
   *
   * @param directory missing, empty, or with nothing but a {@code database.properties} and the
   *     password file that it names
   */
  public static Backup.Summary restore(Path file, char[] passphrase, Path directory, Clock clock)
      throws StoreException {
    return restore(file, passphrase, directory, clock, Backup.Watch.NONE);
  }

  /** The same; {@code watch} is told how far it is. */
  public static Backup.Summary restore(
      Path file, char[] passphrase, Path directory, Clock clock, Backup.Watch watch)
      throws StoreException {
    Path target = directory.toAbsolutePath().normalize();
    requireNew(target);
    Path place = target.resolveSibling("." + target.getFileName() + ".restoring");
    boolean done = false;
    try {
      clear(place);
      DataFiles files = DataFiles.in(place);
      if (Files.isDirectory(target)) {
        try (var there = Files.list(target)) {
          for (Path each : there.toList()) {
            Files.copy(each, place.resolve(each.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
      Restore restore = new Restore(files.directory(), clock);
      Backup.Summary summary = Backup.read(file, passphrase, watch, restore::into);
      requireWhole(files.directory(), clock, summary);
      Files.deleteIfExists(files.mark());
      clear(target);
      Files.move(place, target, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      return summary;
    } catch (IOException e) {
      throw Trouble.file(target, e);
    } finally {
      if (!done) {
        try {
          clear(place);
        } catch (IOException e) {
          // The failure being reported is the one that matters; the next restore clears it away.
        }
      }
    }
  }

  private static void requireNew(Path target) throws StoreException {
    if (!Files.exists(target)) {
      return;
    }
    try (var there = Files.list(target)) {
      List<String> names = there.map(p -> p.getFileName().toString()).toList();
      if (names.stream().anyMatch(n -> n.startsWith("postern."))
          || (!names.isEmpty() && !names.contains("database.properties"))) {
        throw new StoreException(
            Reason.UNUSABLE_PATH,
            target
                + " is not empty. A backup is restored to a new directory; nothing was changed.");
      }
    } catch (IOException e) {
      throw Trouble.file(target, e);
    }
  }

  private static void clear(Path place) throws IOException {
    if (Files.exists(place)) {
      try (var all = Files.walk(place)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private Backup.Target into(int version) throws StoreException {
    if (version > Schema.CURRENT.version()) {
      throw new StoreException(
          Reason.NEWER,
          "The backup was made by a newer Postern. Nothing was restored. Install the newer Postern.");
    }
    return new Backup.Target() {
      @Override
      public void file(String name, byte[] bytes) throws IOException {
        Path file = place.resolve(name);
        Path folder = file.resolveSibling("").normalize();
        Files.createDirectories(folder, DataFiles.ownerOnly(folder, "rwx------"));
        Files.createFile(file, DataFiles.ownerOnly(file, "rw-------"));
        Files.write(file, bytes);
      }

      @Override
      public void rows(Backup.Tables tables) throws IOException, StoreException {
        // Of the layout that was backed up; whoever opens it next migrates it as any other.
        try (Database database =
            Opening.empty(place, clock, Schema.CURRENT.upTo(version)).database()) {
          database.restore(
              handle -> {
                tables.each((name, in) -> BackupRows.read(handle, name, in));
                return true;
              });
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
    };
  }

  private static void requireWhole(Path directory, Clock clock, Backup.Summary summary)
      throws StoreException {
    try (Store store = Store.open(directory, clock)) {
      Instant made = summary.made();
      if (!store.audit().holds(summary.head())) {
        throw new StoreException(
            Reason.FAILED,
            "What was restored is not what was backed up on " + made + ". Nothing was kept.");
      }
    }
  }
}
