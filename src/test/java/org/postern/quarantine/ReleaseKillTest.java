package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.CuttingProxy.Place;
import org.postern.quarantine.ScriptedSmtp.Cut;
import org.postern.store.Decisions.State;
import org.postern.store.Store;

/**
 * Consoles in processes of their own are killed ({@code kill -9}) at random points of a release,
 * and their connections to mailbox and gateway are cut, over and over on one data directory and one
 * box; the gateway counts what it got. {@code -Dkills=200} goes on until so many faults of all
 * kinds were met, {@code -Dseed=…} draws the same ones again.
 */
class ReleaseKillTest {
  private static final int FAULTS = Integer.getInteger("kills", 14);
  private static final Cut[] STEPS = Cut.values();
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** What kills a console. */
  private enum Kill {
    AT_THE_GATEWAY,
    /** At a random byte of what it says to the mailbox, or hears from it. */
    AT_THE_MAILBOX,
    NEVER
  }

  /** What one process meets: cuts at one message, a kill at another. */
  private record Faults(
      Cut cut, int cutAt, Kill kill, Cut killStep, int killAt, int afterMillis, int imapCuts) {
    static Faults random(Random random) {
      Kill kill = CuttingProxy.drawn(random, Kill.values());
      return new Faults(
          step(random),
          random.nextInt(3),
          kill,
          step(random),
          random.nextInt(3),
          random.nextInt(40),
          kill == Kill.AT_THE_MAILBOX ? 1 : random.nextInt(3));
    }

    private static Cut step(Random random) {
      return STEPS[1 + random.nextInt(STEPS.length - 1)];
    }
  }

  @TempDir Path dir;
  private final GreenBox mail = new GreenBox();
  private final ScriptedSmtp gateway = new ScriptedSmtp().start();
  private final List<String> subjects = new ArrayList<>();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicInteger killedAtMailbox = new AtomicInteger();
  private int killed;

  @AfterEach
  void stop() {
    gateway.close();
    mail.close();
  }

  private void arrives() throws Exception {
    String subject = "Message " + subjects.size() + ".";
    subjects.add(subject);
    mail.arrives(subject);
  }

  @Test
  void killedAndCutReleases_loseNothing_sendNothingTwice_andLeaveNoDoubt(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    try (CuttingProxy imap = new CuttingProxy(mail.port())) {
      arrives();
      arrives();
      assertThat(run(imap, Optional.empty())).isTrue();
      Map<Place, Long> usual = imap.passed();
      for (int run = 0; !enough(imap) && run < 4 * FAULTS; run++) {
        arrives();
        arrives();
        Faults next = Faults.random(random);
        imap.plan(next.imapCuts(), usual, random);
        killed += run(imap, Optional.of(next)) ? 0 : 1;
      }
      imap.plan(List.of());
      imap.meeting(_ -> {});
      gateway.passing(_ -> {}).cut(Cut.NEVER);
      // Twice: the first may find a decision that the last one could not begin.
      assertThat(run(imap, Optional.empty())).isTrue();
      assertThat(run(imap, Optional.empty())).isTrue();
      try (Store store = Store.open(dir, Clock.systemUTC())) {
        Map<State, Integer> states =
            new ReleaseJudge(gateway, mail.mailbox()).judged(store, subjects, "seed " + seed);
        reporter.publishEntry(
            Map.of(
                "seed", Long.toString(seed),
                "faults", Integer.toString(faults(imap)),
                "killed", killed + ", of these at the mailbox " + killedAtMailbox,
                "SMTP cuts", cut.toString(),
                "IMAP cuts and kills", CuttingProxy.counted(imap.met()),
                "messages", Integer.toString(subjects.size()),
                "delivered", Integer.toString(gateway.taken().size()),
                "states", states.toString()));
      }
      assertThat(enough(imap)).isTrue();
    }
  }

  /** So many faults, and of each kind a fifth of that at least. */
  private boolean enough(CuttingProxy imap) {
    return faults(imap) >= FAULTS
        && killed >= FAULTS / 5
        && cut.get() >= FAULTS / 5
        && imap.met().size() >= FAULTS / 5;
  }

  /** Of all kinds together; a kill at the mailbox is one fault. */
  private int faults(CuttingProxy imap) {
    return killed + cut.get() + imap.met().size() - killedAtMailbox.get();
  }

  /** Runs one console; says whether it came to its end. */
  private boolean run(CuttingProxy imap, Optional<Faults> faults) throws Exception {
    Duration patience = faults.isPresent() ? SHORT : LONG;
    Process child = ReleaseChild.start(dir, imap.port(), patience, gateway.port());
    faults.ifPresent(f -> meet(f, imap, child));
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return said.contains(ReleaseChild.DONE);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private void meet(Faults f, CuttingProxy imap, Process child) {
    imap.meeting(
        _ -> {
          if (f.kill() == Kill.AT_THE_MAILBOX) {
            killedAtMailbox.incrementAndGet();
            child.toHandle().destroyForcibly();
          }
        });
    AtomicInteger connections = new AtomicInteger(-1);
    gateway.cut(Cut.NEVER);
    gateway.passing(
        step -> {
          int n = step == Cut.BEFORE_GREETING ? connections.incrementAndGet() : connections.get();
          if (f.kill() == Kill.AT_THE_GATEWAY && n == f.killAt() && step == f.killStep()) {
            LockSupport.parkNanos(f.afterMillis() * 1_000_000L);
            child.toHandle().destroyForcibly();
          }
          boolean here = n == f.cutAt() && step == f.cut();
          cut.addAndGet(here ? 1 : 0);
          gateway.cut(here ? step : Cut.NEVER);
        });
  }
}
