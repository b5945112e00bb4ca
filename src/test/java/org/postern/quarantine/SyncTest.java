package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.store.Cache;
import org.postern.store.Store;

/** The list follows the box, on servers that tell what changed and on those that do not. */
@Timeout(60)
class SyncTest {
  private static final String CLEVER = "IDLE UIDPLUS MOVE ENABLE CONDSTORE QRESYNC";
  private static final String COUNTING = "IDLE UIDPLUS MOVE CONDSTORE";
  private static final String PLAIN = "";

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

  private Quarantine remembering(ManyImap imap) {
    return Quarantine.remembering(imap.server.box(), Clock.systemUTC(), cache());
  }

  private Cache cache() {
    return store.cache("held");
  }

  private static List<String> subjects(BoxContents contents) {
    return contents.held().stream().map(HeldMessage::subject).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {CLEVER, COUNTING, PLAIN})
  void comings_goings_andMarks_areFollowed(String capabilities) throws Exception {
    try (ManyImap imap = new ManyImap(capabilities, 3);
        Quarantine q = Quarantine.open(imap.server.box(), Clock.systemUTC())) {
      assertThat(subjects(q.contents())).containsExactly("Convoy 3", "Convoy 2", "Convoy 1");
      imap.arrives(4);
      imap.leaves(2);
      imap.flagged(3, "\\Flagged");
      BoxContents now = q.contents();
      assertThat(subjects(now)).containsExactly("Convoy 4", "Convoy 3", "Convoy 1");
      assertThat(now.held().get(1).flags()).isEqualTo(Set.of("\\Flagged"));
      assertThat(imap.given()).isEqualTo(4);
      imap.leaves(4);
      imap.leaves(3);
      imap.leaves(1);
      assertThat(q.contents().held()).isEmpty();
    }
  }

  @Test
  void nothingNew_costsNothing_andIsTheSameList() throws Exception {
    try (ManyImap imap = new ManyImap(CLEVER, 3);
        Quarantine q = Quarantine.open(imap.server.box(), Clock.systemUTC())) {
      BoxContents first = q.contents();
      int before = imap.server.heard().size();
      assertThat(q.contents()).isSameAs(first);
      assertThat(imap.server.heard().subList(before, imap.server.heard().size()))
          .noneMatch(c -> c.startsWith("UID FETCH"));
    }
  }

  @Test
  void differencesThatDoNotAddUp_areNotBelieved() throws Exception {
    try (ManyImap imap = new ManyImap(CLEVER, 3);
        Quarantine q = Quarantine.open(imap.server.box(), Clock.systemUTC())) {
      q.contents();
      imap.server.when(
          "EXAMINE",
          (out, tag, c) ->
              ScriptedServer.say(
                  out,
                  "* 2 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [HIGHESTMODSEQ 99] ok\r\n"
                      + "* VANISHED (EARLIER) 1:4294967295\r\n"
                      + tag
                      + " OK done\r\n"));
      imap.leaves(2);
      assertThat(subjects(q.contents())).containsExactly("Convoy 3", "Convoy 1");
    }
  }

  @Test
  void fullBox_showsTheNewestFirst_andGoesOn() throws Exception {
    try (ManyImap imap = new ManyImap(PLAIN, 350);
        Quarantine q = Quarantine.open(imap.server.box(), Clock.systemUTC())) {
      BoxContents first = q.contents(Duration.ZERO);
      assertThat(first.held()).hasSize(100);
      assertThat(first.held().getFirst().subject()).isEqualTo("Convoy 350");
      assertThat(first.missing()).isEqualTo(250);
      BoxContents all = first;
      for (int i = 0; i < 10 && all.missing() > 0; i++) {
        all = q.contents(Duration.ofSeconds(5));
      }
      assertThat(all.held()).hasSize(350);
      assertThat(imap.given()).isEqualTo(350);
    }
  }

  @Test
  void newestThatAreNotHandedOut_doNotKeepTheOthersBack() throws Exception {
    try (ManyImap imap = new ManyImap(PLAIN, 150);
        Quarantine q = Quarantine.open(imap.server.box(), Clock.systemUTC())) {
      imap.arrives(100_000);
      imap.hides(100_000);
      assertThat(q.contents(Duration.ZERO).held()).isEmpty();
      assertThat(q.contents(Duration.ofSeconds(5)).held()).hasSize(150);
    }
  }

  @Test
  void moreChangesThanFitALine_areAskedForOneByOne() throws Exception {
    try (ManyImap imap = new ManyImap(CLEVER, 3);
        Quarantine q = Quarantine.open(imap.server.box(), Clock.systemUTC())) {
      q.contents();
      imap.leaves(2);
      imap.floods();
      assertThat(catchThrowableOfType(QuarantineException.class, q::contents).reason())
          .isEqualTo(QuarantineException.Reason.FLOOD);
      assertThat(subjects(q.contents())).containsExactly("Convoy 3", "Convoy 1");
    }
  }

  @Test
  void hiddenMessages_areCounted_andDoNotStopTheRest() throws Exception {
    try (ManyImap imap = new ManyImap(CLEVER, 250);
        Quarantine q = Quarantine.open(imap.server.box(), Clock.systemUTC())) {
      imap.hides(7);
      imap.hides(200);
      BoxContents contents = q.contents();
      assertThat(contents.held()).hasSize(248);
      assertThat(contents.unreadable()).containsExactly(7L, 200L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CLEVER, COUNTING, PLAIN})
  void nextStart_showsTheListAtOnce_andFetchesTheDifference(String capabilities) throws Exception {
    try (ManyImap imap = new ManyImap(capabilities, 300)) {
      try (Quarantine q = remembering(imap)) {
        assertThat(q.kept()).isEmpty();
        q.contents();
      }
      imap.leaves(5);
      imap.arrives(301);
      imap.flagged(300, "$PosternSeen");
      long before = imap.given();
      int commands = imap.server.heard().size();
      try (Quarantine q = remembering(imap)) {
        Quarantine.Kept kept = q.kept().orElseThrow();
        assertThat(kept.contents().held()).hasSize(300);
        assertThat(imap.server.heard()).hasSize(commands);
        BoxContents now = q.contents();
        assertThat(now.held()).hasSize(300);
        assertThat(subjects(now)).contains("Convoy 301").doesNotContain("Convoy 5");
        assertThat(now.held().get(1).flags()).containsExactly("$PosternSeen");
        assertThat(imap.given() - before).isEqualTo(1);
        assertThat(q.forgotten()).isEmpty();
      }
    }
  }

  @Test
  void whatIsKept_isWhatWasRead() throws Exception {
    try (ManyImap imap = new ManyImap(PLAIN, 3)) {
      List<HeldMessage> read;
      try (Quarantine q = remembering(imap)) {
        read = q.contents().held();
      }
      try (Quarantine q = remembering(imap)) {
        assertThat(q.kept().orElseThrow().contents().held()).isEqualTo(read);
      }
    }
  }

  @Test
  void anotherUidValidity_makesTheKeptListWorthless() throws Exception {
    try (ManyImap imap = new ManyImap(CLEVER, 3)) {
      try (Quarantine q = remembering(imap)) {
        q.contents();
      }
      imap.validity(10);
      try (Quarantine q = remembering(imap)) {
        assertThat(q.contents().held()).hasSize(3);
        assertThat(imap.given()).isEqualTo(6);
      }
    }
  }

  @Test
  void keptList_saysNothingToWhoFindsIt() throws Exception {
    try (ManyImap imap = new ManyImap(PLAIN, 3)) {
      try (Quarantine q = remembering(imap)) {
        q.contents();
      }
      String bytes =
          new String(
              Files.readAllBytes(dir.resolve("cache/held")),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContain("Convoy", "army.ml", "mod.example");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 40, 200, -1})
  void damagedList_isReadAnew_withASentence(int at) throws Exception {
    try (ManyImap imap = new ManyImap(CLEVER, 3)) {
      try (Quarantine q = remembering(imap)) {
        q.contents();
      }
      Path file = dir.resolve("cache/held");
      byte[] bytes = Files.readAllBytes(file);
      bytes[at < 0 ? bytes.length - 1 : at] ^= 1;
      Files.write(file, bytes);
      try (Quarantine q = remembering(imap)) {
        assertThat(q.kept()).isEmpty();
        assertThat(q.forgotten().orElseThrow()).contains("damaged").contains("nothing is lost");
        assertThat(q.contents().held()).hasSize(3);
      }
      try (Quarantine q = remembering(imap)) {
        assertThat(q.kept()).isPresent();
      }
    }
  }

  @Test
  void cutList_isReadAnew() throws Exception {
    try (ManyImap imap = new ManyImap(CLEVER, 500)) {
      try (Quarantine q = remembering(imap)) {
        q.contents();
      }
      Path file = dir.resolve("cache/held");
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      try (Quarantine q = remembering(imap)) {
        assertThat(q.kept()).isEmpty();
        assertThat(q.contents().held()).hasSize(500);
      }
    }
  }

  @Test
  void anotherBox_doesNotGetTheList() throws Exception {
    try (ManyImap imap = new ManyImap(PLAIN, 3);
        ManyImap other = new ManyImap(PLAIN, 2)) {
      try (Quarantine q = remembering(imap)) {
        q.contents();
      }
      try (Quarantine q = remembering(other)) {
        assertThat(q.kept()).isEmpty();
        assertThat(q.forgotten()).isEmpty();
        assertThat(q.contents().held()).hasSize(2);
      }
    }
  }
}
