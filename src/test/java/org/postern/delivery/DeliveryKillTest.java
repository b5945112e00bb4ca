package org.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.postern.store.Deliveries.Delivery;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.Deliveries.State;
import org.postern.store.Store;

/**
 * Consoles in processes of their own are killed ({@code kill -9}) at random points of an upload;
 * the next one on the same data directory goes on. {@code -Dkills=40} kills that often, {@code
 * -Dseed=…} at the same points again.
 */
class DeliveryKillTest {
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final int OCTETS = 2_000_000;

  @TempDir Path dir;

  @Test
  void killedInTheMiddle_neverHalfAFileOfItsName_andTheNextConsoleGoesOn(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Path data = dir.resolve("data");
    int killedSending = 0;
    try (SftpHost host = new SftpHost(dir, "host.key")) {
      for (int run = 0; run < KILLS; run++) {
        String name = "policy-" + (run + 1) + ".postern";
        Parcel made = Parcels.of(dir.resolve("here"), name, OCTETS + run);
        Path file = Path.of(made.file());
        long at = random.nextInt(OCTETS);
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        host.writing =
            (_, _, offset) -> {
              if (offset >= at && there.getCount() > 0) {
                there.countDown();
                try {
                  dead.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            };
        Process child = DeliveryChild.start(data, file, host.port(), host.fingerprint());
        try {
          assertThat(there.await(60, TimeUnit.SECONDS)).as("seed " + seed).isTrue();
        } finally {
          child.destroyForcibly();
          child.waitFor();
          dead.countDown();
        }
        assertThat(host.incoming().resolve(name)).as("seed " + seed).doesNotExist();
        host.writing = (_, _, _) -> {};
        killedSending += goesOn(data, file, host) ? 1 : 0;
        assertThat(host.incoming().resolve(name)).hasBinaryContent(Files.readAllBytes(file));
        assertThat(host.incoming().resolve("." + name + ".part")).doesNotExist();
      }
    }
    reporter.publishEntry(
        Map.of("seed", Long.toString(seed), "killed", Integer.toString(killedSending)));
    assertThat(killedSending).isEqualTo(KILLS);
  }

  /** As at the next start of the console; says whether the dead one was sending. */
  private static boolean goesOn(Path data, Path file, SftpHost host) throws Exception {
    Gateway relay = DeliveryChild.relay(host.port(), host.fingerprint());
    String item = DeliveryChild.parcel(file).item();
    try (Store store = Store.open(data, Clock.systemUTC());
        Courier courier =
            new Courier(store, () -> List.of(relay), Clock.systemUTC(), new Random())) {
      Delivery before = Objects.requireNonNull(store.deliveries().of(item).getFirst());
      courier.tryDue();
      Delivery after = store.deliveries().of(item).getFirst();
      assertThat(after.state()).isEqualTo(State.DELIVERED);
      assertThat(after.tries()).isEqualTo(2);
      assertThat(store.publications().handovers(item)).hasSize(1);
      return before.state() == State.SENDING;
    }
  }
}
