package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.Boxes.Source;
import org.postern.quarantine.Boxes.Standing;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Settings;
import org.postern.store.Store;

/** Several boxes and folders are one list; one that is dead hides none of the others. */
@Timeout(60)
class BoxesTest {
  private static final Duration SLICE = Duration.ofMillis(400);

  private static String message(int n) {
    return ScriptedImap.MESSAGE.replace("Convoy", "Convoy " + n).replace("4F2A1", "4F2A" + n);
  }

  private static Source source(String name, WholeImap imap) {
    return source(name, imap.box());
  }

  private static Source source(String name, Mailbox box) {
    return new Source(name, Quarantine.of(box, Clock.systemUTC()));
  }

  private static List<String> subjects(BoxContents contents) {
    return contents.held().stream().map(HeldMessage::subject).toList();
  }

  @Test
  void eachMessage_saysWhereItLies_andIsReadAndFiledThere() throws Exception {
    try (WholeImap a = new WholeImap("MOVE", true);
        WholeImap b = new WholeImap("MOVE", true);
        Boxes boxes =
            Boxes.of(List.of(source("relay-1", a), source("relay-2", b)), Clock.systemUTC())) {
      a.arrives(message(1));
      b.arrives(message(2));
      List<HeldMessage> held = boxes.contents(SLICE).held();
      assertThat(held)
          .extracting(HeldMessage::place)
          .containsExactlyInAnyOrder("relay-1", "relay-2");
      HeldMessage second =
          held.stream().filter(m -> m.place().equals("relay-2")).findFirst().orElseThrow();
      assertThat(new String(boxes.fetch(second.id()), StandardCharsets.ISO_8859_1))
          .isEqualTo(message(2));
      assertThat(boxes.file(second.id(), Filing.RELEASED)).isTrue();
      assertThat(b.texts("Released")).containsExactly(message(2));
      assertThat(a.texts("INBOX")).containsExactly(message(1));
      assertThat(boxes.contents(SLICE).held())
          .extracting(HeldMessage::place)
          .containsExactly("relay-1");
      assertThat(boxes.file(second.id(), Filing.RELEASED)).isFalse();
      assertThat(
              catchThrowableOfType(QuarantineException.class, () -> boxes.fetch(second.id()))
                  .reason())
          .isEqualTo(Reason.GONE);
    }
  }

  @Test
  void copyInTwoFolders_isListedOnce_underItsOldName_andLeavesBoth() throws Exception {
    try (WholeImap a = new WholeImap("MOVE", true);
        WholeImap b = new WholeImap("MOVE", true)) {
      a.arrives(message(1));
      b.arrives(message(1));
      HeldId before;
      try (Quarantine alone = Quarantine.open(a.box(), Clock.systemUTC())) {
        before = alone.list().getFirst().id();
      }
      try (Boxes boxes =
          Boxes.of(List.of(source("relay-1", a), source("relay-2", b)), Clock.systemUTC())) {
        assertThat(boxes.list()).extracting(HeldMessage::id).containsExactly(before);
        assertThat(boxes.file(before, Filing.REJECTED)).isTrue();
        assertThat(boxes.list()).isEmpty();
        assertThat(a.texts("Rejected")).hasSize(1);
        assertThat(b.texts("Rejected")).hasSize(1);
      }
    }
  }

  @Test
  void deadBox_hidesNoneOfTheOthers_andEachHasItsOwnClock() throws Exception {
    WholeImap b = new WholeImap("MOVE", true);
    try (WholeImap a = new WholeImap("MOVE", true);
        Boxes boxes =
            Boxes.of(List.of(source("relay-1", a), source("relay-2", b)), Clock.systemUTC())) {
      a.arrives(message(1));
      b.arrives(message(2));
      assertThat(subjects(boxes.contents(SLICE))).containsExactlyInAnyOrder("Convoy 1", "Convoy 2");
      Standing alive = boxes.standings().getLast();
      assertThat(alive.trouble()).isEmpty();
      b.close();
      a.arrives(message(3));
      assertThat(subjects(boxes.contents(SLICE)))
          .containsExactlyInAnyOrder("Convoy 1", "Convoy 2", "Convoy 3");
      Standing first = boxes.standings().getFirst();
      Standing dead = boxes.standings().getLast();
      assertThat(first.trouble()).isEmpty();
      assertThat(dead.trouble().orElseThrow()).contains("cannot be reached");
      // The clock of the dead one stands still; the oldest clock counts for all.
      assertThat(dead.lastContact()).isEqualTo(alive.lastContact());
      assertThat(boxes.lastContact()).isEqualTo(dead.lastContact());
      assertThat(first.lastContact().orElseThrow()).isAfter(dead.lastContact().orElseThrow());
    }
  }

  @Test
  void boxThatIsSilent_doesNotKeepTheOthersWaiting_andItsAnswerIsTold() throws Exception {
    CountDownLatch speak = new CountDownLatch(1);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (WholeImap a = new WholeImap("MOVE", true);
        ScriptedImap b = new ScriptedImap()) {
      b.when(
          "UID FETCH 1:*",
          (out, tag, c) -> {
            try {
              assertThat(speak.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new java.io.IOException(e);
            }
            ScriptedServer.say(out, "* 1 FETCH (UID 7 FLAGS ())\r\n" + tag + " OK done\r\n");
          });
      b.start();
      a.arrives(message(1));
      try (Boxes boxes =
              Boxes.of(
                  List.of(
                      source("relay-1", a),
                      source("relay-2", b.box(Duration.ofSeconds(20), Duration.ofSeconds(30)))),
                  Clock.systemUTC());
          Boxes.Watching watching = boxes.watch(listener(heard))) {
        assertThat(watching).isNotNull();
        long begun = System.nanoTime();
        assertThat(subjects(boxes.contents(SLICE))).containsExactly("Convoy 1");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(boxes.standings().getLast().lastContact()).isEmpty();
        assertThat(boxes.lastContact()).isEmpty();
        heard.clear();
        speak.countDown();
        while (boxes.contents(SLICE).held().size() < 2) {
          assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
        }
      }
    }
  }

  private static Watch.Listener listener(BlockingQueue<String> heard) {
    return new Watch.Listener() {
      @Override
      public void changed() {
        heard.add("changed");
      }

      @Override
      public void lost(QuarantineException why) {
        heard.add(why.reason().name());
      }
    };
  }

  @Test
  void allDead_isSaid() {
    WholeImap a = new WholeImap("", true);
    WholeImap b = new WholeImap("", true);
    try (Boxes boxes = Boxes.of(List.of(source("a", a), source("b", b)), Clock.systemUTC())) {
      a.close();
      b.close();
      assertThat(
              catchThrowableOfType(QuarantineException.class, () -> boxes.contents(SLICE)).reason())
          .isEqualTo(Reason.UNREACHABLE);
    }
  }

  @Test
  void savedBoxes_areOpenedFolderByFolder_andRememberedEachByItself(@TempDir Path dir)
      throws Exception {
    try (WholeImap a = new WholeImap("MOVE", true);
        WholeImap b = new WholeImap("MOVE", true);
        Store store = Store.open(dir, Clock.systemUTC())) {
      a.arrives(message(1));
      b.arrives(message(2));
      a.create("Held");
      a.arrives("Held", message(3));
      List<Settings.Mailbox> saved =
          List.of(saved("", a, List.of("INBOX", "Held")), saved("Second", b, List.of("INBOX")));
      try (Boxes boxes = SavedBoxes.remembering(store, saved, Clock.systemUTC())) {
        assertThat(boxes.kept()).isEmpty();
        assertThat(boxes.contents().held())
            .extracting(HeldMessage::place)
            .containsExactlyInAnyOrder("127.0.0.1 · INBOX", "127.0.0.1 · Held", "Second");
      }
      try (Boxes boxes = SavedBoxes.remembering(store, saved, Clock.systemUTC())) {
        Optional<Quarantine.Kept> kept = boxes.kept();
        assertThat(subjects(kept.orElseThrow().contents()))
            .containsExactlyInAnyOrder("Convoy 1", "Convoy 2", "Convoy 3");
        assertThat(kept.get().contents().held())
            .extracting(HeldMessage::place)
            .contains("Second", "127.0.0.1 · Held");
      }
    }
  }

  private static Settings.Mailbox saved(String name, WholeImap imap, List<String> folders) {
    return new Settings.Mailbox(
        name,
        "127.0.0.1",
        imap.port(),
        Settings.Security.LOOPBACK_PLAIN,
        "officer",
        "secret",
        folders,
        "",
        null,
        0);
  }
}
