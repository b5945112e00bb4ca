package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.ScriptedSmtp.Cut;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.State;
import org.postern.store.Store;

/**
 * Consoles in processes of their own are killed ({@code kill -9}) at random points of a release,
 * and connections are cut, over and over on one data directory and one box; the gateway counts what
 * it got. {@code -Dkills=200} kills that often, {@code -Dseed=…} at the same points again.
 */
class ReleaseKillTest {
  private static final int KILLS = Integer.getInteger("kills", 8);
  private static final Cut[] STEPS = Cut.values();

  /** What one process meets: a cut at one message, a kill at another. */
  private record Faults(Cut cut, int cutAt, Cut kill, int killAt, int afterMillis) {
    static Faults random(Random random) {
      return new Faults(
          step(random), random.nextInt(3), step(random), random.nextInt(3), random.nextInt(40));
    }

    private static Cut step(Random random) {
      return STEPS[1 + random.nextInt(STEPS.length - 1)];
    }
  }

  @TempDir Path dir;
  private final GreenMail mail = new GreenMail(ServerSetup.IMAP.dynamicPort());
  private final ScriptedSmtp gateway = new ScriptedSmtp().start();
  private int killed;
  private final AtomicInteger cut = new AtomicInteger();

  @BeforeEach
  void start() {
    mail.start();
    mail.setUser("officer@postern.example", "officer", "pw");
  }

  @AfterEach
  void stop() {
    gateway.close();
    mail.stop();
  }

  private static String subject(int run, int n) {
    return "Run " + run + " message " + n + ".";
  }

  private void arrives(String subject) throws Exception {
    mail.getUserManager()
        .getUser("officer")
        .deliver(
            new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(
                    ScriptedImap.MESSAGE
                        .replace("Convoy", subject)
                        .getBytes(StandardCharsets.ISO_8859_1))));
  }

  @Test
  void killedAndCutReleases_loseNothing_sendNothingTwice_andLeaveNoDoubt(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < KILLS; run++) {
      arrives(subject(run, 0));
      arrives(subject(run, 1));
      run(Faults.random(random));
    }
    gateway.passing(_ -> {}).cut(Cut.NEVER);
    // Twice: the first may find a decision that the last one could not begin.
    assertThat(run(Optional.empty())).isTrue();
    assertThat(run(Optional.empty())).isTrue();
    Map<State, Integer> states = judged("seed " + seed);
    reporter.publishEntry(
        Map.of(
            "seed", Long.toString(seed),
            "killed", Integer.toString(killed),
            "cut", cut.toString(),
            "messages", Integer.toString(2 * KILLS),
            "delivered", Integer.toString(gateway.taken().size()),
            "states", states.toString()));
    assertThat(killed).isGreaterThanOrEqualTo(KILLS / 2);
  }

  /** Every message left once and is filed, or is in the box and shown as unknown. */
  private Map<State, Integer> judged(String seed) throws Exception {
    Map<State, Integer> states = new TreeMap<>();
    try (Store store = Store.open(dir, Clock.systemUTC());
        Quarantine box =
            Quarantine.open(
                Mailbox.loopback(mail.getImap().getPort(), "officer", "pw"), Clock.systemUTC())) {
      DecisionDesk desk = new DecisionDesk(store.decisions(), box, Optional.of(gateway.gateway()));
      Map<String, HeldMessage> inBox = new TreeMap<>();
      box.list().forEach(h -> inBox.put(h.subject(), h));
      Map<String, Decision> last = new TreeMap<>();
      for (Decision d : store.decisions().newest(100_000).reversed()) {
        last.put(subjectOf(d), d);
      }
      for (int run = 0; run < KILLS; run++) {
        for (int n = 0; n < 2; n++) {
          String subject = subject(run, n);
          String which = subject + " " + seed;
          long delivered =
              gateway.taken().stream()
                  .filter(t -> t.text().contains("Subject: " + subject + "\r\n"))
                  .count();
          Decision decision = Objects.requireNonNull(last.get(subject), which);
          State state = decision.state();
          states.merge(state, 1, Integer::sum);
          if (state == State.ACCEPTED) {
            assertThat(delivered).as(which).isEqualTo(1);
            assertThat(decision.reply()).as(which).startsWith("250 ");
            assertThat(inBox).as(which).doesNotContainKey(subject);
          } else {
            assertThat(state).as(which).isEqualTo(State.UNKNOWN);
            assertThat(delivered).as(which).isLessThanOrEqualTo(1);
            HeldMessage held = Objects.requireNonNull(inBox.get(subject), which);
            assertThat(
                    desk.reject(held, new Why(Why.Code.OVERTAKEN, ""), "x", ReleaseChild.policy()))
                .as(which)
                .isInstanceOf(Answer.Already.class);
            assertThat(Keywords.elsewhere(held.flags(), "")).as(which).isPresent();
          }
        }
      }
    }
    return states;
  }

  private static String subjectOf(Decision d) {
    String details = d.intent().details();
    int at = details.indexOf("\"subject\":\"") + 11;
    return details.substring(at, details.indexOf('"', at));
  }

  private void run(Faults faults) throws Exception {
    var _ = run(Optional.of(faults));
  }

  /** Runs one console; says whether it came to its end. */
  private boolean run(Optional<Faults> faults) throws Exception {
    Process child = ReleaseChild.start(dir, mail.getImap().getPort(), gateway.port());
    faults.ifPresent(f -> meet(f, child));
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      boolean done = said.contains(ReleaseChild.DONE);
      killed += done ? 0 : 1;
      return done;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private void meet(Faults f, Process child) {
    AtomicInteger connections = new AtomicInteger(-1);
    gateway.cut(Cut.NEVER);
    gateway.passing(
        step -> {
          int n = step == Cut.BEFORE_GREETING ? connections.incrementAndGet() : connections.get();
          if (n == f.killAt() && step == f.kill()) {
            LockSupport.parkNanos(f.afterMillis() * 1_000_000L);
            child.toHandle().destroyForcibly();
          }
          boolean here = n == f.cutAt() && step == f.cut();
          cut.addAndGet(here ? 1 : 0);
          gateway.cut(here ? step : Cut.NEVER);
        });
  }
}
