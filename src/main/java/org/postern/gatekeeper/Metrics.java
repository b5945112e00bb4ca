package org.postern.gatekeeper;

import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.postern.bundle.Heartbeat;
import org.postern.bundle.Pulse;
import org.postern.policy.Verdict;

/** What is counted, as text that Prometheus reads. Thread-safe. */
final class Metrics {
  private static final String PREFIX = "postern_gatekeeper_";

  /** Upper bounds in microseconds. */
  private static final int[] BUCKETS = {
    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 100_000
  };

  private static final Set<Pulse.Word> ALARMS =
      EnumSet.of(Pulse.Word.FORK, Pulse.Word.BEHIND, Pulse.Word.STALE);

  private final LongAdder[] buckets = new LongAdder[BUCKETS.length + 1];
  private final LongAdder nanos = new LongAdder();
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

  Metrics() {
    Arrays.setAll(buckets, _ -> new LongAdder());
    for (Answer.Status status : Answer.Status.values()) {
      counter("answers_total", "status", status.label());
    }
    for (String verdict : new String[] {"trusted", "blocked", "lookalike", "unlisted"}) {
      counter("verdicts_total", "verdict", verdict);
    }
    counter("bundle_swaps_total", "", "");
  }

  private LongAdder counter(String name, String label, String value) {
    String key = label.isEmpty() ? name : name + "{" + label + "=\"" + value + "\"}";
    LongAdder known = counters.get(key);
    return known != null ? known : counters.computeIfAbsent(key, _ -> new LongAdder());
  }

  void answered(Answer.Status status, long took) {
    counter("answers_total", "status", status.label()).increment();
    nanos.add(took);
    int bucket = 0;
    while (bucket < BUCKETS.length && took > BUCKETS[bucket] * 1_000L) {
      bucket++;
    }
    buckets[bucket].increment();
  }

  void judged(Verdict verdict) {
    counter("verdicts_total", "verdict", verdict.word()).increment();
  }

  /** A bundle that was not taken, and the word for why. */
  void refused(String word) {
    counter("bundle_refusals_total", "reason", word).increment();
  }

  /** A heartbeat that was not believed, and the word for why. */
  void heartbeatRefused(String word) {
    counter("heartbeat_refusals_total", "reason", word).increment();
  }

  void swapped() {
    counter("bundle_swaps_total", "", "").increment();
  }

  /** A connection that this side closed: slow, idle, garbled, crowded. */
  void dropped(String reason) {
    counter("connections_dropped_total", "reason", reason).increment();
  }

  String text(InForce inForce, IntSupplier connections, Clock clock) {
    StringBuilder text = new StringBuilder(2_000);
    counters.keySet().stream()
        .sorted()
        .forEach(key -> line(text, key, counters.getOrDefault(key, nanos).sum()));
    long all = 0;
    for (int i = 0; i < buckets.length; i++) {
      all += buckets[i].sum();
      String bound = i < BUCKETS.length ? Double.toString(BUCKETS[i] / 1e6) : "+Inf";
      line(text, "answer_seconds_bucket{le=\"" + bound + "\"}", all);
    }
    text.append(PREFIX).append("answer_seconds_sum ").append(nanos.sum() / 1e9).append('\n');
    line(text, "answer_seconds_count", all);
    line(text, "connections", connections.getAsInt());
    long now = clock.instant().getEpochSecond();
    line(text, "policy_in_force", inForce.policy().isPresent() ? 1 : 0);
    inForce
        .bundle()
        .ifPresent(
            b -> {
              line(text, "bundle_serial", b.manifest().serial());
              line(text, "bundle_age_seconds", now - b.manifest().created().getEpochSecond());
              line(text, "bundle_valid_seconds", b.manifest().notAfter().getEpochSecond() - now);
              line(text, "bundle_same_engine_data", b.sameData() ? 1 : 0);
            });
    inForce.pulse().ifPresent(pulse -> heartbeat(text, pulse, now));
    line(text, "bundle_file_refused", inForce.fileRefused() ? 1 : 0);
    return text.toString();
  }

  private static void heartbeat(StringBuilder text, Pulse pulse, long now) {
    Optional<Pulse.Word> alarm = Optional.empty();
    Heartbeat newest;
    switch (pulse) {
      case Pulse.Well(Heartbeat h) -> newest = h;
      case Pulse.Alarm(Heartbeat h, Pulse.Word word, String _) -> {
        newest = h;
        alarm = Optional.of(word);
      }
      case Pulse.Refused _ -> {
        return;
      }
    }
    line(text, "heartbeat_serial", newest.serial());
    line(text, "heartbeat_age_seconds", now - newest.time().getEpochSecond());
    line(text, "heartbeat_due_seconds", newest.next().getEpochSecond() - now);
    for (Pulse.Word word : ALARMS) {
      line(
          text,
          "heartbeat_alarm{word=\"" + word.word() + "\"}",
          alarm.equals(Optional.of(word)) ? 1 : 0);
    }
  }

  private static void line(StringBuilder text, String name, long value) {
    text.append(PREFIX).append(name).append(' ').append(value).append('\n');
  }
}
