package org.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Admission;
import org.postern.bundle.BundleException;
import org.postern.bundle.Fingerprint;
import org.postern.bundle.GatewayFile;
import org.postern.bundle.TrustFile;
import org.postern.mail.Inert;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Roster;
import org.postern.store.GatewayKeys.Candidate;
import org.postern.store.Receipts.Taken;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern gateway}: which gateways there are, and how they stand. */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    description = "Takes gateways in and out of service, and says which of them enforces what.",
    subcommands = {
      GatewayList.class,
      GatewayCommand.Add.class,
      GatewayCommand.Admit.class,
      GatewayCommand.Bring.class,
      GatewayCommand.Retire.class,
      GatewayCommand.Return.class,
      GatewayCommand.Silence.class
    })
public final class GatewayCommand extends CommandGroup {
  public GatewayCommand() {
    super("list, add, file, receipt, retire, return or silence");
  }

  /** What every subcommand has. */
  abstract static class Sub extends StoreCommand {
    @Override
    final int run(Store store, Tell tell) throws StoreException, OfficerException, IOException {
      try {
        return act(store, tell);
      } catch (BundleException e) {
        return tell.failed(e);
      } catch (StoreException e) {
        if (e.reason() == StoreException.Reason.CONFLICT) {
          return tell.failed(e);
        }
        throw e;
      }
    }

    abstract int act(Store store, Tell tell)
        throws StoreException, OfficerException, IOException, BundleException;
  }

  /** The file that goes back to a gateway, as a picocli mixin. */
  static final class Back {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Where to write the file that goes back. Default: NAME.admission here.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace that file if it is there.")
    private boolean force;

    /** Writes the file for the gateway, and says what to do with it. */
    void admit(String gateway, Store store, Tell tell)
        throws StoreException, OfficerException, BundleException, IOException {
      Admission admission = store.gateways().admission(gateway, trust(store));
      Path file = output == null ? Path.of(admission.fileName()) : output;
      if (Files.exists(file) && !force) {
        throw new IOException(
            file + " is there already; it was not replaced. Name another with -o, or say --force.");
      }
      admission.write(file);
      tell.say(
          file
              + "  for "
              + gateway
              + ": trust file, "
              + admission
                  .bundle()
                  .map(b -> "bundle " + b.manifest().serial())
                  .orElse("no bundle yet (none is signed for it)"));
      tell.say(
          "There: postern-enrol --accept, and compare: "
              + Fingerprint.aloud(admission.trust().digest()));
    }

    private static TrustFile trust(Store store) throws StoreException, OfficerException {
      Optional<Roster> roster = store.session().roster();
      if (roster.isPresent()) {
        return TrustFile.of(roster.get());
      }
      return TrustFile.of(new OfficerKeys(store.directory(), Clock.systemUTC()).kept());
    }
  }

  /** {@code postern gateway add}. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Takes a gateway in, or its new key, from the file that postern-enrol wrote there, and writes the one file",
        "that goes back: whose signatures count, and the first bundle if one is signed for it.",
        "Without --fingerprint it only says what the file is. Have the gateway's administrator read the",
        "fingerprint out, and type what you hear: anybody can bring a file."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:taken in",
        "1:not taken in; nothing was changed",
        "2:bad usage, or the data directory cannot be used"
      },
      footer = {
        "",
        "Example:",
        "  postern gateway add relay-1.example.mil.gateway --folder /srv/postern/relay-1 --fingerprint \"3f1c 0a5b …\""
      })
  static final class Add extends Sub {
    @Parameters(paramLabel = "FILE", description = "The gateway's file.")
    private Path file = Path.of("");

    @Option(
        names = "--fingerprint",
        paramLabel = "HEX",
        description = "What the gateway's administrator read out.")
    private @Nullable String fingerprint;

    @Option(
        names = "--folder",
        paramLabel = "DIR",
        description = "From which folder it fetches bundles. Default: that in the settings.")
    private @Nullable Path folder;

    @Option(
        names = "--made-anew",
        description =
            "The gateway was made anew and has another key, for which the old one did not sign.")
    private boolean other;

    @Mixin private Back back = new Back();

    @Override
    int act(Store store, Tell tell)
        throws StoreException, OfficerException, IOException, BundleException {
      GatewayFile read = GatewayFile.read(file);
      Candidate candidate = store.gatewayKeys().look(read);
      String aloud = Fingerprint.aloud(read.fingerprint());
      if (candidate instanceof Candidate.Unfit(String sentence)) {
        tell.warn(Inert.text(sentence));
        return Tell.REFUSED;
      }
      tell.say(read.gateway() + "  " + aloud + "  " + words(candidate));
      if (fingerprint == null) {
        tell.warn(
            "nothing was taken in. Compare the fingerprint with the gateway's administrator, then"
                + " say it with --fingerprint.");
        return Tell.REFUSED;
      }
      if (!digits(fingerprint).equals(digits(aloud))) {
        tell.warn(
            "that is not the fingerprint of this file: it is another key, or was misheard. Nothing"
                + " was taken in.");
        return Tell.REFUSED;
      }
      store
          .gatewayKeys()
          .enrol(
              read,
              folder == null ? "" : folder.toAbsolutePath().normalize().toString(),
              other,
              ListCommand.officer());
      back.admit(read.gateway(), store, tell);
      return 0;
    }

    private static String digits(String text) {
      return text.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
    }

    private static String words(Candidate candidate) {
      return switch (candidate) {
        case Candidate.Fresh _ -> "a new gateway";
        case Candidate.Renewed _ -> "a new key, for which the old one signed";
        case Candidate.Other _ -> "another key, for which the old one did not sign";
        case Candidate.Same _ -> "taken in already";
        case Candidate.Unfit _ -> "cannot be taken in";
      };
    }
  }

  /** {@code postern gateway file}. */
  @Command(
      name = "file",
      mixinStandardHelpOptions = true,
      description = "Writes the one file for a gateway again: trust file and newest bundle for it.")
  static final class Admit extends Sub {
    @Parameters(paramLabel = "NAME", description = "The gateway.")
    private String name = "";

    @Mixin private Back back = new Back();

    @Override
    int act(Store store, Tell tell)
        throws StoreException, OfficerException, IOException, BundleException {
      back.admit(name, store, tell);
      return 0;
    }
  }

  /** {@code postern gateway receipt}. */
  @Command(
      name = "receipt",
      mixinStandardHelpOptions = true,
      description = {
        "Takes receipts from files: as a gateway keeps them, several in a row, or a mail.",
        "Each is believed only if a gateway that was taken in signed it, and its number is new."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:all are here now",
        "1:some are not believed; the others are here now",
        "2:bad usage, or the data directory cannot be used"
      })
  static final class Bring extends Sub {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files = new ArrayList<>();

    @Override
    int act(Store store, Tell tell) throws StoreException, BundleException {
      boolean all = true;
      for (Path file : files) {
        for (Taken taken : store.receipts().take(file, ListCommand.officer())) {
          switch (taken) {
            case Taken.New(var r) ->
                tell.say("new      " + r.gateway() + " " + r.sequence() + "  " + r.result().word());
            case Taken.Known(var r) -> tell.say("known    " + r.gateway() + " " + r.sequence());
            case Taken.Refused(String gateway, String sentence) -> {
              all = false;
              tell.say(
                  "refused  "
                      + Inert.brief(gateway.isEmpty() ? file.toString() : gateway, 200)
                      + "  "
                      + sentence);
            }
          }
        }
      }
      return all ? 0 : Tell.REFUSED;
    }
  }

  /** {@code postern gateway retire}. */
  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = {
        "Takes a gateway out of service: no bundle is made for it any more. What it enforces, it goes on enforcing.",
        "Its receipts stay."
      })
  static final class Retire extends Sub {
    @Parameters(paramLabel = "NAME", description = "The gateway.")
    private String name = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "Why.")
    private String why = "";

    @Override
    int act(Store store, Tell tell) throws StoreException {
      store.gateways().retire(name, why, ListCommand.officer());
      return 0;
    }
  }

  /** {@code postern gateway return}. */
  @Command(
      name = "return",
      mixinStandardHelpOptions = true,
      description = "Takes a gateway that is out of service back.")
  static final class Return extends Sub {
    @Parameters(paramLabel = "NAME", description = "The gateway.")
    private String name = "";

    @Override
    int act(Store store, Tell tell) throws StoreException {
      store.gateways().restore(name, ListCommand.officer());
      return 0;
    }
  }

  /** {@code postern gateway silence}. */
  @Command(
      name = "silence",
      mixinStandardHelpOptions = true,
      description =
          "Says, or sets, after how many hours without a word a gateway counts as silent.")
  static final class Silence extends Sub {
    @Parameters(arity = "0..1", paramLabel = "HOURS", description = "1 to 9600.")
    private @Nullable Integer hours;

    @Override
    int act(Store store, Tell tell) throws StoreException {
      if (hours != null) {
        if (hours < 1 || hours > 9_600) {
          throw bad("A gateway is silent after 1 to 9600 hours.");
        }
        store.gateways().silence(Duration.ofHours(hours), ListCommand.officer());
      }
      tell.say(store.gateways().silence().toHours() + " hours");
      return 0;
    }
  }
}
