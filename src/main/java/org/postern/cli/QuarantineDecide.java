package org.postern.cli;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.Explanation;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Decision;
import org.postern.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What release and reject have in common: find the copy, record the decision, carry it out, say it.
 */
abstract class QuarantineDecide implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(names = "--json", description = "The decision as one JSON object.")
  private boolean json;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "REASON",
      converter = ReasonWord.class,
      description = {
        "One of: sender-confirmed, recipient-known, obvious-slip, not-for-recipient,",
        "suspicious, overtaken, exercise, other."
      })
  private Why.@Nullable Code code;

  @Option(names = "--note", paramLabel = "TEXT", description = "The reason in your words.")
  private String note = "";

  @Option(
      names = "--officer",
      paramLabel = "NAME",
      description = "Who decides. Default: the name of the user of this computer.")
  private String officer = System.getProperty("user.name", "unknown");

  @Parameters(paramLabel = "ID", description = "The id from list: 16 hex digits.")
  private String id = "";

  abstract Answer decide(OpenBox.Box open, HeldMessage held, Why why, String officer)
      throws StoreException;

  @Override
  public Integer call() {
    return Objects.requireNonNull(box).use(this::run);
  }

  private int run(OpenBox.Box open) throws StoreException, QuarantineException {
    Why why = new Why(Objects.requireNonNull(code), note);
    Optional<HeldMessage> held = open.find(id, new Tell(spec));
    if (held.isEmpty()) {
      return Tell.REFUSED;
    }
    return switch (decide(open, held.get(), why, officer)) {
      case Answer.Recorded(Decision decision) -> new CarryOut(spec, json).run(open, decision);
      case Answer.Already(Decision existing) -> say(already(existing));
      case Answer.WouldBeHeld(var verdict) ->
          say(
              "the new address would be held, too: "
                  + Explanation.of(verdict).headline()
                  + " Nothing was decided.");
      case Answer.NotPossible(String sentence) -> say(sentence);
    };
  }

  static String already(Decision existing) {
    return "this message is already decided: "
        + HeldText.lower(existing.intent().act())
        + " by "
        + Inert.text(existing.intent().officer())
        + ", "
        + HeldText.lower(existing.state())
        + ".";
  }

  private int say(String sentence) {
    new Tell(spec).warn(sentence);
    return Tell.REFUSED;
  }

  static final class ReasonWord implements CommandLine.ITypeConverter<Why.Code> {
    @Override
    public Why.Code convert(String word) {
      return Arrays.stream(Why.Code.values())
          .filter(c -> c.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "The reason must be one of "
                          + Arrays.stream(Why.Code.values())
                              .map(Why.Code::word)
                              .collect(Collectors.joining(", "))
                          + "."));
    }
  }

  /** {@code postern quarantine release}. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = {
        "Lets one held copy go: to its recipient as typed, or with --to to the one that was meant.",
        "The message itself is sent byte for byte as the gateway received it; other recipients get nothing.",
        "As typed, against the lists, it waits for a second officer once officers are enrolled."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the gateway accepted it and the copy is filed",
        "1:not released, or its fate is unknown: the line says why",
        "2:bad usage, or mailbox, gateway or data directory cannot be used; nothing was sent"
      },
      footer = {
        "",
        "Example: postern quarantine release 4be0643f1d98573b --to gen@army.mil --reason sender-confirmed"
      })
  static final class Release extends QuarantineDecide {
    @Option(
        names = "--to",
        paramLabel = "ADDRESS",
        description = "Send to this address instead; it must pass the policy.")
    private @Nullable String to;

    @Override
    Answer decide(OpenBox.Box open, HeldMessage held, Why why, String officer)
        throws StoreException {
      String corrected = to;
      return corrected == null
          ? open.desk().release(held, why, officer, open.policy())
          : open.desk().correct(held, corrected, why, officer, open.policy());
    }
  }

  /** {@code postern quarantine reject}. */
  @Command(
      name = "reject",
      mixinStandardHelpOptions = true,
      description = "Does not let one held copy go; it is kept in the folder Rejected.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:rejected and filed",
        "1:not rejected, or not filed yet: the line says why",
        "2:bad usage, or mailbox or data directory cannot be used"
      })
  static final class Reject extends QuarantineDecide {
    @Override
    Answer decide(OpenBox.Box open, HeldMessage held, Why why, String officer)
        throws StoreException {
      return open.desk().reject(held, why, officer, open.policy());
    }
  }
}
