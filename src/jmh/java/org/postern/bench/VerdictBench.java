package org.postern.bench;

import java.time.Instant;
import java.util.List;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.KnownNames;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Sensitivity;

/** Verdicts of a policy with 100,000 trusted and 1,000,000 blocked names. */
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VerdictBench {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** The policy, shared by all threads. */
  @State(Scope.Benchmark)
  public static class Judge {
    final SampleNames names = SampleNames.load();
    final Policy policy = policy(names);
  }

  /** Where a thread is in its questions. */
  @State(Scope.Thread)
  public static class Asking {
    private int next;

    String name(List<String> names) {
      next = next + 7919 < names.size() ? next + 7919 : (next + 7919) % names.size();
      return names.get(next);
    }

    String slip(SampleNames names) {
      next = (next + 1) % names.slips().size();
      return names.slips().get(next)[0];
    }
  }

  static Policy policy(SampleNames names) {
    Iterable<Entry> entries =
        () ->
            java.util.stream.Stream.concat(
                    names.trusted().stream().map(n -> entry(Listing.TRUSTED, n)),
                    names.blocked().stream().map(n -> entry(Listing.BLOCKED, n)))
                .iterator();
    return Policy.of(1, Unlisted.DELIVER, entries, NOW, Sensitivity.BALANCED);
  }

  static Entry entry(Listing listing, String name) {
    return Entry.of(listing, EntryPattern.parse(name).ok().orElseThrow());
  }

  @Benchmark
  public Verdict trusted(Judge judge, Asking asking) {
    return judge.policy.judge("gen@" + asking.name(judge.names.trusted()));
  }

  @Benchmark
  public Verdict blocked(Judge judge, Asking asking) {
    return judge.policy.judge("gen@" + asking.name(judge.names.blocked()));
  }

  /** With the score, the slips and the written proof. */
  @Benchmark
  public String lookalike(Judge judge, Asking asking) {
    return judge.policy.judge("gen@" + asking.slip(judge.names)).proof().json();
  }

  /** A name that is on no list and like none: the most of all mail. */
  @Benchmark
  public String unlisted(Judge judge, Asking asking) {
    return judge.policy.judge("gen@" + asking.name(judge.names.strangers())).proof().json();
  }

  /** All threads on one snapshot. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @Threads(Threads.MAX)
  public String lookalikeOnAllCores(Judge judge, Asking asking) {
    return judge.policy.judge("gen@" + asking.slip(judge.names)).proof().json();
  }

  /** Lists that are being changed: an officer trusts one more name. */
  @State(Scope.Thread)
  public static class Changing {
    private Policy policy = Policy.of(0, Unlisted.DELIVER, List.of(), NOW, Sensitivity.BALANCED);
    private long serial;

    /** Begins with the full lists. */
    @Setup
    public void begin(Judge judge) {
      policy = judge.policy;
    }

    Policy trustOneMore() {
      Entry more = entry(Listing.TRUSTED, "newcomer" + serial + ".army.mil");
      policy =
          policy.after(
              ++serial,
              Unlisted.DELIVER,
              List.of(),
              List.of(more),
              NOW,
              Sensitivity.BALANCED,
              KnownNames.NONE);
      return policy;
    }
  }

  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Policy trustOneMore(Changing changing) {
    return changing.trustOneMore();
  }
}
