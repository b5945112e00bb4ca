package org.postern.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.MailReader;
import org.postern.mail.TraceBlock;
import org.postern.quarantine.DecisionDesk;
import org.postern.quarantine.DecisionDesk.Answer;
import org.postern.quarantine.HeldClass;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Quarantine;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.State;
import org.postern.store.Store;

@Timeout(120)
class PracticeWorldTest {
  private static final Why WHY = new Why(Why.Code.OBVIOUS_SLIP, "");
  private final Clock clock = Clock.systemUTC();
  @TempDir Path dir;

  private List<HeldMessage> held(Store store) throws Exception {
    try (PracticeWorld world = PracticeWorld.start(store, clock);
        Quarantine box = Quarantine.open(world.mailbox(), clock)) {
      return box.list();
    }
  }

  @Test
  void every_practice_message_is_held_believably_and_whole() throws Exception {
    try (Store store = Store.open(dir, clock)) {
      PracticeWorld.choose(store, clock, "officer");
      try (PracticeWorld world = PracticeWorld.start(store, clock);
          Quarantine box = Quarantine.open(world.mailbox(), clock)) {
        List<HeldMessage> held = box.list();
        assertThat(held).hasSizeGreaterThanOrEqualTo(20);
        for (HeldMessage m : held) {
          assertThat(m.heldAs()).as(m.recipient()).isNotEqualTo(HeldClass.UNKNOWN);
          assertThat(m.gateway()).isEqualTo(PracticeWorld.GATEWAY);
          byte[] original = TraceBlock.split(box.fetch(m.id())).message();
          assertThat(new MailReader().read(original).rawOnly()).as(m.subject()).isFalse();
        }
      }
    }
  }

  @Test
  void ids_are_the_same_at_the_next_start() throws Exception {
    try (Store store = Store.open(dir, clock)) {
      PracticeWorld.choose(store, clock, "officer");
      List<HeldId> before = held(store).stream().map(HeldMessage::id).toList();
      assertThat(held(store)).extracting(HeldMessage::id).containsExactlyElementsOf(before);
    }
  }

  @Test
  void what_was_released_is_outside_and_does_not_come_back() throws Exception {
    HeldMessage first;
    byte[] original;
    try (Store store = Store.open(dir, clock)) {
      PracticeWorld.choose(store, clock, "officer");
      try (PracticeWorld world = PracticeWorld.start(store, clock);
          Quarantine box = Quarantine.open(world.mailbox(), clock)) {
        first = box.list().getFirst();
        original = TraceBlock.split(box.fetch(first.id())).message();
        DecisionDesk desk = new DecisionDesk(store.decisions(), box, Optional.of(world.release()));
        Answer answer = desk.correct(first, "gen@army.mil", WHY, "officer", store.policy());
        assertThat(desk.carryOut(((Answer.Recorded) answer).decision()).decision().state())
            .isEqualTo(State.ACCEPTED);
      }
    }
    try (Store store = Store.open(dir, clock);
        PracticeWorld world = PracticeWorld.start(store, clock);
        Quarantine box = Quarantine.open(world.mailbox(), clock)) {
      assertThat(box.find(first.id())).isEmpty();
      assertThat(world.outside()).hasSize(1);
      PracticeWorld.Delivered delivered = world.outside().getFirst();
      assertThat(delivered.recipient()).isEqualTo("gen@army.mil");
      assertThat(body(delivered.message())).isEqualTo(body(original));
    }
  }

  private static String body(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    // GreenMail adds an empty line at the end.
    return text.substring(text.indexOf("\n\n")).strip();
  }

  @Test
  void damaged_beginning_says_what_to_do() throws Exception {
    Files.createDirectories(dir.resolve("practice"));
    Files.writeString(dir.resolve("practice/begun"), "yesterday");
    try (Store store = Store.open(dir, clock)) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> held(store)))
          .isInstanceOf(PracticeException.class)
          .hasMessageContaining("Remove it");
    }
  }
}
