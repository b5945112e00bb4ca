package org.postern.ui.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.TrustFile;
import org.postern.delivery.Courier;
import org.postern.delivery.Gateway;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Op;
import org.postern.store.Store;

/**
 * Once officers are enrolled, whoever is signed in signs bundles, and the roster says who counts.
 */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class EnrolledPressTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private Store store;
  private Press press;
  private OfficerKey carter;
  private OfficerKey lowe;
  private Path fetched;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory.resolve("data"), CLOCK);
    fetched = Files.createDirectory(directory.resolve("relay"));
    carter = OfficerKey.create("Maj. A. Carter", CLOCK);
    lowe = OfficerKey.create("Lt. B. Lowe", CLOCK);
    press =
        new Press(
            store,
            new OfficerKeys(store.directory(), CLOCK),
            () -> new char[0],
            () -> TrustFile.of(store.session().roster().orElseThrow()),
            new Courier(
                store,
                () -> List.of(Gateway.folder("relay-1.example", fetched)),
                CLOCK,
                new Random(1)),
            List::of,
            _ -> List.of(),
            () -> "nobody",
            CLOCK);
    store.session().enrol(carter);
    List<Member> members = new ArrayList<>(store.session().roster().orElseThrow().members());
    members.add(Member.of("Lt. B. Lowe", lowe.publicKey(), EnumSet.of(Role.APPROVER)));
    store.changes().proposeRoster(members, "joined");
    var entry = Entry.of(Listing.TRUSTED, EntryPattern.parse("army.mil").ok().orElseThrow());
    var change = store.changes().propose(List.<Op>of(new Op.Add(entry)).iterator(), "needed", "");
    store.session().signIn(lowe);
    store.changes().approve(change.digest(), "");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private String digest() throws Exception {
    return press.look().sheet().orElseThrow().digest();
  }

  @Test
  void whoeverIsSignedIn_signsWithoutAPassphrase_andTwoAreNeeded() throws Exception {
    Board board = press.look();
    assertThat(board.threshold()).isEqualTo(2);
    assertThat(board.signers()).containsExactly(new Board.Signer("Lt. B. Lowe", lowe.id(), false));
    press.sign(digest(), lowe.id(), new char[0]);
    assertThatThrownBy(() -> press.handOver(digest())).hasMessageContaining("Only 1 of 2");
    store.session().signIn(carter);
    press.sign(digest(), carter.id(), new char[0]);
    assertThat(press.handOver(digest()).reached()).containsExactly("relay-1.example");
    assertThat(fetched).isNotEmptyDirectory();
    assertThat(store.journal().newest(20))
        .filteredOn(a -> a.act().equals("session.signed"))
        .hasSize(2);
    assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).findings()).isEmpty();
  }

  @Test
  void whatIsNotApproved_isInNoBundle_andIsSaid() throws Exception {
    String before = digest();
    store.session().signIn(carter);
    var entry = Entry.of(Listing.BLOCKED, EntryPattern.parse("ml").ok().orElseThrow());
    var change = store.changes().propose(List.<Op>of(new Op.Add(entry)).iterator(), "case 7", "");
    assertThat(press.look().proposed()).isEqualTo(1);
    assertThat(digest()).isEqualTo(before);
    store.session().signIn(lowe);
    store.changes().approve(change.digest(), "");
    assertThat(press.look().proposed()).isZero();
    assertThat(press.look().sheet().orElseThrow().manifest().serial()).isEqualTo(2);
    assertThat(digest()).isNotEqualTo(before);
  }

  @Test
  void signingForSomebodyElse_orWithoutTheRole_isRefused() throws Exception {
    assertThatThrownBy(() -> press.sign(digest(), carter.id(), new char[0]))
        .isInstanceOf(PublishException.class);
    store.session().signOut();
    assertThat(press.look().signers()).isEmpty();
  }
}
