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
 * A console that works by itself, also in a process of its own, to be killed: goes on with what an
 * earlier one left, then tags, corrects and releases everything in the box, once.
 */
final class ReleaseChild {
  static final String DONE = "DONE";

  /** After a cut an officer looks again. */
  private static final int LOOKS = 3;

  private ReleaseChild() {}

  /**
   * @param patience how long it waits for a silent mailbox
   */
  static Process start(Path dir, int imap, Duration patience, int smtp) throws IOException {
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
            patience.toString(),
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

  static Mailbox mailbox(int port) {
    return Mailbox.loopback(port, "officer", "pw");
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Mailbox mailbox = mailbox(Integer.parseInt(args[1])).within(Duration.parse(args[2]));
    try (Store store = Store.open(Path.of(args[0]), Clock.systemUTC())) {
      work(store, mailbox, ScriptedSmtp.gateway(Integer.parseInt(args[3]), "right"));
      out.println(DONE);
    }
  }

  /** What a console does from its start to its end; cuts end one step, not the console. */
  static void work(Store store, Mailbox mailbox, ReleaseGateway gateway) throws Exception {
    try (Quarantine box = Quarantine.of(mailbox, Clock.systemUTC())) {
      DecisionDesk desk = new DecisionDesk(store.decisions(), box, Optional.of(gateway));
      MarkDesk marks = new MarkDesk(store.marks(), store.incidents(), box);
      desk.resume();
      for (HeldMessage held : listed(box)) {
        marks.tag(held, "seen", true, "child");
        release(desk, held);
      }
    }
  }

  private static List<HeldMessage> listed(Quarantine box) {
    List<HeldMessage> found = List.of();
    for (int look = 0; look < LOOKS && found.isEmpty(); look++) {
      try {
        found = box.list();
      } catch (QuarantineException e) {
        // The connection was cut: the next look dials anew.
      }
    }
    return found;
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
