package org.postern.ui.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.SoftHsm;
import org.postern.officer.OfficerKey;
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
  private EnrolledDesk desk;
  private Store store;
  private Press press;
  private OfficerKey carter;
  private OfficerKey lowe;
  private Path fetched;

  @BeforeEach
  void open() throws Exception {
    carter = OfficerKey.create("Maj. A. Carter", CLOCK);
    desk = new EnrolledDesk(directory, carter, CLOCK);
    lowe = desk.lowe;
    store = desk.store;
    press = desk.press;
    fetched = desk.fetched;
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
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

  @Test
  void whoeverIsSignedIn_withASmartcard_signsBundles_too() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("card"));
    assertThat(
            new SoftHsm(elsewhere)
                .java(SoftHsm.PIN, CardChild.class.getName(), List.of(elsewhere.toString())))
        .contains("signed Lt. B. Lowe, Maj. A. Carter", "reached [relay-1.example]");
    assertThat(elsewhere.resolve("relay/policy-1.postern")).isNotEmptyFile();
  }
}
