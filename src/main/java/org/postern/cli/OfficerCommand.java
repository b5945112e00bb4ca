package org.postern.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.TrustFile;
import org.postern.mail.Inert;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerFile;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Role;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.store.Changes;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern officer}: who the officers are. */
@Command(
    name = "officer",
    mixinStandardHelpOptions = true,
    description = {
      "Shows and changes the roster of officers.",
      "Until the first one is enrolled the data directory is in open mode: everybody may do everything,"
          + " and nothing is signed."
    },
    subcommands = {
      OfficerCommand.Show.class,
      OfficerCommand.Enrol.class,
      OfficerCommand.MakeFile.class,
      OfficerCommand.Add.class,
      OfficerCommand.Roles.class,
      OfficerCommand.Revoke.class,
      OfficerCommand.Trust.class
    })
public final class OfficerCommand extends CommandGroup {
  public OfficerCommand() {
    super("list, enrol, file, add, roles, revoke or trust");
  }

  /** What every subcommand has. */
  abstract static class Sub extends StoreCommand {
    Roster roster(Store store) throws StoreException {
      return store
          .session()
          .roster()
          .orElseThrow(
              () -> bad("No officer is enrolled here yet. Begin with: postern officer enrol KEY"));
    }

    void say(Tell tell, Changes.Change change) {
      tell.say(
          change.state() == Changes.State.APPLIED
              ? "The roster is now version " + change.serial() + "."
              : "Proposed as "
                  + change.digest()
                  + ". Another officer approves it: postern change approve "
                  + change.digest().substring(0, 19));
    }
  }

  /** {@code postern officer list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the roster: key id, state, roles, name.")
  static final class Show extends Sub {
    @Override
    int run(Store store, Tell tell) throws StoreException {
      if (store.session().openMode()) {
        tell.say("open mode: no officer is enrolled, nothing is signed");
        return 0;
      }
      Roster roster = roster(store);
      tell.say("version " + roster.version() + ", " + roster.digest());
      for (Member m : roster.members()) {
        tell.say(
            m.id()
                + "  "
                + (m.active() ? "active " : "revoked")
                + "  "
                + m.roles().stream().sorted().map(Role::word).collect(Collectors.joining(","))
                + "  "
                + Inert.text(m.name()));
      }
      return 0;
    }
  }

  /** {@code postern officer enrol}. */
  @Command(
      name = "enrol",
      mixinStandardHelpOptions = true,
      description = {
        "Enrols the first officer and ends open mode for good.",
        "From then on officers sign in, changes of the lists need two of them, and the record is signed."
      })
  static final class Enrol extends Sub {
    @Mixin @Nullable Passphrases passphrases;
    @Mixin Token token = new Token();

    @Parameters(
        paramLabel = "KEY",
        description = "A key of DIR/keys: its id or its officer's name.")
    String key = "";

    @Override
    int run(Store store, Tell tell) throws StoreException, OfficerException {
      OfficerKeys keys = new OfficerKeys(store.directory(), Clock.systemUTC());
      Roster roster =
          store.session().enrol(Objects.requireNonNull(passphrases).open(token, keys, key, store));
      tell.say("Enrolled. Write down the roster's digest: " + roster.digest());
      return 0;
    }
  }

  /** {@code postern officer file}. */
  @Command(
      name = "file",
      mixinStandardHelpOptions = true,
      description = {
        "Writes the file with which a future officer asks to be put on the roster: name, public key,"
            + " proof of having the key. No secret is in it."
      })
  static final class MakeFile extends Sub {
    @Mixin @Nullable Passphrases passphrases;
    @Mixin Token token = new Token();

    @Parameters(index = "0", paramLabel = "KEY", description = "A key of DIR/keys.")
    String key = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it.")
    @Nullable Path file;

    @Override
    int run(Store store, Tell tell) throws OfficerException, IOException {
      OfficerKeys keys = new OfficerKeys(store.directory(), Clock.systemUTC());
      var opened = Objects.requireNonNull(passphrases).open(token, keys, key, store);
      Files.writeString(Objects.requireNonNull(file), OfficerFile.of(opened));
      tell.say("Give the file to an administrator and read out the key id: " + opened.id());
      return 0;
    }
  }

  /** {@code postern officer add}. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Proposes a further officer, from the file that they made.",
        "An officer of that name gets the new key in place of the old one."
      })
  static final class Add extends Sub {
    @Parameters(index = "0", paramLabel = "FILE", description = "The officer's file.")
    @Nullable Path file;

    @Option(
        names = "--roles",
        paramLabel = "ROLE",
        split = ",",
        required = true,
        description = "Of viewer, reviewer, editor, approver, auditor, administrator.")
    List<Role> roles = new ArrayList<>();

    @Option(names = "--why", paramLabel = "TEXT", description = "Why.")
    String why = "a further officer";

    @Override
    int run(Store store, Tell tell) throws StoreException, OfficerException, IOException {
      OfficerFile officer =
          OfficerFile.parse(Files.readString(Objects.requireNonNull(file), StandardCharsets.UTF_8));
      List<Member> members = roster(store).with(officer, EnumSet.copyOf(roles));
      say(tell, store.changes().proposeRoster(members, why));
      return 0;
    }
  }

  /** {@code postern officer roles}. */
  @Command(
      name = "roles",
      mixinStandardHelpOptions = true,
      description = "Proposes other roles for an officer.")
  static final class Roles extends Sub {
    @Parameters(index = "0", paramLabel = "KEY", description = "The officer's key id.")
    String key = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ROLE", description = "All roles.")
    List<Role> roles = new ArrayList<>();

    @Override
    int run(Store store, Tell tell) throws StoreException {
      Set<Role> all = EnumSet.copyOf(roles);
      say(
          tell,
          store
              .changes()
              .proposeRoster(changed(roster(store), key, m -> m.withRoles(all)), "other roles"));
      return 0;
    }
  }

  /** {@code postern officer revoke}. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Proposes to revoke a key. What it signed stays signed.")
  static final class Revoke extends Sub {
    @Parameters(index = "0", paramLabel = "KEY", description = "The officer's key id.")
    String key = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why.")
    String why = "";

    @Override
    int run(Store store, Tell tell) throws StoreException {
      say(tell, store.changes().proposeRoster(changed(roster(store), key, Member::revoked), why));
      return 0;
    }
  }

  /** {@code postern officer trust}. */
  @Command(
      name = "trust",
      mixinStandardHelpOptions = true,
      description = {
        "Writes the folder that tells a gateway whose signatures to believe: the approvers of the"
            + " roster.",
        "Copy it to each gateway by a way that you trust, whenever the roster changed."
      })
  static final class Trust extends Sub {
    @Mixin private SecondKeys seconds = new SecondKeys();

    @Parameters(paramLabel = "FOLDER", description = "Where to write it.")
    @Nullable Path folder;

    @Mixin HeartbeatKeys heartbeats = new HeartbeatKeys();

    @Override
    int run(Store store, Tell tell) throws StoreException, OfficerException, IOException {
      TrustFile trust =
          seconds.with(
              TrustFile.of(roster(store)), new OfficerKeys(store.directory(), Clock.systemUTC()));
      try {
        heartbeats.in(trust).write(Objects.requireNonNull(folder));
      } catch (BundleException e) {
        throw new IOException(e.getMessage(), e);
      }
      tell.say(
          trust.threshold()
              + " of "
              + trust.keys().stream().filter(k -> !k.revoked()).count()
              + " officers must sign");
      return 0;
    }
  }

  private static List<Member> changed(Roster roster, String key, UnaryOperator<Member> change) {
    return roster.members().stream().map(m -> m.id().equals(key) ? change.apply(m) : m).toList();
  }
}
