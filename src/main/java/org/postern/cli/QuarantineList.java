package org.postern.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.BoxContents;
import org.postern.quarantine.HeldGroup;
import org.postern.quarantine.HeldMessage;
import org.postern.store.Decisions.Decision;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code postern quarantine list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists held mail, newest message first; one line for each held recipient:",
      "id, time, class, recipient, sender, subject, and what was decided."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything in the box is listed",
      "1:listed, but a mailbox cannot be read or did not hand out some messages",
      "2:bad usage, or data directory or mailbox cannot be used"
    },
    footer = {
      "",
      "With --json, one object a line: id, recipient, class, policySerial, gateway, sender, received,",
      "  size, flags[], addressed[], now{verdict,disposition,meant,serial,proof}, decision, assigned,",
      "  tags[], incidents[], from, subject, messageId, group, notHeld[], place. Copies with the same",
      "  group are one message; place names box and folder where there are several."
    })
final class QuarantineList implements Callable<Integer> {
  private final JsonMapper mapper = Tell.mapper();

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    return Objects.requireNonNull(box)
        .use(
            open -> {
              PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
              BoxContents contents = open.quarantine().contents();
              List<HeldGroup> groups = HeldGroup.of(contents.held());
              Said said = Said.in(open.store());
              for (HeldGroup group : groups) {
                for (HeldMessage held : group.copies()) {
                  out.println(json ? object(open, said, group, held) : row(open, said, held));
                }
                if (!json && !group.notHeld().isEmpty()) {
                  out.println(
                      " ".repeat(18)
                          + "not held: "
                          + Inert.brief(String.join(", ", group.notHeld()), 200));
                }
              }
              out.flush();
              contents
                  .unreadable()
                  .forEach(
                      uid ->
                          err(
                              "the mailbox lists a message (UID "
                                  + uid
                                  + ") and does not show it."));
              if (!json && contents.held().isEmpty()) {
                err("nothing is held.");
              }
              boolean whole =
                  contents.unreadable().isEmpty()
                      && open.quarantine().standings().stream()
                          .allMatch(s -> s.trouble().isEmpty());
              return whole ? 0 : 1;
            });
  }

  private void err(String sentence) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("postern: " + sentence);
    err.flush();
  }

  private String object(OpenBox.Box open, Said said, HeldGroup group, HeldMessage held)
      throws StoreException {
    ObjectNode node = mapper.createObjectNode();
    HeldText.put(node, held, open.policy(), last(open, held));
    HeldText.put(node, held, said);
    node.put("from", held.from());
    node.put("subject", held.subject());
    node.put("messageId", held.messageId());
    node.put("group", group.copies().getFirst().id().hex());
    group.notHeld().forEach(node.putArray("notHeld")::add);
    node.put("place", held.place());
    return mapper.writeValueAsString(node);
  }

  private static String row(OpenBox.Box open, Said said, HeldMessage held) throws StoreException {
    return "%s  %.16s  %-9s  %-32s  %-28s  %s%s%s"
        .formatted(
            held.id().hex(),
            held.received().toString(),
            held.heldAs().word(),
            held.recipient().isEmpty() ? "(unknown)" : Inert.brief(held.recipient(), 60),
            held.sender().isEmpty() ? "<>" : Inert.brief(held.sender(), 60),
            Inert.brief(held.subject(), 80),
            held.place().isEmpty() ? "" : "  {" + held.place() + "}",
            last(open, held)
                    .map(
                        d ->
                            "  ["
                                + HeldText.lower(d.intent().act())
                                + ": "
                                + HeldText.lower(d.state())
                                + "]")
                    .orElse("")
                + (said.line(held).isEmpty() ? "" : "  {" + said.line(held) + "}"));
  }

  private static Optional<Decision> last(OpenBox.Box open, HeldMessage held) throws StoreException {
    List<Decision> all = open.store().decisions().of(held.id().hex());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }
}
