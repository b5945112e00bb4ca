package org.postern.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.store.Author;
import org.postern.store.Known;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern list known}: the domains that the organisation has written to before. */
@Command(
    name = "known",
    mixinStandardHelpOptions = true,
    description = {
      "Says how many domains are known, because the organisation has written to them before, and",
      "whether they count. A known domain is held less easily as a lookalike; what looks like a",
      "deceit is held all the same. Only keyed hashes are kept: the names cannot be listed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:some lines of the file are no names and were left out",
      "2:bad usage, an unreadable file, or the data directory cannot be used"
    })
final class KnownCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @Mixin @Nullable DataDirectory data;

  @Override
  public Integer call() {
    return Objects.requireNonNull(data).use(store -> print(store, Objects.requireNonNull(spec)));
  }

  private static int print(Store store, CommandSpec command) throws StoreException {
    Known.State state = store.known().state();
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        "%d known names, %s%n", state.count(), state.on() ? "which count" : "which do not count");
    out.flush();
    return 0;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Adds the domains in a file: one domain or address a line, perhaps with the day since when",
        "you write to it, behind a comma or tab: firm.example,2025-03-01. - is standard input.",
        "The first import lets known names count; `off` stops that.",
        "Take only domains that answered you: earlier mail may have been misdirected too."
      })
  int add(
      @Mixin DataDirectory directory,
      @Parameters(paramLabel = "FILE", description = "- = stdin") Path file) {
    CommandSpec command = Objects.requireNonNull(spec);
    return directory.use(
        store -> {
          boolean stdin = file.toString().equals("-");
          try (InputStream in = stdin ? System.in : Files.newInputStream(file);
              var text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Known.Added added = store.known().add(text, by("known names: import"));
            command
                .commandLine()
                .getOut()
                .printf(
                    "added %d, present %d, serial %d, invalid %d%n",
                    added.added(), added.present(), added.serial(), added.invalid());
            print(store, command);
            return added.invalid() > 0 ? ListCommand.OBJECTIONS : 0;
          } catch (IOException e) {
            PrintWriter err = command.commandLine().getErr();
            err.println("postern: cannot read " + Inert.text(file.toString()) + ".");
            err.flush();
            return DataDirectory.UNUSABLE;
          }
        });
  }

  @Command(name = "on", mixinStandardHelpOptions = true, description = "Lets known names count.")
  int on(@Mixin DataDirectory directory) {
    return turn(directory, true);
  }

  @Command(
      name = "off",
      mixinStandardHelpOptions = true,
      description = "Keeps known names, but judges as if there were none.")
  int off(@Mixin DataDirectory directory) {
    return turn(directory, false);
  }

  @Command(
      name = "clear",
      mixinStandardHelpOptions = true,
      description = "Forgets all known names; this cannot be undone.")
  int clear(@Mixin DataDirectory directory) {
    return directory.use(
        store -> {
          store.known().clear(by("known names: cleared"));
          return print(store, Objects.requireNonNull(spec));
        });
  }

  private int turn(DataDirectory directory, boolean on) {
    return directory.use(
        store -> {
          store.known().turn(on, by("known names: " + (on ? "on" : "off")));
          return print(store, Objects.requireNonNull(spec));
        });
  }

  private static Author by(String why) {
    return new Author(ListCommand.officer(), why);
  }
}
