package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.quarantine.CuttingProxy.Place;
import org.postern.store.Decisions.Decision;

/**
 * Two consoles with databases of their own at one real Dovecot, where one is installed, both
 * releasing everything at the same moment: by the server's own comparison (CONDSTORE), without it,
 * and while their connections to it are cut. {@code -Dclaims=200} is about so many messages.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before it is used
class DovecotClaimsTest {
  private static final int MESSAGES = Integer.getInteger("claims", 15);
  private static final Duration SHORT = Duration.ofMillis(400);

  @TempDir Path dir;
  private final ScriptedSmtp gateway = new ScriptedSmtp().start();
  private final List<String> subjects = new ArrayList<>();
  private Dovecot dovecot;
  private ReleaseJudge judge;

  private void dovecot(String capabilities) throws Exception {
    assumeTrue(Dovecot.installed(), "Dovecot is not installed");
    dovecot = Dovecot.plain(dir.resolve("server"), "imap_capability = " + capabilities);
    judge = new ReleaseJudge(gateway, ReleaseChild.mailbox(dovecot.plainPort()));
    arrive(MESSAGES);
  }

  private void arrive(int messages) throws Exception {
    for (int n = 0; n < messages; n++) {
      String subject = "Message " + subjects.size() + ".";
      dovecot.arrives(subjects.size(), subject);
      subjects.add(subject);
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    if (dovecot != null) {
      dovecot.close();
    }
  }

  private TestConsole console(String name, CuttingProxy wire, Duration patience) throws Exception {
    return new TestConsole(
        dir.resolve(name), ReleaseChild.mailbox(wire.port()).within(patience), gateway.gateway());
  }

  /** Both decide about everything before either begins. */
  private static Map<String, Decision> intended(TestConsole console) throws Exception {
    Map<String, Decision> decisions = new LinkedHashMap<>();
    for (HeldMessage held : console.box.list()) {
      decisions.put(held.subject(), console.intended(held));
    }
    return decisions;
  }

  /** Each carries out the same at the same moment, one after the other. */
  private static void together(
      TestConsole one, Map<String, Decision> first, TestConsole two, Map<String, Decision> second)
      throws Exception {
    assertThat(first.keySet()).isNotEmpty().isEqualTo(second.keySet());
    CyclicBarrier at = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Void> a = threads.submit(carriesOut(one, first, at));
      Future<Void> b = threads.submit(carriesOut(two, second, at));
      a.get();
      b.get();
    }
  }

  private static Callable<Void> carriesOut(
      TestConsole console, Map<String, Decision> decisions, CyclicBarrier at) {
    return () -> {
      for (String subject : new TreeSet<>(decisions.keySet())) {
        at.await();
        try {
          console.desk.carryOut(Objects.requireNonNull(decisions.get(subject)));
        } catch (QuarantineException e) {
          // The other one has it, or the connection was cut: the decision stands.
        }
      }
      return null;
    };
  }

  /** Each message left once, is filed once, and nothing is left. */
  private void nothingLostNothingTwice(TestConsole looking, String which) throws Exception {
    for (String subject : subjects) {
      assertThat(judge.delivered(subject)).as(subject + " " + which).isEqualTo(1);
    }
    assertThat(judge.filed()).containsExactlyInAnyOrderElementsOf(subjects);
    assertThat(looking.box.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMAP4rev1 IDLE NAMESPACE MOVE UIDPLUS ENABLE CONDSTORE QRESYNC",
        "IMAP4rev1 NAMESPACE MOVE UIDPLUS ENABLE CONDSTORE",
        "IMAP4rev1 NAMESPACE MOVE UIDPLUS",
        "IMAP4rev1"
      })
  void ofTwoConsolesThatReleaseEverythingAtOnce_eachMessageLeavesOnce(String capabilities)
      throws Exception {
    dovecot(capabilities);
    try (CuttingProxy oneWire = new CuttingProxy(dovecot.plainPort());
        CuttingProxy twoWire = new CuttingProxy(dovecot.plainPort());
        TestConsole one = console("one", oneWire, Mailbox.TIMEOUT);
        TestConsole two = console("two", twoWire, Mailbox.TIMEOUT)) {
      together(one, intended(one), two, intended(two));
      // Where each saw the other both stood back; then whoever tries again goes on.
      one.desk.resume();
      nothingLostNothingTwice(two, capabilities);
      assertThat(oneWire.conditional() + twoWire.conditional() > 0)
          .isEqualTo(capabilities.contains("CONDSTORE"));
    }
  }

  @Test
  void whileTheirConnectionsAreCut_eachMessageLeavesOnce(TestReporter reporter) throws Exception {
    dovecot("IMAP4rev1 IDLE NAMESPACE MOVE UIDPLUS ENABLE CONDSTORE QRESYNC");
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    try (CuttingProxy oneWire = new CuttingProxy(dovecot.plainPort());
        CuttingProxy twoWire = new CuttingProxy(dovecot.plainPort())) {
      Map<String, Decision> first;
      Map<String, Decision> second;
      try (TestConsole one = console("one", oneWire, Mailbox.TIMEOUT);
          TestConsole two = console("two", twoWire, Mailbox.TIMEOUT)) {
        together(one, intended(one), two, intended(two));
        one.desk.resume();
        arrive(MESSAGES);
        first = intended(one);
        second = intended(two);
      }
      Map<Place, Long> usual = oneWire.passed();
      oneWire.plan(MESSAGES, usual, random);
      twoWire.plan(MESSAGES, usual, random);
      try (TestConsole one = console("one", oneWire, SHORT);
          TestConsole two = console("two", twoWire, SHORT)) {
        together(one, first, two, second);
      }
      List<CuttingProxy.Met> met = new ArrayList<>(oneWire.met());
      met.addAll(twoWire.met());
      oneWire.plan(List.of());
      twoWire.plan(List.of());
      try (TestConsole one = console("one", oneWire, Mailbox.TIMEOUT);
          TestConsole two = console("two", twoWire, Mailbox.TIMEOUT)) {
        one.desk.resume();
        two.desk.resume();
        one.desk.resume();
        nothingLostNothingTwice(two, "seed " + seed);
      }
      reporter.publishEntry(
          Map.of("seed", Long.toString(seed), "IMAP cuts", CuttingProxy.counted(met)));
      assertThat(met).hasSizeGreaterThanOrEqualTo(MESSAGES / 3);
    }
  }
}
