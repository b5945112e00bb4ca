package org.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.files.AtomicFiles;
import org.postern.mail.Inert;
import org.postern.officer.Role;
import org.postern.officer.Roster;
import org.postern.store.Changes;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern change}: proposals and approvals. */
@Command(
    name = "change",
    mixinStandardHelpOptions = true,
    description = {
      "Shows, approves and carries changes of the lists and of the roster.",
      "One officer proposes, another one approves; a change travels as a file where two consoles share"
          + " no database."
    },
    subcommands = {
      ChangeCommand.Waiting.class,
      ChangeCommand.Show.class,
      ChangeCommand.Approve.class,
      ChangeCommand.Return.class,
      ChangeCommand.Withdraw.class,
      ChangeCommand.Export.class,
      ChangeCommand.Import.class
    })
public final class ChangeCommand extends CommandGroup {
  private static final int LARGEST = 512 * 1024 * 1024;

  public ChangeCommand() {
    super("list, show, approve, return, withdraw, export or import");
  }

  /** A subcommand about one change. */
  abstract static class About extends StoreCommand {
    @Parameters(
        index = "0",
        paramLabel = "CHANGE",
        description = "Its digest, or at least eight digits of it.")
    String change = "";

    abstract void about(Changes.Change change, Store store, Tell tell)
        throws StoreException, IOException;

    @Override
    final int run(Store store, Tell tell) throws StoreException, IOException {
      String begin = change.startsWith("sha256:") ? change : "sha256:" + change;
      List<Changes.Change> found =
          store.changes().newest(10_000).stream()
              .filter(c -> begin.length() >= 15 && c.digest().startsWith(begin))
              .toList();
      if (found.size() != 1) {
        throw bad(
            found.isEmpty()
                ? "There is no change " + Inert.brief(change, 80) + ". See: postern change list"
                : "Several changes begin so; name more of it.");
      }
      about(found.getFirst(), store, tell);
      return 0;
    }
  }

  /** {@code postern change list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists what waits for an approval, or with --all the newest changes.")
  static final class Waiting extends StoreCommand {
    @Option(names = "--all", description = "The newest hundred, whatever became of them.")
    boolean all;

    @Override
    int run(Store store, Tell tell) throws StoreException {
      for (Changes.Change c : all ? store.changes().newest(100) : store.changes().waiting()) {
        tell.say(line(c));
      }
      return 0;
    }
  }

  private static String line(Changes.Change c) {
    return c.digest().substring(0, 19)
        + "  "
        + c.state().name().toLowerCase(Locale.ROOT)
        + "  "
        + c.at()
        + "  "
        + Inert.text(c.author())
        + "  "
        + c.operations()
        + (c.operations() == 1 ? " line  " : " lines  ")
        + Inert.brief(c.why(), 80);
  }

  /** {@code postern change show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a change, line by line.")
  static final class Show extends About {
    @Override
    void about(Changes.Change change, Store store, Tell tell) throws StoreException {
      tell.say(line(change));
      switch (change.kind()) {
        case LISTS -> store.changes().operations(change.digest(), op -> tell.say(say(op)));
        case ROSTER -> roster(store.changes().roster(change.digest()), tell);
      }
      for (Changes.Approval a : store.changes().signatures(change.digest())) {
        tell.say("signed by " + a.keyId() + " at " + a.at());
      }
    }

    private static void roster(Roster roster, Tell tell) {
      roster
          .members()
          .forEach(
              m ->
                  tell.say(
                      "  "
                          + m.id()
                          + (m.active() ? "  active   " : "  revoked  ")
                          + Inert.text(m.name())
                          + ": "
                          + m.roles().stream().sorted().map(Role::label).toList()));
    }

    private static String say(Op op) {
      return switch (op) {
        case Op.Add(var entry) -> "  + " + entry.listing().word() + " " + entry.pattern().display();
        case Op.Edit(var after, long _) ->
            "  ~ " + after.listing().word() + " " + after.pattern().display();
        case Op.Remove(var listing, var pattern, long _) ->
            "  - " + listing.word() + " " + pattern.display();
        case Op.Undo(long serial) -> "  undo revision " + serial;
        case Op.SetRules(var rules) -> "  rules: " + rules.words();
      };
    }
  }

  /** {@code postern change approve}. */
  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Signs a change that somebody else proposed; it is in force then.")
  static final class Approve extends About {
    @Option(names = "--remark", paramLabel = "TEXT", description = "For the record.")
    String remark = "";

    @Override
    void about(Changes.Change change, Store store, Tell tell) throws StoreException {
      tell.say(line(store.changes().approve(change.digest(), remark)));
    }
  }

  /** {@code postern change return}. */
  @Command(
      name = "return",
      mixinStandardHelpOptions = true,
      description = "Sends a change back to its author.")
  static final class Return extends About {
    @Option(names = "--remark", paramLabel = "TEXT", required = true, description = "Why.")
    String remark = "";

    @Override
    void about(Changes.Change change, Store store, Tell tell) throws StoreException {
      tell.say(line(store.changes().giveBack(change.digest(), remark)));
    }
  }

  /** {@code postern change withdraw}. */
  @Command(
      name = "withdraw",
      mixinStandardHelpOptions = true,
      description = "Takes one's own proposal back.")
  static final class Withdraw extends About {
    @Override
    void about(Changes.Change change, Store store, Tell tell) throws StoreException {
      tell.say(line(store.changes().withdraw(change.digest(), "")));
    }
  }

  /** {@code postern change export}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes a change with its signatures to a file.")
  static final class Export extends About {
    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it.")
    @Nullable Path file;

    @Override
    void about(Changes.Change change, Store store, Tell tell) throws StoreException, IOException {
      AtomicFiles.write(
          Objects.requireNonNull(file),
          store.changes().export(change.digest()),
          AtomicFiles.Readers.EVERYONE);
    }
  }

  /** {@code postern change import}. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = "Takes in a change from a file; if enough officers signed it, it is in force.")
  static final class Import extends StoreCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "What was exported elsewhere.")
    @Nullable Path file;

    @Override
    int run(Store store, Tell tell) throws StoreException, IOException {
      try (InputStream in = Files.newInputStream(Objects.requireNonNull(file))) {
        tell.say(line(store.changes().takeIn(in.readNBytes(LARGEST))));
      }
      return 0;
    }
  }
}
