package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.policy.Policy;
import org.postern.quarantine.ConnectionCheck.Outcome;
import org.postern.store.Store;

/** The whole loop works on servers that lack what makes it easy, and on one that lacks it all. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before each test
class AbsenceTest {
  private static final String ALL = "IDLE MOVE UIDPLUS";
  private static final String NO_MOVE = "IDLE UIDPLUS";
  private static final String NO_UIDPLUS = "IDLE MOVE";
  private static final String NO_IDLE = "MOVE UIDPLUS";
  private static final String NONE = "";

  private static final Watch.Pace QUICK =
      new Watch.Pace(Duration.ofSeconds(20), Duration.ofMillis(100), Duration.ofMillis(50));

  @TempDir Path dir;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(dir, Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static String message(int n) {
    return ScriptedImap.MESSAGE.replace("Convoy", "Convoy " + n).replace("4F2A1", "4F2A" + n);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Lists, reads, decides and files one of two; the other, and what others marked, stay. */
  private void loop(WholeImap imap, boolean keywords) throws Exception {
    imap.arrives(message(1));
    WholeImap.Kept others = imap.arrives(message(2));
    Policy policy = store.policy();
    try (Quarantine q = Quarantine.open(imap.box(), Clock.systemUTC())) {
      HeldMessage held =
          q.list().stream().filter(m -> m.subject().equals("Convoy 1")).findFirst().orElseThrow();
      assertThat(text(q.fetch(held.id()))).isEqualTo(message(1));
      if (keywords) {
        others.flags.add("\\Deleted"); // by another program, which has not expunged it yet
      }
      DecisionDesk desk = new DecisionDesk(store.decisions(), q, Optional.empty());
      DecisionDesk.Answer answer =
          desk.reject(held, new Why(Why.Code.SUSPICIOUS, ""), "A. Carter", policy);
      DecisionDesk.Outcome outcome =
          desk.carryOut(((DecisionDesk.Answer.Recorded) answer).decision());
      assertThat(outcome.trouble()).isEmpty();
      assertThat(imap.texts("Rejected")).containsExactly(message(1));
      assertThat(imap.texts("INBOX")).doesNotContain(message(1));
      assertThat(imap.all("INBOX")).contains(others);
      assertThat(q.list()).extracting(HeldMessage::subject).containsExactly("Convoy 2");
      imap.arrives(message(3));
      assertThat(q.list())
          .extracting(HeldMessage::subject)
          .containsExactlyInAnyOrder("Convoy 2", "Convoy 3");
      assertThat(desk.resume()).isEmpty();
    }
    // A console that starts anew finds the same, and files nothing a second time.
    try (Quarantine again = Quarantine.open(imap.box(), Clock.systemUTC())) {
      assertThat(again.list())
          .extracting(HeldMessage::subject)
          .containsExactlyInAnyOrder("Convoy 2", "Convoy 3");
    }
    assertThat(imap.texts("Rejected")).containsExactly(message(1));
    assertThat(imap.refused()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {ALL, NO_MOVE, NO_UIDPLUS, NO_IDLE, NONE})
  void wholeLoop(String capabilities) throws Exception {
    try (WholeImap imap = new WholeImap(capabilities, true)) {
      loop(imap, true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ALL, NO_MOVE, NONE})
  void wholeLoop_withoutMarks(String capabilities) throws Exception {
    try (WholeImap imap = new WholeImap(capabilities, false)) {
      loop(imap, false);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ALL, NO_IDLE, NONE})
  void arrival_isNoticed(String capabilities) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (WholeImap imap = new WholeImap(capabilities, true);
        Quarantine q = Quarantine.open(imap.box(), Clock.systemUTC());
        Watch watch = q.watch(heard(heard), QUICK)) {
      assertThat(watch).isNotNull();
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
      imap.arrives(message(1));
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
      assertThat(q.list()).hasSize(1);
      assertThat(imap.refused()).isEmpty();
    }
  }

  private static Watch.Listener heard(BlockingQueue<String> words) {
    return new Watch.Listener() {
      @Override
      public void changed() {
        words.add("changed");
      }

      @Override
      public void lost(QuarantineException why) {
        words.add(why.sentence());
      }
    };
  }

  private static List<String> filed(String folder, String namespaces) throws Exception {
    try (ScriptedImap imap = new ScriptedImap().capabilities("IMAP4rev1 MOVE NAMESPACE")) {
      imap.when(
          "NAMESPACE",
          (out, tag, c) ->
              ScriptedServer.say(out, "* NAMESPACE " + namespaces + "\r\n" + tag + " OK done\r\n"));
      imap.start();
      try (Quarantine q = Quarantine.open(imap.box().in(folder), Clock.systemUTC())) {
        assertThat(q.file(q.list().getFirst().id(), Filing.RELEASED)).isTrue();
      }
      return imap.heard();
    }
  }

  @Test
  void decidedMail_goesWhereTheServerHasItsFolders() throws Exception {
    String divided = "((\"INBOX.\" \".\")) NIL ((\"Shared/\" \"/\"))";
    assertThat(filed("INBOX", divided))
        .contains("CREATE INBOX.Released", "UID MOVE 7 INBOX.Released");
    // What several officers read they must also find filed.
    assertThat(filed("Shared/Held mail", divided))
        .contains("SELECT \"Shared/Held mail\"", "UID MOVE 7 \"Shared/Held mail/Released\"");
    assertThat(filed("Quarant\u00e4ne", "((\"\" \"/\")) NIL NIL"))
        .contains("SELECT Quarant&AOQ-ne", "UID MOVE 7 Released");
  }

  @Test
  void idleThatIsOfferedAndRefused_isPolledInstead() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (ScriptedImap imap = new ScriptedImap()) {
      imap.when("IDLE", (out, tag, c) -> ScriptedServer.say(out, tag + " NO not today\r\n"));
      imap.start();
      try (Quarantine q = Quarantine.open(imap.box(), Clock.systemUTC());
          Watch watch = q.watch(heard(heard), QUICK)) {
        assertThat(watch).isNotNull();
        assertThat(List.of(heard.take(), heard.take(), heard.take())).containsOnly("changed");
        assertThat(imap.heard().stream().filter(c -> c.equals("IDLE"))).hasSize(1);
      }
    }
  }

  @Test
  void check_saysWhatIsMissing_andThatItWorksAllTheSame() {
    try (WholeImap imap = new WholeImap(NONE, false)) {
      ConnectionCheck check = ConnectionCheck.of(imap.box(), List.of("INBOX"));
      assertThat(check.works()).as(check.text()).isTrue();
      assertThat(check.lines().stream().filter(l -> l.outcome() == Outcome.WARNED))
          .extracting(ConnectionCheck.Line::step)
          .containsExactly(Step.RIGHTS, Step.LIVE);
      assertThat(check.text())
          .contains("neither MOVE nor UIDPLUS")
          .contains("keeps no marks")
          .contains("no IDLE")
          .contains("asked every 30 s");
    }
  }
}
