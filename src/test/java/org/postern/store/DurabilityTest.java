package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, whatever happens to the disk. */
class DurabilityTest {
  @TempDir Path dir;

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void full_disk_is_said_and_loses_nothing_acknowledged() throws Exception {
    List<String> lines = StoreChild.run(limited(2500), "stream", dir.toString(), "500");
    assertThat(lines.getLast()).startsWith("DISK_FULL There is no room left");
    assertThat(lines.size()).isGreaterThan(3);
    Kept kept = new Kept.Revisions();
    lines.subList(0, lines.size() - 1).forEach(kept::said);
    try (Store store = Store.open(dir, Clock.systemUTC())) {
      kept.require(store, "full disk");
    }
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
