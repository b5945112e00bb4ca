package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Disposition;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Parsed;
import org.postern.quarantine.SenderHistory.Line;
import org.postern.store.Author;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Begun;
import org.postern.store.Decisions.Decision;
import org.postern.store.Decisions.Intent;
import org.postern.store.Past;
import org.postern.store.Store;

/** On a real store: how it was judged then, and what the sender wrote before. */
@SuppressWarnings("NullAway.Init") // set in start, before each test
class HindsightTest {
  @TempDir Path dir;
  private Store store;
  private int number;

  @BeforeEach
  void start() throws Exception {
    store = Store.open(dir, Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
  }

  private static EntryPattern pattern(String text) {
    return ((Parsed.Ok<EntryPattern>) EntryPattern.parse(text)).value();
  }

  private void add(Listing listing, String text) throws Exception {
    store.lists().add(List.of(Entry.of(listing, pattern(text))), new Author("officer", "test"));
  }

  private HeldMessage held(String sender, String recipient, long serial, String... addressed) {
    number++;
    return new HeldMessage(
        new HeldId("%016x".formatted(number)),
        number,
        recipient,
        HeldClass.LOOKALIKE,
        serial,
        serial == 0 ? "" : "relay-1.example",
        sender,
        sender,
        "s",
        Instant.now(),
        100,
        Set.of(),
        List.of(addressed),
        "<" + number + "@x>",
        "",
        false,
        "original-" + number,
        "");
  }

  @Test
  void trustedSince_isTold_withTheProofOfThen() throws Exception {
    add(Listing.TRUSTED, "army.mil");
    long serial = store.lists().serial();
    HeldMessage copy = held("a@x.example", "gen@army.ml", serial);
    String proof =
        store
            .past()
            .policy(new Past.Moment(serial, copy.received()), _ -> {})
            .judge("gen@army.ml")
            .proof()
            .hash();
    add(Listing.TRUSTED, "army.ml");
    ThenAndNow found =
        new ThenAndNow.Finder(store.past()).of(copy, store.policy(), _ -> {}).orElseThrow();
    assertThat(found.then().word()).isEqualTo("lookalike");
    assertThat(found.then().proof().hash()).isEqualTo(proof);
    assertThat(found.now().disposition()).isEqualTo(Disposition.DELIVER);
    assertThat(found.differs()).isTrue();
    assertThat(found.difference())
        .isEqualTo(
            "Held under policy %d as a lookalike of army.mil; under today’s, %d, it would be delivered because army.ml is trusted."
                .formatted(serial, store.lists().serial()));
  }

  @Test
  void nothingChanged_isTold() throws Exception {
    add(Listing.TRUSTED, "army.mil");
    HeldMessage copy = held("a@x.example", "gen@army.ml", store.lists().serial());
    ThenAndNow found =
        new ThenAndNow.Finder(store.past()).of(copy, store.policy(), _ -> {}).orElseThrow();
    assertThat(found.differs()).isFalse();
    assertThat(found.difference()).contains("as now");
    add(Listing.BLOCKED, "ml");
    assertThat(new ThenAndNow.Finder(store.past()).of(copy, store.policy(), _ -> {}).orElseThrow())
        .matches(ThenAndNow::differs)
        .extracting(ThenAndNow::difference)
        .asString()
        .contains("it would be held because ml is blocked");
  }

  @Test
  void listsOfThenNotHere_orNoGateway_nothing() throws Exception {
    ThenAndNow.Finder finder = new ThenAndNow.Finder(store.past());
    assertThat(finder.of(held("a@x.example", "g@army.ml", 41), store.policy(), _ -> {})).isEmpty();
    assertThat(finder.of(held("a@x.example", "g@army.ml", 0), store.policy(), _ -> {})).isEmpty();
  }

  private void decide(HeldMessage copy, Act act, String sendTo) throws Exception {
    String details =
        "{\"original\":\"%s\",\"sender\":\"%s\"}".formatted(copy.original(), copy.sender());
    Decision decision =
        ((Begun.Recorded)
                store
                    .decisions()
                    .begin(
                        new Intent(
                            copy.id().hex(),
                            copy.recipient(),
                            act,
                            act == Act.REJECT ? null : sendTo,
                            "why",
                            "officer",
                            "sha256:00",
                            false,
                            details)))
            .decision();
    if (act != Act.REJECT) {
      store.decisions().sending(decision.id());
      store.decisions().accepted(decision.id(), "250 ok");
    }
  }

  private Optional<Line> line(SenderHistory history, boolean whole, String to) {
    return history.lines().stream()
        .filter(l -> l.wholeDomain() == whole && l.to().equals(to))
        .findFirst();
  }

  @Test
  void firstMessage_saysSo() throws Exception {
    HeldMessage now = held("Smith@MOD.example", "gen@army.ml", 1);
    SenderHistory history = SenderHistory.of(now, "army.mil", List.of(now), store.decisions());
    assertThat(history.firstOfSender()).isTrue();
    assertThat(history.lines()).isEmpty();
    assertThat(history.domain()).isEqualTo("mod.example");
  }

  @Test
  void earlierMailAndDecisions_countedApart() throws Exception {
    HeldMessage now = held("smith@mod.example", "gen@army.ml", 1);
    List<HeldMessage> box = new ArrayList<>(List.of(now));
    box.add(held("SMITH@mod.example", "ops@army.ml", 1, "x@army.mil"));
    box.add(held("jones@mod.example", "ops@army.ml", 1));
    box.add(held("smith@other.example", "ops@army.ml", 1));
    box.add(held("smith@mod.example", "ops@navy.ml", 1));
    HeldMessage gone = held("smith@mod.example", "col@army.ml", 1);
    decide(gone, Act.CORRECT, "col@army.mil");
    decide(held("smith@mod.example", "maj@army.ml", 1), Act.REJECT, "");
    decide(held("smith@mod.example.evil", "maj@army.ml", 1), Act.REJECT, "");
    SenderHistory history = SenderHistory.of(now, "army.mil", box, store.decisions());
    assertThat(history.firstOfSender()).isFalse();
    Line typed = line(history, false, "army.ml").orElseThrow();
    assertThat(typed.messages()).isEqualTo(3);
    assertThat(typed.waiting()).isEqualTo(1);
    assertThat(typed.corrected()).isEqualTo(1);
    assertThat(typed.rejected()).isEqualTo(1);
    assertThat(typed.released()).isZero();
    Line meant = line(history, false, "army.mil").orElseThrow();
    assertThat(meant.meant()).isTrue();
    assertThat(meant.messages()).isEqualTo(2);
    assertThat(line(history, true, "army.ml").orElseThrow().messages()).isEqualTo(4);
    assertThat(line(history, true, "navy.ml")).isEmpty();
  }

  @Test
  void returned_isCounted_andTheNoteIsNoMailOfTheSender() throws Exception {
    HeldMessage now = held("smith@mod.example", "gen@army.ml", 1);
    decide(held("smith@mod.example", "lt@army.ml", 1), Act.RETURN, "smith@mod.example");
    SenderHistory history = SenderHistory.of(now, "mod.example", List.of(now), store.decisions());
    Line typed = line(history, false, "army.ml").orElseThrow();
    assertThat(typed.returned()).isEqualTo(1);
    assertThat(typed.rejected() + typed.released() + typed.corrected()).isZero();
    assertThat(line(history, true, "mod.example")).isEmpty();
  }

  @Test
  void bounce_hasNoHistory() throws Exception {
    HeldMessage bounce = held("", "gen@army.ml", 1);
    assertThat(SenderHistory.of(bounce, null, List.of(bounce), store.decisions()).lines())
        .isEmpty();
  }
}
