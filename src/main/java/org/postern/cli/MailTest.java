package org.postern.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.practice.PracticeException;
import org.postern.practice.PracticeWorld;
import org.postern.quarantine.ConnectionCheck;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.ReleaseGateway;
import org.postern.quarantine.SavedBoxes;
import org.postern.store.Settings;
import org.postern.store.Setup.State;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.tls.ServerCertificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code postern mail test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Tries each mailbox and the release gateway step by step, and says which step failed, how long",
      "each took, and what to do. Signs in for real; reads nothing, changes nothing, sends nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything works (perhaps with remarks)",
      "1:a step failed",
      "2:bad usage, or the settings cannot be used"
    },
    footer = {
      "",
      "With --json, one object a server and line: server, works, steps[{step,outcome,millis,says}],",
      "  certificate (if that failed): subject, names[], issuer, from, until, sha256, key, problems[],",
      "  pem. outcome is went, warned, failed or untried."
    })
final class MailTest implements Callable<Integer> {
  private final JsonMapper mapper = Tell.mapper();

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable DataDirectory data;

  @Mixin private MailSettings.@Nullable Given settings;

  @Option(names = "--json", description = "One JSON object a server and line.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      Optional<MailSettings> given = Objects.requireNonNull(settings).read();
      if (given.isEmpty()) {
        return Objects.requireNonNull(data).use(this::saved);
      }
      MailSettings read = given.get();
      return told(
          checked(
              List.of(() -> ConnectionCheck.of(read.mailbox(), read.folders())), read.release()));
    } catch (MailSettings.Unusable e) {
      return unusable(String.valueOf(e.getMessage()));
    }
  }

  private interface Trial {
    ConnectionCheck done();
  }

  private int saved(Store store) throws StoreException {
    if (store.setup().state() == State.PRACTICE) {
      try (PracticeWorld world = PracticeWorld.start(store, Clock.systemUTC())) {
        Mailbox box = world.mailbox();
        return told(
            checked(
                List.of(() -> ConnectionCheck.of(box, List.of(box.folder()))),
                Optional.of(world.release())));
      } catch (PracticeException e) {
        return unusable(String.valueOf(e.getMessage()));
      }
    }
    Settings saved = store.setup().settings();
    if (saved.isSealed()) {
      return unusable(
          "the mailbox's password is sealed to the officers' keys. Sign in with --as KEY.");
    }
    if (saved.mailboxes().isEmpty() && saved.release() == null) {
      return unusable(
          "no server is set up in "
              + store.directory()
              + ". Set one up in the console, or give --settings FILE.");
    }
    List<Trial> trials = new ArrayList<>();
    for (Settings.Mailbox box : saved.mailboxes()) {
      trials.add(() -> SavedBoxes.check(store, box));
    }
    return told(checked(trials, Optional.ofNullable(saved.release()).map(ReleaseGateway::of)));
  }

  private static List<ConnectionCheck> checked(
      List<Trial> boxes, Optional<ReleaseGateway> release) {
    List<ConnectionCheck> all = new ArrayList<>();
    boxes.forEach(box -> all.add(box.done()));
    release.ifPresent(gateway -> all.add(ConnectionCheck.of(gateway)));
    return all;
  }

  private int told(List<ConnectionCheck> checks) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (ConnectionCheck check : checks) {
      out.println(json ? mapper.writeValueAsString(object(check)) : check.text());
    }
    out.flush();
    return checks.stream().allMatch(ConnectionCheck::works) ? 0 : 1;
  }

  private ObjectNode object(ConnectionCheck check) {
    ObjectNode node = mapper.createObjectNode();
    node.put("server", check.server());
    node.put("works", check.works());
    var steps = node.putArray("steps");
    for (ConnectionCheck.Line line : check.lines()) {
      steps
          .addObject()
          .put("step", line.step().word())
          .put("outcome", line.outcome().word())
          .put("millis", line.took().toMillis())
          .put("says", line.says());
    }
    check.certificate().ifPresent(c -> put(node.putObject("certificate"), c));
    return node;
  }

  private static void put(ObjectNode node, ServerCertificate certificate) {
    node.put("subject", certificate.subject());
    certificate.names().forEach(node.putArray("names")::add);
    node.put("issuer", certificate.issuer())
        .put("from", certificate.from().toString())
        .put("until", certificate.until().toString())
        .put("sha256", certificate.fingerprint())
        .put("key", certificate.key());
    certificate.problems().forEach(p -> node.withArray("problems").add(HeldText.lower(p)));
    node.put("pem", certificate.pem());
  }

  private int unusable(String sentence) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("postern: " + sentence);
    err.flush();
    return DataDirectory.UNUSABLE;
  }
}
