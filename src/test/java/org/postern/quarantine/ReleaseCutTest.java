package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.CuttingProxy.Place;
import org.postern.quarantine.ScriptedSmtp.Cut;
import org.postern.store.Decisions.State;
import org.postern.store.Store;

/**
 * The connections of a console to mailbox and gateway are cut at random bytes while it claims,
 * fetches, marks, releases and files, over and over, on real IMAP servers. {@code -Dkills=200} goes
 * on until so many faults were met on each, {@code -Dseed=…} draws the same ones again.
 */
@Timeout(900)
@SuppressWarnings("NullAway.Init") // set by each test
class ReleaseCutTest {
  private static final int FAULTS = Integer.getInteger("kills", 14);
  private static final int AT_ONCE = 3;
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Cut[] STEPS = Cut.values();

  @TempDir Path dir;
  private final ScriptedSmtp gateway = new ScriptedSmtp().start();
  private final List<String> subjects = new ArrayList<>();
  private final AtomicInteger cut = new AtomicInteger();
  private AutoCloseable server;

  /** How a message comes into the box of a server. */
  private interface Delivery {
    void arrives(int number, String subject) throws Exception;
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void cutFromGreenMail_losesNothing_sendsNothingTwice(TestReporter reporter) throws Exception {
    GreenBox mail = new GreenBox();
    server = mail;
    cutOff(mail.port(), (_, subject) -> mail.arrives(subject), reporter);
  }

  @Test
  void cutFromDovecot_losesNothing_sendsNothingTwice(TestReporter reporter) throws Exception {
    assumeTrue(Dovecot.installed(), "Dovecot is not installed");
    Dovecot dovecot = Dovecot.plain(dir.resolve("server"), "");
    server = dovecot;
    cutOff(dovecot.plainPort(), dovecot::arrives, reporter);
  }

  private void arrive(Delivery delivery) throws Exception {
    for (int n = 0; n < AT_ONCE; n++) {
      String subject = "Message " + subjects.size() + ".";
      delivery.arrives(subjects.size(), subject);
      subjects.add(subject);
    }
  }

  private void cutOff(int port, Delivery delivery, TestReporter reporter) throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    try (CuttingProxy wire = new CuttingProxy(port);
        Store store = Store.open(dir.resolve("console"), Clock.systemUTC())) {
      Mailbox patient = ReleaseChild.mailbox(wire.port());
      arrive(delivery);
      ReleaseChild.work(store, patient, gateway.gateway());
      Map<Place, Long> usual = wire.passed();
      for (int run = 0; wire.met().size() + cut.get() < FAULTS && run < 2 * FAULTS; run++) {
        arrive(delivery);
        gateway.passing(cutting(STEPS[1 + random.nextInt(STEPS.length - 1)], random.nextInt(9)));
        wire.plan(1 + random.nextInt(3), usual, random);
        ReleaseChild.work(store, patient.within(SHORT), gateway.gateway());
      }
      wire.plan(List.of());
      gateway.passing(_ -> {}).cut(Cut.NEVER);
      ReleaseChild.work(store, patient, gateway.gateway());
      Map<State, Integer> states =
          new ReleaseJudge(gateway, ReleaseChild.mailbox(port))
              .judged(store, subjects, "seed " + seed);
      reporter.publishEntry(
          Map.of(
              "seed", Long.toString(seed),
              "IMAP cuts", wire.met().size() + " " + CuttingProxy.counted(wire.met()),
              "SMTP cuts", cut.toString(),
              "messages", Integer.toString(subjects.size()),
              "delivered", Integer.toString(gateway.taken().size()),
              "states", states.toString()));
      assertThat(wire.met().size() + cut.get()).isGreaterThanOrEqualTo(FAULTS);
    }
  }

  /** Cuts at a step of the handover of that number, if there are so many. */
  private Consumer<Cut> cutting(Cut where, int connection) {
    AtomicInteger connections = new AtomicInteger(-1);
    return step -> {
      int n = step == Cut.BEFORE_GREETING ? connections.incrementAndGet() : connections.get();
      boolean here = n == connection && step == where;
      cut.addAndGet(here ? 1 : 0);
      gateway.cut(here ? step : Cut.NEVER);
    };
  }
}
