package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.store.Enrolled.LOWE;
import static org.postern.store.Enrolled.NOON;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Listing;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Begun;
import org.postern.store.Decisions.Intent;
import org.postern.store.StoreException.Reason;

@OnEveryEngine
class BackupTest {
  private static final char[] PASSPHRASE = "correct horse".toCharArray();

  private final Engine engine;
  @TempDir Path temp;

  BackupTest(Engine engine) {
    this.engine = engine;
  }

  private Path file() {
    return temp.resolve("day.backup");
  }

  private static void refused(Reason reason, String part, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(part);
  }

  private static Intent reject(String heldId) {
    return new Intent(
        heldId, "g@army.ml", Act.REJECT, null, "no", "major", "sha256:00", false, "{}");
  }

  /** A directory with something in every corner. */
  private Backup.Summary make() throws Exception {
    Path dir = temp.resolve("data");
    try (Enrolled officers = Enrolled.two(engine, dir)) {
      Store store = officers.store();
      store.decisions().begin(reject("a1"));
      store.setup().change("", s -> s.withPolicyId("mod"));
      var change = officers.propose("army.mil", "navy.mil");
      store.session().signIn(LOWE);
      store.changes().approve(change.digest(), "fine");
      store.session().signIn(Enrolled.CARTER);
      Files.createDirectories(dir.resolve("keys"));
      Files.writeString(dir.resolve("keys/carter.p12"), "a key");
      return store.backup(file(), PASSPHRASE, "");
    }
  }

  private void requireWhole(Path restored, Backup.Summary made) throws Exception {
    try (Store store = Store.open(restored, NOON)) {
      Audit.Report report = store.audit().verify(List.of(made.head()), _ -> {}, () -> false);
      assertThat(report.findings()).isEmpty();
      assertThat(store.lists().count(Listing.TRUSTED)).isEqualTo(2);
      assertThat(store.setup().settings().policyId()).isEqualTo("mod");
      assertThat(store.session().roster().orElseThrow().members()).hasSize(2);
      store.session().signIn(Enrolled.CARTER);
      var next = (Begun.Recorded) store.decisions().begin(reject("a2"));
      assertThat(next.decision().id()).isGreaterThan(store.decisions().of("a1").getFirst().id());
    }
    assertThat(restored.resolve("keys/carter.p12")).hasContent("a key");
  }

  @Test
  void what_was_backed_up_is_restored_whole_to_a_file() throws Exception {
    Backup.Summary made = make();
    assertThat(made.files()).isEqualTo(3);
    assertThat(Backup.look(file(), PASSPHRASE)).isEqualTo(made);
    Path restored = temp.resolve("restored");
    assertThat(Restore.restore(file(), PASSPHRASE, restored, NOON)).isEqualTo(made);
    requireWhole(restored, made);
    assertThat(temp.resolve(".restored.restoring")).doesNotExist();
  }

  @Test
  void what_was_backed_up_moves_to_a_server() throws Exception {
    Path restored = temp.resolve("restored");
    Engine.prepare(restored, restored);
    Backup.Summary made = make();
    Restore.restore(file(), PASSPHRASE, restored, NOON);
    requireWhole(restored, made);
    Path again = temp.resolve("again");
    Engine.prepare(again, restored);
    refused(
        Reason.UNUSABLE_PATH,
        "holds records already",
        () -> Restore.restore(file(), PASSPHRASE, again, NOON));
  }

  @Test
  void backup_that_was_altered_cut_or_belongs_to_another_passphrase_restores_nothing()
      throws Exception {
    make();
    byte[] bytes = Files.readAllBytes(file());
    Path restored = temp.resolve("restored");
    for (int n = 0; n < 4; n++) {
      byte[] spoilt = bytes.clone();
      spoilt[bytes.length * n / 4 + 1] ^= 1;
      Files.write(file(), n == 3 ? java.util.Arrays.copyOf(bytes, bytes.length / 2) : spoilt);
      refused(
          Reason.BROKEN,
          "no whole Postern backup",
          () -> Restore.restore(file(), PASSPHRASE, restored, NOON));
      assertThat(restored).doesNotExist();
    }
    Files.write(file(), bytes);
    refused(
        Reason.BROKEN,
        "passphrase",
        () -> Restore.restore(file(), "other".toCharArray(), restored, NOON));
    assertThat(temp).isDirectoryNotContaining(p -> p.toString().contains("restor"));
  }

  @Test
  void restore_touches_no_directory_that_is_in_use() throws Exception {
    make();
    Path data = temp.resolve("data");
    var before = DirectoryBytes.of(data);
    refused(
        Reason.UNUSABLE_PATH, "not empty", () -> Restore.restore(file(), PASSPHRASE, data, NOON));
    assertThat(DirectoryBytes.of(data).equals(before)).isTrue();
  }

  @Test
  void nothing_of_the_backup_is_in_clear_and_only_an_administrator_makes_one() throws Exception {
    make();
    assertThat(new String(Files.readAllBytes(file()), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("army")
        .doesNotContain("postern-key");
    try (Enrolled officers = Enrolled.two(engine, temp.resolve("other"))) {
      officers.store().session().signIn(LOWE);
      Path mine = temp.resolve("mine.backup");
      refused(Reason.NOT_ALLOWED, "may not", () -> officers.store().backup(mine, PASSPHRASE, ""));
      assertThat(mine).doesNotExist();
    }
  }
}
