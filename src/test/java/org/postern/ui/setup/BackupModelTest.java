package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Backup;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;

@SuppressWarnings("NullAway.Init") // set in open, before each test
class BackupModelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
  private static final String SECRET = "correct horse battery";

  @TempDir Path directory;
  private Store store;
  private BackupModel model;
  private final List<Path> replaced = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory.resolve("data"), CLOCK);
    Entry army = Entry.of(Listing.TRUSTED, EntryPattern.parse("army.mil").ok().orElseThrow());
    store.lists().add(List.of(army), new Author("A. Carter", "given"));
    model =
        new BackupModel(
            store,
            new DirectBackground(),
            CLOCK,
            () -> "A. Carter",
            (place, sentence) -> {
              replaced.add(place);
              said.add(sentence);
            });
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private Path backedUp() {
    Path file = directory.resolve(model.proposedName());
    model.backUp(file, SECRET.toCharArray());
    return file;
  }

  private long directories() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isDirectory).count();
    }
  }

  @Test
  void backUp_isReadBack_andSaysWhatIsInIt() throws Exception {
    char[] passphrase = SECRET.toCharArray();
    Path file = directory.resolve("b.backup");
    model.backUp(file, passphrase);
    assertThat(model.done().get()).startsWith("Backed up to " + file + " and read back: ");
    assertThat(model.problem().get()).isEmpty();
    assertThat(model.busy().get()).isEmpty();
    assertThat(passphrase).containsOnly('\0');
    assertThat(Backup.look(file, SECRET.toCharArray()).rows()).isPositive();
  }

  @Test
  void backUp_whereNothingCanBeWritten_isASentence() {
    model.backUp(directory.resolve("none").resolve("b.backup"), SECRET.toCharArray());
    assertThat(model.problem().get()).isNotEmpty();
    assertThat(model.done().get()).isEmpty();
    assertThat(model.busy().get()).isEmpty();
  }

  @Test
  void restore_makesADirectoryBeside_thatHoldsEverything_andHandsItOver() throws Exception {
    model.restore(backedUp(), SECRET.toCharArray());
    assertThat(replaced).hasSize(1);
    assertThat(said.getFirst()).startsWith("Restored and compared: ");
    assertThat(store.journal().newest(1).getFirst().act()).isEqualTo("restore.begun");
    try (Store restored = Store.open(replaced.getFirst(), CLOCK)) {
      assertThat(restored.lists().count(Listing.TRUSTED)).isEqualTo(1);
    }
  }

  @Test
  void restore_withTheWrongPassphrase_changesNothing() throws Exception {
    Path file = backedUp();
    long before = directories();
    model.restore(file, "another passphrase".toCharArray());
    assertThat(model.problem().get()).contains("passphrase is not its own");
    assertThat(replaced).isEmpty();
    assertThat(directories()).isEqualTo(before);
  }

  @Test
  void restore_ofAConsoleOfATeam_isForTheCommandLine() throws Exception {
    Path file = backedUp();
    Files.writeString(store.directory().resolve("database.properties"), "url = x\n");
    model.restore(file, SECRET.toCharArray());
    assertThat(model.problem().get()).contains("server of a team");
    assertThat(replaced).isEmpty();
  }

  @Test
  void passphrase_mustBeLong_andTheSameTwice() {
    assertThat(BackupModel.objection("", "")).contains("needs a passphrase");
    assertThat(BackupModel.objection("short", "short")).contains("12 characters");
    assertThat(BackupModel.objection(SECRET, "x")).contains("not the same");
    assertThat(BackupModel.objection(SECRET, SECRET)).isEmpty();
  }
}
