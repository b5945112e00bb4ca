package org.postern.bench;

import io.gitlab.rxp90.jsymspell.exceptions.NotInitializedException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.postern.policy.Policy;

/** Runs everything and prints one table. */
public final class Bench {

  /** Those that are no benchmarks of JMH. */
  private static final Set<String> PROCESSES = Set.of("GateBench", "BundleBench");

  private static final double MEGABYTE = 1024.0 * 1024;
  private static final int ASKED_OF_SCAN = 300;

  private final Map<String, Result<?>> results = new TreeMap<>();
  private final List<String[]> rows = new ArrayList<>();

  private Bench() {}

  public static void main(String[] args)
      throws RunnerException, IOException, InterruptedException, NotInitializedException {
    new Bench().run(System.getProperty("benchmarks", ".*"), System.out);
  }

  private void run(String benchmarks, PrintStream out)
      throws RunnerException, IOException, InterruptedException, NotInitializedException {
    if ("GateBench".matches(benchmarks)) {
      rows.addAll(GateBench.rows(SampleNames.load()));
    }
    if ("BundleBench".matches(benchmarks)) {
      rows.addAll(BundleBench.rows());
    }
    String names = System.getProperty("names", "");
    var options =
        new OptionsBuilder()
            .include("org.postern.bench." + benchmarks)
            .exclude(DovecotBox.installed() ? "nothing" : "HeldBench")
            .shouldFailOnError(true)
            .jvmArgsPrepend(names.isEmpty() ? "-Dx=y" : "-Dnames=" + names)
            .build();
    for (RunResult r :
        PROCESSES.contains(benchmarks) ? List.<RunResult>of() : new Runner(options).run()) {
      String label = r.getParams().getBenchmark();
      results.put(label.substring(label.lastIndexOf('.') + 1), r.getPrimaryResult());
    }
    held();
    SampleNames sample = SampleNames.load();
    if (results.containsKey("trusted") || results.containsKey("lookalike")) {
      postern(sample);
      peers(sample);
    }
    print(out);
  }

  private void held() {
    if (!DovecotBox.installed()) {
      row("quarantine box", "Dovecot is not installed", "apt-get install dovecot-imapd");
    }
    String all = "%,d held messages".formatted(DovecotBox.MESSAGES);
    time("rawFetch", all + ": bare UID FETCH", "");
    time("index", "  read and listed", "1.4 times the bare fetch");
    Result<?> bare = results.get("rawFetch");
    Result<?> listed = results.get("index");
    if (bare != null && listed != null) {
      double speed = bare.getScore() / listed.getScore();
      row("  speed, of the bare fetch's", "%.0f %%".formatted(100 * speed), "70 %");
    }
    time("firstRows", "  first rows", "1 s");
    time("keptList", "  the list at the next start", "");
    time("nextStart", "  and what changed", "");
    time("operators", "search, six operators, 100,000 rows", "50 ms");
    time("wordThatIsNowhere", "search, a word that is nowhere", "50 ms");
  }

  private void postern(SampleNames sample) {
    time("trusted", "exact verdict, trusted name", "1 µs");
    time("blocked", "exact verdict, blocked name", "1 µs");
    time("lookalike", "lookalike verdict, score, proof written", "50 µs, p99.9 200 µs");
    time("unlisted", "the same of a name that resembles nothing", "");
    time("trustOneMore", "one more trusted name", "10 ms");
    Result<?> all = results.get("lookalikeOnAllCores");
    if (all != null) {
      String cores = Runtime.getRuntime().availableProcessors() + " threads";
      row(
          "lookalike verdicts, " + cores + ", one snapshot",
          "%,.0f a second".formatted(all.getScore()),
          "");
    }
    time("load", "load, first of the process", "3 s");
    long before = heap();
    Policy policy = VerdictBench.policy(sample);
    row("live heap", "%.0f MB".formatted((heap() - before) / MEGABYTE), "200 MB");
    long right =
        sample.slips().stream()
            .filter(
                slip ->
                    policy
                        .judge(slip[0])
                        .resemblance()
                        .filter(r -> r.trusted().equals(slip[1]))
                        .isPresent())
            .count();
    row("names the right trusted name", percent(right, sample.slips().size()), "");
  }

  private void peers(SampleNames sample)
      throws IOException, InterruptedException, NotInitializedException {
    time("damerauScan", "plain Damerau scan, 2 edits", "");
    var scan = new PeerBench.Scan();
    long right =
        sample.slips().stream()
            .limit(ASKED_OF_SCAN)
            .filter(slip -> scan.nearest(slip[0]).equals(slip[1]))
            .count();
    row("  names the right one", percent(right, ASKED_OF_SCAN), "");
    time("jsymspell", "JSymSpell 1.0, 2 edits", "");
    if (results.containsKey("jsymspell")) {
      long before = heap();
      long start = System.nanoTime();
      var spell = new PeerBench.Spell();
      double seconds = (System.nanoTime() - start) / 1e9;
      row("  load", "%.1f s".formatted(seconds), "");
      row("  live heap", "%.0f MB".formatted((heap() - before) / MEGABYTE), "");
      long found = 0;
      for (String[] slip : sample.slips()) {
        found += spell.nearest(slip[0]).equals(slip[1]) ? 1 : 0;
      }
      row("  names the right one", percent(found, sample.slips().size()), "");
    }
    rows.add(Programs.dnstwist(sample));
    rows.add(Programs.mailcheck(sample));
  }

  private void time(String benchmark, String what, String aim) {
    Result<?> r = results.get(benchmark);
    if (r == null) {
      return;
    }
    String unit = r.getScoreUnit().replace("us", "µs").replace("/op", "");
    var statistics = r.getStatistics();
    String value =
        r.getSampleCount() > 100
            ? "%.2f %s (p50 %.2f, p99.9 %.1f)"
                .formatted(
                    r.getScore(),
                    unit,
                    statistics.getPercentile(50),
                    statistics.getPercentile(99.9))
            : "%.2f %s".formatted(r.getScore(), unit);
    row(what, value, aim);
  }

  private static String percent(long part, long all) {
    return "%.1f %%".formatted(100.0 * part / all);
  }

  private void row(String what, String value, String aim) {
    rows.add(new String[] {what, value, aim});
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void print(PrintStream out) {
    out.println();
    out.println("names: 100,000 trusted, 1,000,000 blocked");
    out.println();
    out.printf("| %-52s | %-38s | %-28s |%n", "what", "measured", "aim, or remark");
    out.printf("| %s | %s | %s |%n", "-".repeat(52), "-".repeat(38), "-".repeat(28));
    rows.forEach(r -> out.printf("| %-52s | %-38s | %-28s |%n", r[0], r[1], r[2]));
  }
}
