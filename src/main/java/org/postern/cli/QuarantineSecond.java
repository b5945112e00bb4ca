package org.postern.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a second officer says to a release that goes against the lists. */
abstract class QuarantineSecond implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(names = "--json", description = "The decision as one JSON object.")
  boolean json;

  @Parameters(paramLabel = "ID", description = "The id from list: 16 hex digits.")
  private String id = "";

  abstract int run(OpenBox.Box open, Decision proposed, CarryOut carryOut)
      throws StoreException, QuarantineException;

  @Override
  public Integer call() {
    return Objects.requireNonNull(box)
        .use(
            open -> {
              Optional<Decision> proposed =
                  open.store().decisions().of(id).stream()
                      .filter(d -> d.state() == State.PROPOSED)
                      .findFirst();
              if (proposed.isEmpty()) {
                new Tell(spec)
                    .warn("nothing about " + Inert.brief(id, 40) + " waits for a second officer.");
                return Tell.REFUSED;
              }
              return run(open, proposed.get(), new CarryOut(spec, json));
            });
  }

  /** {@code postern quarantine agree}. */
  @Command(
      name = "agree",
      mixinStandardHelpOptions = true,
      description = {
        "Agrees to a release that goes against the lists, and carries it out. Only another reviewer",
        "than the one who decided can (--as)."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the gateway accepted it and the copy is filed",
        "1:nothing waits, it was not released, or its fate is unknown: the line says why",
        "2:bad usage, not allowed, or mailbox, gateway or data directory cannot be used"
      })
  static final class Agree extends QuarantineSecond {
    @Override
    int run(OpenBox.Box open, Decision proposed, CarryOut carryOut)
        throws StoreException, QuarantineException {
      return carryOut.run(open, open.desk().agree(proposed, ListCommand.officer()));
    }
  }

  /** {@code postern quarantine decline}. */
  @Command(
      name = "decline",
      mixinStandardHelpOptions = true,
      description = "Does not agree to a release that goes against the lists; nothing is sent.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:declined", "1:nothing waits", "2:bad usage, or not allowed"})
  static final class Decline extends QuarantineSecond {
    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "In your words.")
    private String why = "";

    @Override
    int run(OpenBox.Box open, Decision proposed, CarryOut carryOut) throws StoreException {
      carryOut.say(open.desk().decline(proposed, ListCommand.officer(), why), Optional.empty());
      return 0;
    }
  }
}
