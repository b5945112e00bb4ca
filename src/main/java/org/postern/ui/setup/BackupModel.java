package org.postern.ui.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import org.postern.store.Backup;
import org.postern.store.Restore;
import org.postern.store.Store;
import org.postern.ui.Background;
import org.postern.ui.Background.Job;

/** Backing everything up into one file, and going back to such a file. FX thread only. */
public final class BackupModel {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The file that makes a directory one console of a team. */
  private static final String SERVER = "database.properties";

  private final Store store;
  private final Background background;
  private final Clock clock;
  private final Supplier<String> acting;
  private final BiConsumer<Path, String> replace;
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");

  /**
   * @param acting name of the officer at the console, for the record
   * @param replace puts a restored directory in the place of the open one and opens it; what was
   *     open stays beside it; also given a sentence to say then
   */
  public BackupModel(
      Store store,
      Background background,
      Clock clock,
      Supplier<String> acting,
      BiConsumer<Path, String> replace) {
    this.store = store;
    this.background = background;
    this.clock = clock;
    this.acting = acting;
    this.replace = replace;
  }

  /** What is being done, and how far it is; empty if nothing is. */
  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** What went wrong with the last one; empty if nothing did. */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** What came of the last one; empty until then. */
  ReadOnlyStringProperty done() {
    return done.getReadOnlyProperty();
  }

  /** Name for the next backup. */
  String proposedName() {
    return "postern-" + STAMP.format(clock.instant()) + ".backup";
  }

  /** What is wrong with the passphrase of a new backup; empty if nothing is. */
  static String objection(String passphrase, String again) {
    if (passphrase.isEmpty()) {
      return "A backup needs a passphrase: it holds the keys.";
    }
    String weak = Checks.passphrase(passphrase);
    return !weak.isEmpty() ? weak : passphrase.equals(again) ? "" : "The two are not the same.";
  }

  /** Writes a backup and reads it back; {@code passphrase} is zeroed. */
  void backUp(Path file, char[] passphrase) {
    run(
        "Backing up",
        passphrase,
        watch -> store.backup(file, passphrase, acting.get(), watch),
        made ->
            done.set(
                "Backed up to %s and read back: %,d rows and %,d files. The record ends at number %,d."
                    .formatted(file, made.rows(), made.files(), made.head().seq())));
  }

  /** Restores a backup and goes on with it; {@code passphrase} is zeroed. */
  void restore(Path file, char[] passphrase) {
    Path here = store.directory();
    Path beside =
        here.resolveSibling(here.getFileName() + ".restored-" + STAMP.format(clock.instant()));
    run(
        "Restoring",
        passphrase,
        watch -> {
          if (Files.exists(here.resolve(SERVER))) {
            throw new NotHere(
                "This console works on the server of a team. Restore with “postern restore” to a"
                    + " directory for an empty database.");
          }
          // The right is looked at, and the attempt stands in the record that is left behind.
          store
              .journal()
              .append(Right.ADMINISTER, acting.get(), "restore.begun", file.toString(), Map.of());
          return Restore.restore(file, passphrase, beside, clock, watch);
        },
        restored ->
            replace.accept(
                beside,
                "Restored and compared: %,d rows and %,d files, as backed up on %s."
                    .formatted(restored.rows(), restored.files(), restored.made())));
  }

  /** Its message is a sentence for the officer. */
  private static final class NotHere extends Exception {
    NotHere(String sentence) {
      super(sentence);
    }
  }

  private interface Work {
    Backup.Summary with(Backup.Watch watch) throws Exception;
  }

  private void run(String what, char[] passphrase, Work work, Consumer<Backup.Summary> then) {
    if (!busy.get().isEmpty()) {
      Arrays.fill(passphrase, '\0');
      return;
    }
    problem.set("");
    done.set("");
    busy.set(what + "…");
    var far = new AtomicReference<>("");
    Background.Ticking ticking = background.every(TICK, () -> busy.set(what + "… " + far.get()));
    Callable<Backup.Summary> whole =
        () -> {
          try {
            return work.with(telling(far));
          } finally {
            Arrays.fill(passphrase, '\0');
          }
        };
    background.run(
        Job.each("settings.backup"),
        whole,
        summary -> {
          ticking.stop();
          busy.set("");
          then.accept(summary);
        },
        e -> {
          ticking.stop();
          busy.set("");
          problem.set(sentence(e));
        });
  }

  private static String sentence(Exception e) {
    @Nullable String said = e.getMessage();
    return said == null ? "It failed, and nothing was changed. Try again." : said;
  }

  private static Backup.Watch telling(AtomicReference<String> far) {
    return new Backup.Watch() {
      @Override
      public void written(long rows) {
        far.set(String.format("%,d rows", rows));
      }

      @Override
      public void read(int percent) {
        far.set("read: " + percent + " %");
      }
    };
  }
}
