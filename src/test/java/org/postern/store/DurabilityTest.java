package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Listing;

/** What was acknowledged is there, whatever happens to the process or the disk. */
class DurabilityTest {
  private static final int KILLS = 20;
  private static final String SERIAL = "serial ";

  @TempDir Path dir;

  @Test
  void killed_process_loses_nothing_acknowledged() throws Exception {
    Random random = new Random(20261122);
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      // Large commits are more likely to be hit in their middle, small ones between two.
      int size = kill % 4 == 0 ? 200 : 1 + random.nextInt(10);
      acknowledged = killAfter(1 + random.nextInt(8), size);
      requireWhole(acknowledged);
    }
    assertThat(acknowledged).isGreaterThanOrEqualTo(KILLS);
  }

  /** Runs a writer, kills it after some acknowledgements, and gives the last one it got out. */
  private long killAfter(int acknowledgements, int size) throws Exception {
    Process child = StoreChild.start(List.of(), "stream", dir.toString(), Integer.toString(size));
    long last = 0;
    try (BufferedReader lines = StoreChild.lines(child)) {
      String line = lines.readLine();
      for (int n = 1; line != null; n++, line = lines.readLine()) {
        assertThat(line).startsWith(SERIAL);
        last = Long.parseLong(line.substring(SERIAL.length()));
        if (n == acknowledgements) {
          // Through the handle: what it printed before can still be read.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return last;
  }

  /** Every revision up to the acknowledged one is whole, and none after it is half. */
  private void requireWhole(long acknowledged) throws Exception {
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      long serial = store.lists().serial();
      assertThat(serial).isBetween(acknowledged, acknowledged + 1);
      Set<String> there = new HashSet<>();
      store.lists().each(Listing.BLOCKED, item -> there.add(item.entry().pattern().text()));
      Set<String> expected = new HashSet<>();
      for (Revision revision : store.past().revisions(Long.MAX_VALUE, 10_000)) {
        for (int i = 0; i < revision.added(); i++) {
          expected.add(StoreChild.entry(revision.serial(), i).pattern().text());
        }
      }
      assertThat(there.equals(expected)).isTrue();
      List<Journal.Act> acts = store.journal().newest(10_000);
      assertThat(acts).hasSize((int) serial);
      for (int i = 0; i + 1 < acts.size(); i++) {
        assertThat(acts.get(i).prevHash()).isEqualTo(acts.get(i + 1).hash());
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void full_disk_is_said_and_loses_nothing_acknowledged() throws Exception {
    List<String> lines = StoreChild.run(limited(2500), "stream", dir.toString(), "500");
    assertThat(lines.getLast()).startsWith("DISK_FULL There is no room left");
    assertThat(lines.size()).isGreaterThan(3);
    requireWhole(lines.size() - 1L);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void full_disk_at_the_first_start_leaves_nothing_behind() throws Exception {
    List<String> lines = StoreChild.run(limited(8), "open", dir.toString());
    assertThat(lines).singleElement().asString().startsWith("DISK_FULL There is no room left");
    assertThat(DirectoryBytes.of(dir)).containsOnlyKeys("");
    Store.open(dir, Clock.systemUTC()).close();
  }

  /** Files of this process may not grow beyond so many blocks of 512 bytes: a disk that is full. */
  private static List<String> limited(int blocks) {
    return List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh");
  }
}
