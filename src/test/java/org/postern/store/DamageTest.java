package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.policy.Listing;
import org.postern.store.StoreException.Reason;

/**
 * Bits of the database file turn, or its end is lost, at random places: it opens whole, or what is
 * wrong is said, at the latest by the check of the record. {@code -Ddamages=1000} damages it more
 * often.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DamageTest {
  private static final int DAMAGES = Integer.getInteger("damages", 60);
  private static final int ENTRIES = 3_000;

  /** What damage may be called. */
  private static final Set<Reason> SAID =
      EnumSet.of(
          Reason.BROKEN,
          Reason.ROLLED_BACK,
          Reason.FOREIGN,
          Reason.WRONG_KEY,
          Reason.HOSTILE,
          Reason.FORGED);

  @TempDir Path temp;

  private Path dir() {
    return temp.resolve("data");
  }

  private Path database() {
    return dir().resolve("postern.mv.db");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void damaged_file_opens_whole_or_says_what_is_wrong(boolean enrolled) throws Exception {
    List<String> whole = enrolled ? makeEnrolled() : makeOpen();
    // So that nearly everything in it counts.
    Store.open(dir(), Clock.systemUTC(), Schema.CURRENT, 1).close();
    Path copy = temp.resolve("copy");
    copyAll(dir(), copy);
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int n = 0; n < DAMAGES; n++) {
      copyAll(copy, dir());
      String which = damage(random) + " (" + n + " of seed " + seed + ")";
      Map<String, String> before = DirectoryBytes.of(dir());
      try (Store store = Store.open(dir(), Clock.systemUTC())) {
        // H2's pages have no checksums: a text may have changed that nothing reads at the opening.
        // Then the check of the record names it.
        boolean sound = store.audit().verify(List.of(), _ -> {}, () -> false).sound();
        assertThat(lists(store).equals(whole) || !sound).as(which).isTrue();
      } catch (StoreException e) {
        assertThat(e.reason()).as(which + e).isIn(SAID);
        assertThat(e).as(which).hasMessageContaining("backup");
        if (String.valueOf(e.getMessage()).contains("was not opened")) {
          assertThat(DirectoryBytes.of(dir()).equals(before)).as(which).isTrue();
        }
      }
    }
  }

  private static List<String> lists(Store store) throws StoreException {
    List<String> entries = new ArrayList<>();
    store.lists().each(Listing.BLOCKED, item -> entries.add(item.toString()));
    return entries;
  }

  private static List<Op> ops() {
    return IntStream.range(0, ENTRIES)
        .mapToObj(i -> Enrolled.add(Listing.BLOCKED, "n" + i + ".example"))
        .toList();
  }

  private List<String> makeOpen() throws Exception {
    try (Store store = Store.open(dir(), Clock.systemUTC())) {
      store.lists().apply(ops(), new Author("Maj. A. Carter", "needed"));
      return lists(store);
    }
  }

  private List<String> makeEnrolled() throws Exception {
    try (Enrolled officers = Enrolled.two(Engine.H2_FILE, dir())) {
      String digest =
          officers.store().changes().propose(ops().iterator(), "needed", "T-1").digest();
      officers.store().session().signIn(Enrolled.LOWE);
      officers.store().changes().approve(digest, "fine");
      officers.store().session().signOut();
      return lists(officers.store());
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var there = Files.list(to)) {
      for (Path file : there.toList()) {
        Files.delete(file);
      }
    }
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private String damage(Random random) throws IOException {
    try (var file = new RandomAccessFile(database().toFile(), "rw")) {
      long at = random.nextLong(file.length());
      if (random.nextInt(5) == 0) {
        file.setLength(at);
        return "cut at " + at;
      }
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ (1 << random.nextInt(8)));
      return "bit turned at " + at;
    }
  }
}
