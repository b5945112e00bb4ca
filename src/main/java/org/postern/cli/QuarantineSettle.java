package org.postern.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.DecisionDesk.Outcome;
import org.postern.quarantine.GatewayLog;
import org.postern.quarantine.GatewayLog.Finding;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.StoreException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern quarantine settle}. */
@Command(
    name = "settle",
    mixinStandardHelpOptions = true,
    description = {
      "Says what became of a message of which nobody could tell whether it left. Nothing is sent.",
      "--log only looks in a gateway's Postfix log and prints what it says; what you found out is",
      "recorded with --left or --stayed and --how."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:recorded; or the log names the message, or shows that it did not arrive",
      "1:nothing about it is unknown, or the log does not say",
      "2:bad usage, not allowed, or the log, mailbox or data directory cannot be used"
    })
final class QuarantineSettle implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @ArgGroup(multiplicity = "1")
  private @Nullable What what;

  private static final class What {
    @Option(
        names = "--log",
        paramLabel = "FILE",
        description = "Look in this log; - for standard input.")
    private @Nullable Path log;

    @Option(names = "--left", description = "It left.")
    private boolean left;

    @Option(names = "--stayed", description = "It did not leave; it may be decided again.")
    private boolean stayed;
  }

  @Option(names = "--how", paramLabel = "TEXT", description = "How you know; for the record.")
  private String how = "";

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Parameters(paramLabel = "ID", description = "The id from list: 16 hex digits.")
  private String id = "";

  @Override
  public Integer call() {
    return Objects.requireNonNull(box).use(this::run);
  }

  private int run(OpenBox.Box open) throws StoreException, QuarantineException {
    What wanted = Objects.requireNonNull(what);
    Optional<Decision> unknown = unknown(open, wanted.log == null);
    if (unknown.isEmpty()) {
      new Tell(spec).warn("nothing about " + Inert.brief(id, 40) + " is unknown.");
      return Tell.REFUSED;
    }
    Path log = wanted.log;
    if (log != null) {
      return look(log, unknown.get());
    }
    if (how.isBlank()) {
      throw new IllegalArgumentException("Say how you know with --how TEXT.");
    }
    Outcome outcome =
        open.desk()
            .settle(
                unknown.get(), wanted.left && !wanted.stayed, ListCommand.officer(), how.strip());
    new CarryOut(spec, json).say(outcome.decision(), outcome.trouble());
    return outcome.trouble().isEmpty() ? 0 : Tell.REFUSED;
  }

  /** What is unknown here; or what another console began, which is taken into the record. */
  private Optional<Decision> unknown(OpenBox.Box open, boolean record)
      throws StoreException, QuarantineException {
    List<Decision> known = open.store().decisions().of(id);
    Optional<Decision> here = known.stream().filter(d -> d.state() == State.UNKNOWN).findFirst();
    Optional<HeldMessage> held = open.quarantine().find(new HeldId(id));
    if (here.isPresent() || held.isEmpty() || !record) {
      return here;
    }
    return open.desk().foundBegun(held.get(), ListCommand.officer(), open.policy())
            instanceof Answer.Recorded(Decision found)
        ? Optional.of(found)
        : Optional.empty();
  }

  private int look(Path log, Decision decision) {
    Tell tell = new Tell(spec);
    Finding finding;
    try (Reader reader =
        log.toString().equals("-")
            ? new InputStreamReader(System.in, StandardCharsets.ISO_8859_1)
            : Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
      finding = GatewayLog.ask(reader, decision, ZoneId.systemDefault());
    } catch (IOException e) {
      tell.warn("the log cannot be read: " + Inert.text(String.valueOf(e.getMessage())));
      return DataDirectory.UNUSABLE;
    }
    String word =
        switch (finding) {
          case Finding.Left _ -> "left";
          case Finding.Stayed _ -> "stayed";
          case Finding.Unclear _ -> "unclear";
        };
    if (json) {
      var node = Tell.mapper().createObjectNode().put("id", id).put("log", word);
      node.put("sentence", finding.sentence());
      tell.say(Tell.mapper().writeValueAsString(node));
    } else {
      tell.say(word + ": " + finding.sentence());
    }
    return finding instanceof Finding.Unclear ? Tell.REFUSED : 0;
  }
}
