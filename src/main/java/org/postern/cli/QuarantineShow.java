package org.postern.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.files.Sha256;
import org.postern.mail.MailReader;
import org.postern.mail.ReadMessage;
import org.postern.mail.TraceBlock;
import org.postern.officer.Right;
import org.postern.policy.Explanation;
import org.postern.policy.slip.Resemblance;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.SenderHistory;
import org.postern.quarantine.ThenAndNow;
import org.postern.store.Decisions.Decision;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code postern quarantine show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Shows one held message safely: who, why it was held, text, attachments, what is suspicious.",
      "Nothing is fetched, opened or run, and the message in the box stays as it is.",
      "That it was opened is recorded."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:no such message in the box",
      "2:bad usage, or data directory or mailbox cannot be used, or the message came incomplete"
    })
final class QuarantineShow implements Callable<Integer> {
  private final JsonMapper mapper = Tell.mapper();

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(
      names = "--json",
      description =
          "One JSON object: as in list, as in mail read, then (as it was judged), and history.")
  private boolean json;

  @Option(
      names = "--raw",
      description = "The message byte for byte as the gateway received it. Not for a terminal.")
  private boolean raw;

  @Option(
      names = "--officer",
      paramLabel = "NAME",
      description = "Who opens it, for the record; by default the user at the computer.")
  private String officer = System.getProperty("user.name", "unknown");

  @Parameters(paramLabel = "ID", description = "The id from list: 16 hex digits.")
  private String id = "";

  @Override
  public Integer call() {
    return Objects.requireNonNull(box).use(this::show);
  }

  private int show(OpenBox.Box open) throws QuarantineException, StoreException {
    Optional<HeldMessage> found = open.find(id, new Tell(spec));
    if (found.isEmpty()) {
      return Tell.REFUSED;
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    HeldMessage held = found.get();
    byte[] message = TraceBlock.split(open.quarantine().fetch(held.id())).message();
    open.store()
        .journal()
        .note(
            Right.READ_MAIL,
            officer,
            "message.opened",
            held.id().hex() + " " + held.recipient(),
            Map.of("sha256", Sha256.hex(message), "size", message.length));
    if (raw) {
      out.flush();
      PrintStream bytes = System.out;
      bytes.write(message, 0, message.length);
      bytes.flush();
      return 0;
    }
    ReadMessage read =
        new MailReader().read(message, open.store().setup().settings().reviewing().marked());
    Optional<ThenAndNow> then =
        new ThenAndNow.Finder(open.store().past()).of(held, open.policy(), _ -> {});
    SenderHistory history =
        SenderHistory.of(
            held,
            open.policy()
                .judge(held.recipient())
                .resemblance()
                .map(Resemblance::meant)
                .orElse(null),
            open.quarantine().list(),
            open.store().decisions());
    List<Decision> decisions = open.store().decisions().of(held.id().hex());
    if (json) {
      ObjectNode node = mapper.createObjectNode();
      HeldText.put(
          node,
          held,
          open.policy(),
          decisions.isEmpty() ? Optional.empty() : Optional.of(decisions.getLast()));
      HeldText.put(node, then, history);
      HeldText.put(node, held, Said.in(open.store()));
      MessageText.put(node, read);
      out.println(mapper.writeValueAsString(node));
    } else {
      out.print(MessageText.line("Held", held.id().hex()));
      out.print(
          MessageText.line(
              "For", held.recipient().isEmpty() ? "(no gateway said for whom)" : held.recipient()));
      out.print(MessageText.line("Sender", held.sender().isEmpty() ? "<>" : held.sender()));
      out.print(
          MessageText.line(
              "Class",
              held.heldAs().word()
                  + ", policy "
                  + held.serial()
                  + ", gateway "
                  + (held.gateway().isEmpty() ? "unknown" : held.gateway())));
      out.print(
          MessageText.line(
              "Now", Explanation.of(open.policy().judge(held.recipient())).headline()));
      then.filter(ThenAndNow::differs)
          .ifPresent(t -> out.print(MessageText.line("Then", t.difference())));
      HeldText.lines(history).forEach(text -> out.print(MessageText.line("History", text)));
      String said = Said.in(open.store()).line(held);
      if (!said.isEmpty()) {
        out.print(MessageText.line("Marked", said));
      }
      for (Decision d : decisions) {
        out.print(
            MessageText.line(
                "Decided",
                HeldText.lower(d.intent().act())
                    + (d.intent().sendTo() == null ? "" : " to " + d.intent().sendTo())
                    + " by "
                    + d.intent().officer()
                    + ": "
                    + HeldText.lower(d.state())
                    + (d.reply() == null ? "" : " (" + d.reply() + ")")));
      }
      out.println();
      out.print(MessageText.page(read));
    }
    out.flush();
    return 0;
  }
}
