package org.postern.cli;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.ReturnNote;
import org.postern.quarantine.Why;
import org.postern.store.Handling;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern quarantine return}. */
@Command(
    name = "return",
    mixinStandardHelpOptions = true,
    description = {
      "Does not let one held copy go, and sends its sender a note that asks for the right address.",
      "The note quotes nothing of the text. A program, a mailing list, a sender that the lists hold",
      "or that may be forged gets none. --preview prints the note, every byte, and sends nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the gateway accepted the note and the copy is filed, or the note was printed",
      "1:no note can go there, or its fate is unknown: the line says why",
      "2:bad usage, or mailbox, gateway or data directory cannot be used; nothing was sent"
    },
    footer = {
      "",
      "Example: postern quarantine return 4be0643f1d98573b --meant gen@army.mil --reason obvious-slip"
    })
final class QuarantineReturn implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(names = "--json", description = "The decision as one JSON object.")
  private boolean json;

  @Option(names = "--preview", description = "Print the note as it would be sent, and stop.")
  private boolean preview;

  @Option(
      names = "--meant",
      paramLabel = "ADDRESS",
      description = "The address that the note proposes; it must pass the policy. Default: none.")
  private @Nullable String meant;

  @Option(
      names = "--wording",
      paramLabel = "NAME",
      description = "Which of the wordings in the settings. Default: the first.")
  private @Nullable String wording;

  @Option(names = "--name-subject", description = "Remind the sender of the subject.")
  private boolean nameSubject;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      converter = QuarantineDecide.ReasonWord.class,
      description = "As with reject; needed unless --preview is given.")
  private Why.@Nullable Code code;

  @Option(names = "--note", paramLabel = "TEXT", description = "The reason in your words.")
  private String words = "";

  @Parameters(paramLabel = "ID", description = "The id from list: 16 hex digits.")
  private String id = "";

  @Override
  public Integer call() {
    return Objects.requireNonNull(box).use(this::run);
  }

  private int run(OpenBox.Box open) throws StoreException, QuarantineException {
    Why.Code reason = code;
    if (reason == null && !preview) {
      return say("say why with --reason, or look at the note with --preview.");
    }
    Optional<HeldMessage> held = open.find(id, new Tell(spec));
    if (held.isEmpty()) {
      return Tell.REFUSED;
    }
    Handling handling = open.store().setup().settings().handling();
    Optional<Handling.Note> chosen =
        handling.notes().stream()
            .filter(n -> wording == null || n.name().equals(wording))
            .findFirst();
    if (chosen.isEmpty()) {
      return say("the settings have no wording named " + Inert.text(String.valueOf(wording)) + ".");
    }
    ReturnNote.Choice choice =
        new ReturnNote.Choice(chosen.get(), Optional.ofNullable(meant), nameSubject);
    return switch (open.desk()
        .note(held.get(), choice, handling.noteFrom(), open.policy(), Clock.systemUTC())) {
      case ReturnNote.Made.NotPossible(String sentence) -> say(sentence);
      case ReturnNote.Made.Ready(ReturnNote note) -> {
        if (preview || reason == null) {
          new Tell(spec).say(Inert.lines(note.whole()));
          yield 0;
        }
        yield decided(
            open,
            open.desk()
                .giveBack(
                    held.get(),
                    note,
                    new Why(reason, words),
                    ListCommand.officer(),
                    open.policy()));
      }
    };
  }

  private int decided(OpenBox.Box open, Answer answer) throws StoreException, QuarantineException {
    return switch (answer) {
      case Answer.Recorded(var decision) -> new CarryOut(spec, json).run(open, decision);
      case Answer.Already(var existing) -> say(QuarantineDecide.already(existing));
      case Answer.WouldBeHeld _ -> say("the sender's address would be held.");
      case Answer.NotPossible(String sentence) -> say(sentence);
    };
  }

  private int say(String sentence) {
    new Tell(spec).warn(sentence);
    return Tell.REFUSED;
  }
}
