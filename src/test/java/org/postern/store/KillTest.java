package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that work on a data directory are killed at random moments, from before they open it
 * on. {@code -Dkills=50} kills more of each kind, {@code -Dseed=…} at the same moments again.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 4);

  /** After so many a new directory is begun, so that the making of one is hit, too. */
  private static final int IN_ONE = 10;

  @TempDir Path temp;

  /** What the killed processes do. */
  enum Work {
    EDITS(2_000),
    IMPORTS(3_000),
    DECISIONS(2_000),
    OFFICERS(3_000),
    MIGRATION(1_500);

    private final int longestMillis;

    Work(int longestMillis) {
      this.longestMillis = longestMillis;
    }

    /** What must be there afterwards in a directory. */
    Kept kept(Path dir, Random random) throws StoreException {
      return switch (this) {
        case EDITS, IMPORTS -> new Kept.Revisions();
        case DECISIONS -> new Kept.Decided();
        case OFFICERS -> new Kept.Officers();
        case MIGRATION -> OlderDirectory.make(dir, 1 + random.nextInt(5));
      };
    }

    /** A migrated directory is not migrated again. */
    int inOne() {
      return this == MIGRATION ? 1 : IN_ONE;
    }
  }

  @ParameterizedTest
  @EnumSource
  void killed_work_loses_nothing_acknowledged_and_leaves_nothing_half(Work work) throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Path dir = temp;
    Kept kept = new Kept.Revisions();
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill % work.inOne() == 0) {
        dir = temp.resolve("data" + kill);
        kept = work.kept(dir, random);
      }
      killAfter(work, dir, kept, random.nextInt(work.longestMillis));
      String which = "kill " + kill + " of seed " + seed;
      try (Store store = Store.open(dir, Clock.systemUTC())) {
        kept.require(store, which);
      } catch (StoreException e) {
        throw new AssertionError(which, e);
      }
      assertThat(dir.toFile().list()).as(which).noneMatch(name -> name.endsWith(".part"));
    }
  }

  private static void killAfter(Work work, Path dir, Kept kept, int millis) throws Exception {
    String command =
        work == Work.MIGRATION ? "migrate" : work.name().toLowerCase(java.util.Locale.ROOT);
    Process child = StoreChild.start(List.of(), command, dir.toString());
    try (BufferedReader lines = StoreChild.lines(child)) {
      assertThat(lines.readLine()).isEqualTo(StoreChild.READY);
      try {
        child.onExit().get(millis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillAtIt) {
        // Through the handle: what it printed before can still be read.
        child.toHandle().destroyForcibly();
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.said(line);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
