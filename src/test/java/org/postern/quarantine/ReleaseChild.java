package org.postern.quarantine;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.store.Decisions.Decision;
import org.postern.store.Store;

/**
 * A console in a process of its own, to be killed: goes on with what an earlier one left, then
 * corrects and releases everything in the box, once.
 */
final class ReleaseChild {
  static final String DONE = "DONE";

  private ReleaseChild() {}

  static Process start(Path dir, int imap, int smtp) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx256m", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            ReleaseChild.class.getName(),
            dir.toString(),
            Integer.toString(imap),
            Integer.toString(smtp)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static Policy policy() {
    EntryPattern army = EntryPattern.parse("army.mil").ok().orElseThrow();
    EntryPattern mali = EntryPattern.parse("ml").ok().orElseThrow();
    return Policy.of(
        41,
        Unlisted.DELIVER,
        List.of(Entry.of(Listing.TRUSTED, army), Entry.of(Listing.BLOCKED, mali)),
        Instant.parse("2026-11-22T00:00:00Z"),
        Sensitivity.BALANCED);
  }

  private static ReleaseGateway gateway(int port) {
    return new ReleaseGateway(
        "127.0.0.1",
        port,
        Security.LOOPBACK_PLAIN,
        "console.example",
        new byte[0],
        "",
        "officer",
        "right",
        "",
        Duration.ofSeconds(5));
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Mailbox mailbox = Mailbox.loopback(Integer.parseInt(args[1]), "officer", "pw");
    try (Store store = Store.open(Path.of(args[0]), Clock.systemUTC());
        Quarantine box = Quarantine.open(mailbox, Clock.systemUTC())) {
      DecisionDesk desk =
          new DecisionDesk(store.decisions(), box, Optional.of(gateway(Integer.parseInt(args[2]))));
      desk.resume();
      for (HeldMessage held : box.list()) {
        release(desk, held);
      }
      out.println(DONE);
    }
  }

  private static void release(DecisionDesk desk, HeldMessage held) throws Exception {
    Why why = new Why(Why.Code.SENDER_CONFIRMED, "asked");
    if (desk.correct(held, "gen@army.mil", why, "child", policy())
        instanceof Answer.Recorded(Decision decision)) {
      try {
        desk.carryOut(decision);
      } catch (QuarantineException e) {
        // The connection was cut before anything left: it stands, and the next one goes on with it.
      }
    }
  }
}
