package org.postern.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.TrustFile;
import org.postern.mail.Inert;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Right;
import org.postern.officer.Sealed;
import org.postern.officer.TokenKey;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern key}: officers' keys. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Makes and lists officers' keys, and writes the trust file of a gateway.",
    subcommands = {
      KeyCommand.New.class,
      KeySecond.class,
      KeyCommand.Listing.class,
      KeyCertificate.class,
      KeyCommand.Trust.class,
      KeyHeartbeat.class
    })
public final class KeyCommand extends CommandGroup {
  public KeyCommand() {
    super("new, second, list, certificate, trust or heartbeat");
  }

  /** {@code postern key new}. */
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a key for an officer and keeps it in DIR/keys.",
        "An officer is a key: whoever has the file and its passphrase signs in that name. Without a passphrase the key is sealed with the"
            + " data directory's own secret, so whoever can read the directory can sign."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the key was made",
        "1:it could not be made",
        "2:bad usage, or the data directory cannot be used"
      },
      footer = {
        "",
        "Examples:",
        "  postern key new \"A. Carter\" --passphrase-file pass.txt",
        "  postern key new trainee --data /srv/postern"
      })
  static final class New extends StoreCommand {
    @Mixin private @Nullable Passphrases passphrases;
    @Mixin private Token token = new Token();

    @Parameters(paramLabel = "OFFICER", description = "The officer's name as others will see it.")
    private String officer = "";

    @Override
    int run(Store store, Tell tell) throws StoreException, OfficerException {
      if (!store.session().may(Right.LOOK)) {
        // A key that is made is recorded; nothing is made that could not be.
        tell.warn(
            "Officers are enrolled here, so one of them has to sign in (--as) for a new key to be"
                + " made. A new officer makes their key on their own machine, or with another"
                + " --data.");
        return Tell.REFUSED;
      }
      Optional<Path> library = token.library();
      if (library.isPresent()) {
        TokenKey made =
            TokenKey.create(
                library.get(),
                token.slot(),
                Objects.requireNonNull(passphrases).pin(),
                officer,
                Clock.systemUTC());
        store.journal().append(Right.LOOK, made.officer(), "key.made", made.id(), Map.of());
        tell.say(made.id() + "  " + Inert.text(made.officer()));
        return 0;
      }
      OfficerKeys keys = new OfficerKeys(store.directory(), Clock.systemUTC());
      OfficerKey key = Objects.requireNonNull(passphrases).create(keys, officer, store);
      store.journal().append(Right.LOOK, key.officer(), "key.made", key.id(), Map.of());
      tell.say(key.id() + "  " + Inert.text(key.officer()));
      if (keys.find(key.id()).sealed() == Sealed.DIRECTORY) {
        tell.warn(
            "the key has no passphrase: whoever can read "
                + store.directory()
                + " can sign with it.");
      }
      return 0;
    }
  }

  /** {@code postern key list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the keys in DIR/keys: key id, what opens it, officer.",
        "Needs no passphrase: the names are what the files say."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:every key file is sound",
        "1:a key file is damaged or no key",
        "2:bad usage"
      })
  static final class Listing implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private @Nullable DataDirectory data;

    @Override
    public Integer call() {
      Tell tell = new Tell(spec);
      try {
        boolean sound = true;
        OfficerKeys keys = new OfficerKeys(Objects.requireNonNull(data).path(), Clock.systemUTC());
        for (OfficerKeys.Listed listed : keys.list()) {
          switch (listed) {
            case OfficerKeys.Kept key ->
                tell.say(
                    key.id()
                        + "  "
                        + word(key.sealed())
                        + "  "
                        + Inert.text(key.officer())
                        + keys.second(key.id())
                            .map(k -> ", second key " + OfficerKey.idOf(k))
                            .orElse(""));
            case OfficerKeys.Broken broken -> {
              tell.warn(Inert.text(broken.sentence()));
              sound = false;
            }
          }
        }
        return sound ? 0 : 1;
      } catch (OfficerException e) {
        return tell.failed(e);
      }
    }

    private static String word(Sealed sealed) {
      return switch (sealed) {
        case PASSPHRASE -> "passphrase";
        case DIRECTORY -> "open      ";
      };
    }
  }

  /** {@code postern key trust}. */
  @Command(
      name = "trust",
      mixinStandardHelpOptions = true,
      description = {
        "Writes the folder that tells a gateway whose signatures to believe: the text `trust` and a public key for each officer.",
        "A gateway counts officers, not keys. Copy the folder to the gateway by a way that you trust; no bundle can change it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:written",
        "1:a key cannot be used, or the folder cannot be written",
        "2:bad usage"
      },
      footer = {"", "Example:", "  postern key trust --threshold 2 trust/ 3f1c… 9ab0…"})
  static final class Trust implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private @Nullable DataDirectory data;
    @Mixin private HeartbeatKeys heartbeats = new HeartbeatKeys();

    @Option(
        names = "--threshold",
        paramLabel = "K",
        required = true,
        description = "How many officers must sign a bundle.")
    private int threshold;

    @Option(
        names = "--serial",
        paramLabel = "N",
        defaultValue = "1",
        description =
            "The number of this trust file; count it up with each change. Default: ${DEFAULT-VALUE}.")
    private int serial;

    @Mixin private SecondKeys seconds = new SecondKeys();

    @Parameters(index = "0", paramLabel = "FOLDER", description = "Where to write it.")
    private Path folder = Path.of("trust");

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "KEY",
        description = "Key ids or officers; all keys of the data directory if none is named.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
      Tell tell = new Tell(spec);
      if (serial < 1) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(), "The number of a trust file is 1 or more.");
      }
      try {
        OfficerKeys keys = new OfficerKeys(Objects.requireNonNull(data).path(), Clock.systemUTC());
        List<OfficerKeys.Kept> chosen = new ArrayList<>();
        for (String name : names) {
          chosen.add(keys.find(name));
        }
        if (names.isEmpty()) {
          chosen.addAll(keys.kept());
        }
        List<TrustFile.Key> trusted = new ArrayList<>();
        for (OfficerKeys.Kept key : chosen) {
          trusted.add(
              new TrustFile.Key(key.id(), key.officer(), key.certificate().getPublicKey(), false));
        }
        TrustFile trust =
            heartbeats.in(seconds.with(new TrustFile(serial, threshold, trusted), keys));
        trust.write(folder);
        for (TrustFile.Key key : trusted) {
          tell.say(key.id() + "  " + Inert.text(key.officer()));
        }
        for (TrustFile.Second key : trust.seconds()) {
          tell.say(key.id() + "  " + Inert.text(key.officer()) + ", second key");
        }
        return 0;
      } catch (OfficerException | BundleException e) {
        return tell.failed(e);
      }
    }
  }
}
