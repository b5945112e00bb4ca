package org.postern.ui.officer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerFile;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Role;
import org.postern.officer.Roster.Member;
import org.postern.officer.Sealed;
import org.postern.officer.SigningKey;
import org.postern.store.Journal;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

/** Enrolling, signing in, the roster. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class OfficersModelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private Store store;
  private Ring ring;
  private OfficersModel model;
  private final List<String> told = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** The key files of the directory. */
  private record Ring(OfficerKeys files) implements KeyRing {
    @Override
    public List<Key> keys() throws OfficerException {
      return files.list().stream()
          .filter(OfficerKeys.Kept.class::isInstance)
          .map(OfficerKeys.Kept.class::cast)
          .map(k -> new Key(k.id(), k.officer(), true))
          .toList();
    }

    @Override
    public OfficerKey unlock(String id, char[] passphrase) throws OfficerException {
      return files.load(files.find(id), passphrase);
    }

    @Override
    public OfficerKey make(String officer, char[] passphrase) throws OfficerException {
      return files.create(officer, passphrase, Sealed.PASSPHRASE);
    }

    @Override
    public List<SigningKey> token(Path library, int slot, char[] pin) {
      return List.of();
    }
  }

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, CLOCK);
    ring = new Ring(new OfficerKeys(directory, CLOCK));
    model = new OfficersModel(store, ring, new DirectBackground(), told::add, () -> {});
    model.start();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void enrol() {
    model.enrolNew("Maj. A. Carter", "long enough".toCharArray(), () -> {}, failures::add);
  }

  @Test
  void openMode_endsWithTheFirstOfficer_whoIsSignedIn() throws Exception {
    assertThat(Objects.requireNonNull(model.shown().get()).roster()).isEmpty();
    enrol();
    assertThat(failures).isEmpty();
    assertThat(store.session().officer().orElseThrow().name()).isEqualTo("Maj. A. Carter");
    assertThat(model.members()).hasSize(1);
    assertThat(told.getFirst()).startsWith("Open mode has ended");
  }

  @Test
  void shortPassphrase_makesNoOfficer() throws Exception {
    char[] passphrase = "short".toCharArray();
    model.enrolNew("Maj. A. Carter", passphrase, () -> {}, failures::add);
    assertThat(failures).singleElement().asString().contains("eight");
    assertThat(passphrase).containsOnly('\0');
    assertThat(store.session().openMode()).isTrue();
  }

  @Test
  void officerFromAFile_joinsAtOnce_whileThereIsOnlyOneToAgree_andLaterIsProposed()
      throws Exception {
    enrol();
    OfficerKey lowe = OfficerKey.create("Lt. B. Lowe", CLOCK);
    Path file = directory.resolve("lowe.txt");
    Files.writeString(file, OfficerFile.of(lowe));
    model.read(
        file,
        read -> model.add(read, EnumSet.of(Role.APPROVER), "joined", () -> {}, failures::add),
        failures::add);
    assertThat(failures).isEmpty();
    assertThat(model.members()).extracting(Member::name).contains("Lt. B. Lowe");
    Member member =
        model.members().stream().filter(m -> m.id().equals(lowe.id())).findFirst().orElseThrow();
    model.revoke(member, "left", () -> {}, failures::add);
    assertThat(told.getLast()).startsWith("Proposed");
    assertThat(store.changes().waiting()).hasSize(1);
    assertThat(member.active()).isTrue();
  }

  @Test
  void newKeyOfTheSameOfficer_takesThePlaceOfTheOldOne() throws Exception {
    enrol();
    OfficerKey fresh = OfficerKey.create("Maj. A. Carter", CLOCK);
    model.add(
        OfficerFile.parse(OfficerFile.of(fresh)),
        EnumSet.allOf(Role.class),
        "smartcard",
        () -> {},
        failures::add);
    assertThat(failures).isEmpty();
    assertThat(model.members()).extracting(Member::active).containsExactly(true, false);
    assertThat(model.members().getFirst().id()).isEqualTo(fresh.id());
    assertThat(store.session().officer()).isEmpty();
    assertThat(store.session().signIn(fresh).name()).isEqualTo("Maj. A. Carter");
  }

  @Test
  void alteredFile_isRefused() throws Exception {
    enrol();
    String text = OfficerFile.of(OfficerKey.create("Lt. B. Lowe", CLOCK));
    Path file = directory.resolve("lowe.txt");
    Files.writeString(file, text.replace("Lowe", "Love"));
    model.read(file, _ -> {}, failures::add);
    assertThat(failures).singleElement().asString().contains("altered on the way");
  }

  @Test
  void signIn_withAWrongPassphrase_isToldAndRecorded_thenWorks() throws Exception {
    enrol();
    store.session().signOut();
    List<String> in = new ArrayList<>();
    var signIn = new SignInModel(ring, store.session(), new DirectBackground(), () -> in.add("in"));
    signIn.start();
    assertThat(signIn.keys()).hasSize(1);
    signIn.signIn("guess".toCharArray());
    assertThat(signIn.problem().get()).contains("passphrase does not open");
    char[] right = "long enough".toCharArray();
    signIn.signIn(right);
    assertThat(in).containsExactly("in");
    assertThat(right).containsOnly('\0');
    assertThat(store.session().officer()).isPresent();
    assertThat(store.journal().newest(5)).extracting(Journal.Act::act).contains("session.refused");
    assertThat(Arrays.asList(signIn.busy().get())).containsExactly("");
  }

  @Test
  void keyThatIsOnNoRoster_isNotOffered() throws Exception {
    enrol();
    ring.make("Cpl. M. Mallory", "whatever1".toCharArray());
    var signIn = new SignInModel(ring, store.session(), new DirectBackground(), () -> {});
    signIn.start();
    assertThat(signIn.keys()).extracting(KeyRing.Key::officer).containsExactly("Maj. A. Carter");
  }
}
