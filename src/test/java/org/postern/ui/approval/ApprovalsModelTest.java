package org.postern.ui.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerKey;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Op;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.ViewState;

/** One proposes, another approves; a change travels as a file. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class ApprovalsModelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private Store store;
  private OfficerKey carter;
  private OfficerKey lowe;
  private ApprovalsModel model;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, CLOCK);
    carter = OfficerKey.create("Maj. A. Carter", CLOCK);
    lowe = OfficerKey.create("Lt. B. Lowe", CLOCK);
    model =
        new ApprovalsModel(
            store,
            new DirectBackground(),
            lines -> List.of(lines.size() + " lines"),
            told::add,
            () -> {});
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void enrol() throws Exception {
    store.session().enrol(carter);
    List<Member> members = new ArrayList<>(store.session().roster().orElseThrow().members());
    members.add(Member.of("Lt. B. Lowe", lowe.publicKey(), EnumSet.of(Role.APPROVER)));
    store.changes().proposeRoster(members, "joined");
  }

  private void propose() throws Exception {
    var entry = Entry.of(Listing.TRUSTED, EntryPattern.parse("army.mil").ok().orElseThrow());
    store.changes().propose(List.<Op>of(new Op.Add(entry)).iterator(), "needed", "T-1");
    model.refresh();
  }

  private ApprovalsModel.Opened opened() {
    return Objects.requireNonNull(model.opened().get());
  }

  @Test
  void openMode_needsNoApproval() {
    model.refresh();
    assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
    assertThat(model.waiting().get()).isZero();
  }

  @Test
  void author_seesTheChangeButMayOnlyWithdrawIt_theOtherApprovesIt() throws Exception {
    enrol();
    propose();
    assertThat(model.waiting().get()).isZero();
    assertThat(opened().mayApprove()).isFalse();
    assertThat(opened().mayWithdraw()).isTrue();
    assertThat(opened().effects()).containsExactly("1 lines");
    store.session().signIn(lowe);
    model.selected().set(null);
    model.refresh();
    model.selected().set(model.changes().getFirst());
    assertThat(model.waiting().get()).isEqualTo(1);
    assertThat(opened().mayApprove()).isTrue();
    assertThat(opened().signers()).containsExactly("Maj. A. Carter");
    model.approve("checked");
    assertThat(told).contains("Approved.");
    assertThat(store.lists().count(Listing.TRUSTED)).isEqualTo(1);
    assertThat(model.changes()).isEmpty();
    assertThat(model.waiting().get()).isZero();
  }

  @Test
  void change_approvedElsewhere_comesBackAsAFileAndIsInForce() throws Exception {
    enrol();
    propose();
    Path file = directory.resolve("change");
    model.export(file);
    Path elsewhere = directory.resolve("elsewhere");
    // The other console has the same officers, because it began from a copy of this one.
    byte[] approved;
    store.close();
    copy(directory, elsewhere);
    store = Store.open(directory, CLOCK);
    try (Store other = Store.open(elsewhere, CLOCK)) {
      other.session().signIn(lowe);
      var waiting = other.changes().waiting().getFirst();
      other.changes().approve(waiting.digest(), "");
      approved = other.changes().export(waiting.digest());
    }
    Files.write(file, approved);
    store.session().signIn(carter);
    model = new ApprovalsModel(store, new DirectBackground(), _ -> List.of(), told::add, () -> {});
    model.takeIn(file);
    assertThat(told.getLast()).isEqualTo("Taken in; it is in force.");
    assertThat(store.lists().count(Listing.TRUSTED)).isEqualTo(1);
    assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).findings()).isEmpty();
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectory(to);
    try (var files = Files.list(from)) {
      for (Path f : files.filter(Files::isRegularFile).toList()) {
        Files.copy(f, to.resolve(f.getFileName()));
      }
    }
  }

  @Test
  void fileThatIsNone_isRefusedWithAReason() throws Exception {
    enrol();
    Path file = directory.resolve("junk");
    Files.writeString(file, "{\"posternChangeFile\":1,\"text\":[]}");
    model.takeIn(file);
    assertThat(told.getLast()).contains("not taken in");
  }
}
