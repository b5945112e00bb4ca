package org.postern.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.quarantine.HeldQuery;
import org.postern.quarantine.HeldRow;

/** A search over a hundred thousand held messages. */
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SearchBench {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** What a search sees of a full box. */
  @State(Scope.Benchmark)
  public static class Rows {
    final List<HeldRow> rows = new ArrayList<>();

    public Rows() {
      for (int i = 0; i < 100_000; i++) {
        rows.add(
            new HeldRow(
                List.of(
                    "col.diaz" + i % 977 + (i % 3 == 0 ? "@army.ml" : "@usarmy.mil"),
                    "gen@army.mil"),
                "captain number " + i % 4000 + " <officer" + i % 4000 + "@mod.example>",
                "Minutes of the " + (i % 7 == 0 ? "budget" : "convoy") + " meeting, part " + i,
                Set.of("army.mil"),
                Set.of("lookalike"),
                Set.of("held", "overdue"),
                NOW.minusSeconds(26L * i),
                i % 4 == 0,
                Set.of(),
                Set.of("relay-1.example.mil"),
                HeldRow.Said.NOTHING));
      }
    }

    int found(String text) {
      HeldQuery query = ((HeldQuery.Understood) HeldQuery.read(text, NOW, ZoneOffset.UTC)).query();
      int n = 0;
      for (HeldRow row : rows) {
        n += query.test(row) ? 1 : 0;
      }
      return n;
    }
  }

  @Benchmark
  public int operators(Rows rows) {
    return rows.found(
        "to:*.ml from:officer7 has:attachment since:30d verdict:lookalike \"budget\"");
  }

  @Benchmark
  public int wordThatIsNowhere(Rows rows) {
    return rows.found("zeppelin");
  }
}
