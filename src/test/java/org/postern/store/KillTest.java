package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.store.Changes.State;

/**
 * Processes that enrol, propose and approve are killed at random moments, from the first start on.
 * {@code -Dkills=200} kills more of them.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 12);

  /** The start of a process takes most of it, so that some die while they open or migrate. */
  private static final int LONGEST_MILLIS = 3_000;

  @TempDir Path temp;

  /** What was acknowledged of each change. */
  private final Map<String, State> acknowledged = new HashMap<>();

  private boolean enrolled;

  @Test
  void killed_officers_lose_nothing_acknowledged_and_the_record_is_sound() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Path dir = temp.resolve("data");
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill % 10 == 9) {
        // A new directory: the making and the enrolment are hit, too.
        dir = temp.resolve("data" + kill);
        acknowledged.clear();
        enrolled = false;
      }
      killAfter(dir, random.nextInt(LONGEST_MILLIS));
      requireKept(dir, "kill " + kill + " of seed " + seed);
    }
  }

  private void killAfter(Path dir, int millis) throws Exception {
    Process child = StoreChild.start(List.of(), "officers", dir.toString());
    try (BufferedReader lines = StoreChild.lines(child)) {
      try {
        child.onExit().get(millis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillAtIt) {
        // Through the handle: what it printed before can still be read.
        child.toHandle().destroyForcibly();
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case "ENROLLED" -> enrolled = true;
          case "PROPOSED" -> acknowledged.put(words[1], State.PROPOSED);
          case "APPLIED" -> acknowledged.put(words[1], State.APPLIED);
          default -> throw new AssertionError(line);
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private void requireKept(Path dir, String which) throws Exception {
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      assertThat(store.audit().verify(List.of(), _ -> {}, () -> false).findings())
          .as(which)
          .isEmpty();
      if (enrolled) {
        assertThat(store.session().openMode()).as(which).isFalse();
      }
      Map<String, State> there = new HashMap<>();
      store.changes().newest(10_000).forEach(c -> there.put(c.digest(), c.state()));
      acknowledged.forEach(
          (digest, state) -> {
            if (state == State.APPLIED) {
              assertThat(there.get(digest)).as(which).isEqualTo(State.APPLIED);
            } else {
              assertThat(there.get(digest)).as(which).isIn(State.PROPOSED, State.APPLIED);
            }
          });
    }
  }
}
