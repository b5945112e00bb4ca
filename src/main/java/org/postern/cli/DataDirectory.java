package org.postern.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys;
import org.postern.officer.TokenKey;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The {@code --data DIR} of a command, as a picocli mixin, and the way for a command to use the
 * store: what goes wrong with it is one sentence on standard error and exit code 2.
 */
public final class DataDirectory {
  /** What a command does with the open store; what it returns is the exit code. */
  public interface Work {
    int with(Store store) throws StoreException;
  }

  /** The exit code for bad usage and for a data directory that cannot be used. */
  public static final int UNUSABLE = 2;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The data directory; it is created if it is missing or empty.",
        "Default: the user's own data directory."
      })
  private @Nullable Path directory;

  @Option(
      names = "--as",
      paramLabel = "KEY",
      description = {
        "Sign in with this key of DIR/keys: its id or its officer's name.",
        "Needed for changes once officers are enrolled."
      })
  private @Nullable String officer;

  @Option(
      names = "--as-passphrase-file",
      paramLabel = "FILE",
      description =
          "Take the officer's passphrase from the first line of FILE; else POSTERN_PASSPHRASE, else"
              + " it is asked for.")
  private @Nullable Path officerPassphrase;

  @Option(
      names = "--as-token",
      paramLabel = "LIBRARY",
      description = "Sign in with the key --as of a smartcard or HSM: its PKCS#11 library.")
  private @Nullable Path officerToken;

  @Option(
      names = "--as-slot",
      paramLabel = "N",
      defaultValue = "0",
      description = "Index of the token's slot. Default: ${DEFAULT-VALUE}.")
  private int officerSlot;

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  private final Clock clock;

  public DataDirectory() {
    this(Clock.systemUTC());
  }

  DataDirectory(Clock clock) {
    this.clock = clock;
  }

  /** The directory named by {@code --data}, or the user's own. Nothing is created. */
  public Path path() {
    return directory != null ? directory : standard(System.getenv(), System.getProperties());
  }

  /** Opens the store, runs the work, closes the store. */
  public int use(Work work) {
    try (Store store = Store.open(path(), clock)) {
      store.journal().ahead().ifPresent(this::warn);
      if (officer != null) {
        signIn(store, officer);
      }
      int code = work.with(store);
      store.session().signOut();
      return code;
    } catch (StoreException | OfficerException e) {
      err().println("postern: " + e.getMessage());
      err().flush();
      return UNUSABLE;
    }
  }

  private void warn(Instant latest) {
    err()
        .println(
            "postern: this computer's clock is behind: something was recorded at "
                + latest.truncatedTo(ChronoUnit.SECONDS)
                + ". Nothing is lost, but what has expired may count again until the clock is right.");
    err().flush();
  }

  private void signIn(Store store, String name) throws StoreException, OfficerException {
    OfficerKeys keys = new OfficerKeys(store.directory(), clock);
    Passphrases passphrases =
        new Passphrases(Objects.requireNonNull(command, "a mixin of a command"), officerPassphrase);
    try {
      store
          .session()
          .signIn(
              officerToken == null
                  ? passphrases.open(keys, keys.find(name), store)
                  : Token.choose(
                      TokenKey.open(officerToken, officerSlot, passphrases.pin()), name));
    } catch (OfficerException e) {
      store.session().refused(name, e.reason().name());
      throw e;
    }
  }

  private PrintWriter err() {
    return Objects.requireNonNull(command, "a mixin of a command").commandLine().getErr();
  }

  /** Where this operating system keeps a user's data. */
  public static Path standard(Map<String, String> environment, Properties system) {
    String os = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(system.getProperty("user.home", "."));
    if (os.startsWith("windows")) {
      return absolute(environment.get("LOCALAPPDATA"))
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve("Postern");
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Application Support").resolve("Postern");
    }
    return absolute(environment.get("XDG_DATA_HOME"))
        .orElse(home.resolve(".local").resolve("share"))
        .resolve("postern");
  }

  /** The XDG rules: a relative path is invalid and does not count. */
  private static Optional<Path> absolute(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
