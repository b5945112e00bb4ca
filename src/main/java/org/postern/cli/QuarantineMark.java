package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.MarkDesk;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Incidents.Incident;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the acts have in common that decide nothing: find the copies, mark each, say it. */
abstract class QuarantineMark implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(names = "--json", description = "One JSON object for each copy: id, done, trouble.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids from list: 16 hex digits.")
  private List<String> ids = List.of();

  abstract String done();

  abstract Optional<String> mark(MarkDesk desk, HeldMessage held, String officer)
      throws StoreException;

  /** What is done about all of them at once. */
  void all(MarkDesk desk, List<HeldMessage> held, String officer) throws StoreException {}

  @Override
  public Integer call() {
    return Objects.requireNonNull(box).use(this::run);
  }

  private int run(OpenBox.Box open) throws StoreException, QuarantineException {
    MarkDesk desk = new MarkDesk(open.store().marks(), open.store().incidents(), open.quarantine());
    List<HeldMessage> found = new ArrayList<>();
    boolean well = true;
    for (String id : ids) {
      Optional<HeldMessage> held = open.find(id, new Tell(spec));
      well &= held.isPresent();
      held.ifPresent(found::add);
    }
    if (found.isEmpty()) {
      return Tell.REFUSED;
    }
    String officer = ListCommand.officer();
    all(desk, found, officer);
    for (HeldMessage held : found) {
      Optional<String> trouble = mark(desk, held, officer);
      well &= trouble.isEmpty();
      say(held, trouble);
    }
    return well ? 0 : Tell.REFUSED;
  }

  private void say(HeldMessage held, Optional<String> trouble) {
    Tell tell = new Tell(spec);
    if (json) {
      var node = Tell.mapper().createObjectNode().put("id", held.id().hex());
      node.put("done", done());
      node.put("trouble", trouble.orElse(null));
      tell.say(Tell.mapper().writeValueAsString(node));
    } else {
      tell.say(held.id().hex() + ": " + Inert.text(done()));
    }
    trouble.ifPresent(tell::warn);
  }

  /** {@code postern quarantine assign}. */
  @Command(
      name = "assign",
      mixinStandardHelpOptions = true,
      description = {
        "Gives held copies to an officer, who finds them with assigned:me; --nobody takes them back.",
        "Once officers are enrolled, only a reviewer of the roster can be given one."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:done",
        "1:not for all, or the mailbox was not told: the lines say why",
        "2:bad usage, not allowed, or mailbox or data directory cannot be used"
      })
  static final class Assign extends QuarantineMark {
    @Option(names = "--to", paramLabel = "NAME", description = "Who shall look at it.")
    private @Nullable String to;

    @Option(names = "--nobody", description = "Take it from whoever it was given to.")
    private boolean nobody;

    @Option(names = "--note", paramLabel = "TEXT", description = "What they should know.")
    private String note = "";

    @Override
    String done() {
      return nobody ? "given to nobody" : "given to " + to;
    }

    @Override
    Optional<String> mark(MarkDesk desk, HeldMessage held, String officer) throws StoreException {
      String name = to;
      if (nobody) {
        return desk.unassign(held, officer);
      }
      if (name == null || name.isBlank()) {
        throw new IllegalArgumentException("Say to whom with --to NAME, or --nobody.");
      }
      return desk.assign(held, name.strip(), note, officer);
    }
  }

  /** {@code postern quarantine tag}. */
  @Command(
      name = "tag",
      mixinStandardHelpOptions = true,
      description = {
        "Puts tags on held copies, or takes them off with --off; they are found with tag:NAME.",
        "A tag has lower-case letters, digits and hyphens, at most 24."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:done",
        "1:not for all, or the mailbox was not told: the lines say why",
        "2:bad usage, not allowed, or mailbox or data directory cannot be used"
      })
  static final class Tag extends QuarantineMark {
    @Option(
        names = "--tag",
        required = true,
        split = ",",
        paramLabel = "TAG",
        description = "One or more, separated by commas.")
    private List<String> tags = List.of();

    @Option(names = "--off", description = "Take them off.")
    private boolean off;

    @Override
    String done() {
      return (off ? "not tagged any more: " : "tagged ") + String.join(", ", tags);
    }

    @Override
    Optional<String> mark(MarkDesk desk, HeldMessage held, String officer) throws StoreException {
      Optional<String> trouble = Optional.empty();
      for (String tag : tags) {
        Optional<String> now = desk.tag(held, tag, !off, officer);
        trouble = trouble.isPresent() ? trouble : now;
      }
      return trouble;
    }
  }

  /** {@code postern quarantine incident}. */
  @Command(
      name = "incident",
      mixinStandardHelpOptions = true,
      description = {
        "Opens an incident about held copies with --title, or adds them to one with --number."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:done",
        "1:not for all: the lines say why",
        "2:bad usage, not allowed, no such incident, or mailbox or data directory cannot be used"
      })
  static final class OpenIncident extends QuarantineMark {
    @Option(names = "--title", paramLabel = "TEXT", description = "Opens a new one.")
    private @Nullable String title;

    @Option(names = "--number", paramLabel = "N", description = "Adds to this one.")
    private long number;

    private String now = "";

    @Override
    String done() {
      return now;
    }

    @Override
    void all(MarkDesk desk, List<HeldMessage> held, String officer) throws StoreException {
      String name = title;
      if ((name == null) == (number == 0)) {
        throw new IllegalArgumentException("Give either --title or --number.");
      }
      Incident incident =
          name == null ? desk.add(number, held, officer) : desk.open(name, held, officer);
      now = "in incident " + incident.number() + ": " + incident.title();
    }

    @Override
    Optional<String> mark(MarkDesk desk, HeldMessage held, String officer) {
      return Optional.empty();
    }
  }
}
