package org.postern.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.quarantine.BoxContents;
import org.postern.quarantine.Quarantine;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** A full quarantine box: first rows, the whole list, the next start, beside the bare fetch. */
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"}) // as the program is started
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HeldBench {

  /** A box that somebody has read before, so that the server's own caches are warm. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // the harness calls start first
  public static class Box {
    DovecotBox dovecot;
    Store store;

    @Setup
    public void start()
        throws IOException, InterruptedException, StoreException, QuarantineException {
      dovecot = DovecotBox.start();
      store = Store.open(dovecot.folder().resolve("console"), Clock.systemUTC());
      dovecot.rawFetch();
      try (Quarantine box = remembering()) {
        box.contents();
      }
    }

    Quarantine remembering() {
      return Quarantine.remembering(dovecot.mailbox(), Clock.systemUTC(), store.cache("held"));
    }

    @TearDown
    public void stop() throws IOException, StoreException {
      store.close();
      dovecot.close();
    }
  }

  @Benchmark
  public long rawFetch(Box box) throws IOException {
    return box.dovecot.rawFetch();
  }

  @Benchmark
  public BoxContents firstRows(Box box) throws QuarantineException {
    try (Quarantine q = Quarantine.open(box.dovecot.mailbox(), Clock.systemUTC())) {
      return q.contents(Duration.ZERO);
    }
  }

  @Benchmark
  public BoxContents index(Box box) throws QuarantineException {
    try (Quarantine q = Quarantine.open(box.dovecot.mailbox(), Clock.systemUTC())) {
      return q.contents();
    }
  }

  @Benchmark
  public Quarantine.Kept keptList(Box box) {
    try (Quarantine q = box.remembering()) {
      return q.kept().orElseThrow();
    }
  }

  @Benchmark
  public BoxContents nextStart(Box box) throws QuarantineException {
    try (Quarantine q = box.remembering()) {
      return q.contents();
    }
  }
}
