package org.postern.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.Bundle;
import org.postern.bundle.Outcome;
import org.postern.bundle.Receipt;
import org.postern.bundle.Terms;
import org.postern.bundle.Verification;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.practice.PracticeGateway.Dealt;
import org.postern.quarantine.BoxContents;
import org.postern.quarantine.HeldClass;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Quarantine;
import org.postern.store.Author;
import org.postern.store.Store;

/**
 * The loop without real servers: held, lists change, bundle published, the same typo treated
 * differently.
 */
@Timeout(120)
class PracticeGatewayTest {
  private static final byte[] MESSAGE =
      "From: a <a@mod.example>\r\nSubject: practice\r\n\r\nbody\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Clock clock = Clock.systemUTC();
  @TempDir Path dir;

  private static Bundle bundle(Store store) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return Bundle.of(
        store.policy(),
        Terms.of(
            store.setup().settings().policyId(),
            List.of(PracticeWorld.GATEWAY),
            now,
            now.plus(Duration.ofDays(30))));
  }

  private static List<Dealt> send(PracticeWorld world, String... recipients) throws Exception {
    return world.gateway().send("a@mod.example", List.of(recipients), MESSAGE);
  }

  private static void block(Store store, String pattern) throws Exception {
    store
        .lists()
        .add(
            List.of(Entry.of(Listing.BLOCKED, EntryPattern.parse(pattern).ok().orElseThrow())),
            new Author("major", "seen in the press"));
  }

  @Test
  void published_list_change_is_enforced_receipted_and_survives_a_restart() throws Exception {
    OfficerKey major = OfficerKey.create("major", clock);
    try (Store store = Store.open(dir, clock)) {
      PracticeWorld.choose(store, clock, "major");
      try (PracticeWorld world = PracticeWorld.start(store, clock);
          Quarantine box = Quarantine.open(world.mailbox(), clock)) {
        assertThat(send(world, "x@newbad.example", "gen@army.ml", "no address"))
            .containsExactly(
                new Dealt("x@newbad.example", Optional.of(Outcome.DELIVER)),
                new Dealt("gen@army.ml", Optional.of(Outcome.LOOKALIKE)),
                new Dealt("no address", Optional.empty()));
        assertThat(world.outside()).hasSize(1);
        block(store, "newbad.example");
        world.gateway().trust("major", major.publicKey());
        Bundle bundle = bundle(store).signedBy(major);
        Files.createDirectories(world.gateway().inbox());
        bundle.write(world.gateway().inbox().resolve(bundle.fileName()));
        assertThat(world.gateway().collect()).isNotNull();
        assertThat(world.gateway().serial()).isEqualTo(store.policy().serial());
        assertThat(send(world, "x@newbad.example", "gen@army.mil"))
            .extracting(Dealt::outcome)
            .containsExactly(Optional.of(Outcome.BLOCKED), Optional.of(Outcome.DELIVER));
        BoxContents contents = box.contents();
        HeldMessage held =
            contents.held().stream()
                .filter(m -> m.recipient().equals("x@newbad.example"))
                .findFirst()
                .orElseThrow();
        assertThat(held.heldAs()).isEqualTo(HeldClass.BLOCKED);
        assertThat(held.serial()).isEqualTo(store.policy().serial());
        assertThat(contents.receipts()).hasSize(1);
        var mail = box.receipt(contents.receipts().getFirst());
        var reading =
            Receipt.read(mail.text(), mail.signature(), _ -> List.of(world.gateway().publicKey()));
        assertThat(reading).isInstanceOf(Receipt.Genuine.class);
        Receipt receipt = ((Receipt.Genuine) reading).receipt();
        assertThat(receipt.result()).isEqualTo(Receipt.Result.APPLIED);
        assertThat(receipt.activeSerial()).isEqualTo(store.policy().serial());
      }
    }
    try (Store store = Store.open(dir, clock);
        PracticeWorld world = PracticeWorld.start(store, clock);
        Quarantine box = Quarantine.open(world.mailbox(), clock)) {
      assertThat(world.gateway().serial()).isEqualTo(store.policy().serial());
      assertThat(box.list()).extracting(HeldMessage::recipient).contains("x@newbad.example");
      assertThat(box.contents().receipts()).hasSize(1);
    }
  }

  @Test
  void unsigned_foreign_and_replayed_bundles_are_refused_with_a_receipt() throws Exception {
    OfficerKey major = OfficerKey.create("major", clock);
    OfficerKey stranger = OfficerKey.create("stranger", clock);
    try (Store store = Store.open(dir, clock)) {
      PracticeWorld.choose(store, clock, "major");
      try (PracticeWorld world = PracticeWorld.start(store, clock);
          Quarantine box = Quarantine.open(world.mailbox(), clock)) {
        PracticeGateway gateway = world.gateway();
        Bundle first = bundle(store);
        assertThat(gateway.offer(first.signedBy(major).bytes()))
            .isInstanceOf(Verification.Refused.class);
        gateway.trust("major", major.publicKey());
        assertThat(gateway.offer(first.bytes())).isInstanceOf(Verification.Refused.class);
        assertThat(gateway.offer(first.signedBy(stranger).bytes()))
            .isInstanceOf(Verification.Refused.class);
        assertThat(gateway.offer(first.signedBy(major).bytes()))
            .isInstanceOf(Verification.Accepted.class);
        assertThat(gateway.offer(first.signedBy(major).bytes()))
            .isInstanceOf(Verification.Current.class);
        block(store, "newbad.example");
        Bundle second = bundle(store).signedBy(major);
        assertThat(gateway.offer(second.bytes())).isInstanceOf(Verification.Accepted.class);
        assertThat(gateway.offer(first.signedBy(major).bytes()))
            .isInstanceOf(Verification.Refused.class);
        assertThat(gateway.serial()).isEqualTo(second.manifest().serial());
        assertThat(box.contents().receipts()).hasSize(7);
      }
    }
  }
}
