package org.postern.gatekeeper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.Heartbeat;
import org.postern.bundle.HeartbeatVerifier;
import org.postern.bundle.Pulse;
import org.postern.bundle.TrustFile;
import org.postern.files.AtomicFiles;

/**
 * Takes heartbeats: believes the newest, keeps it over restarts, and says when it raises the alarm
 * and when that ends. What is in force stays so. Thread-safe.
 */
final class Heartbeats {
  private static final String KEPT = "heartbeat";

  private final Gatekeeper.Options options;
  private final Clock clock;
  private final InForce inForce;
  private final Metrics metrics;
  private final Events events;

  private byte @Nullable [] kept;
  private @Nullable TrustFile trust;
  private String seen = "";
  private String trusted = "";

  Heartbeats(
      Gatekeeper.Options options, Clock clock, InForce inForce, Metrics metrics, Events events) {
    this.options = options;
    this.clock = clock;
    this.inForce = inForce;
    this.metrics = metrics;
    this.events = events;
  }

  /** The newest that was believed when the process ended. */
  synchronized void resume() {
    Path file = options.state().map(s -> s.resolve(KEPT)).orElse(null);
    if (options.heartbeat().isPresent() && file != null && Files.exists(file)) {
      try {
        kept = Intake.bytes(file);
      } catch (IOException | BundleException e) {
        events.say("heartbeat-refused", "word", "disk", "reason", String.valueOf(e));
      }
    }
  }

  /** Looks once, also whether the next one is overdue by now. */
  synchronized void look() {
    if (options.heartbeat().isEmpty()) {
      return;
    }
    try {
      String keys = Intake.trusted(options);
      if (trust == null || !keys.equals(trusted)) {
        trust = TrustFile.newest(options.trust());
        trusted = keys;
      }
      HeartbeatVerifier verifier = new HeartbeatVerifier(options.policyId(), trust, clock);
      String now = Intake.stat(options.heartbeat().get()) + keys;
      if (!now.equals(seen)) {
        seen = now;
        take(verifier);
      }
      say(last(verifier).map(h -> verifier.standing(h, inForce.active())));
    } catch (BundleException | IOException e) {
      events.rarely("heartbeat-refused", String.valueOf(e.getMessage()));
    }
  }

  private void take(HeartbeatVerifier verifier) throws IOException, BundleException {
    Path file = options.heartbeat().orElseThrow();
    if (!Files.exists(file)) {
      return;
    }
    byte[] bytes = Intake.bytes(file);
    switch (verifier.verify(bytes, last(verifier), inForce.active())) {
      case Pulse.Well _, Pulse.Alarm _ -> keep(bytes);
      case Pulse.Refused(Pulse.Word word, String sentence) -> {
        metrics.heartbeatRefused(word.word());
        events.say("heartbeat-refused", "word", word.word(), "reason", sentence);
      }
    }
  }

  private Optional<Heartbeat> last(HeartbeatVerifier verifier) {
    return Optional.ofNullable(kept).flatMap(verifier::kept);
  }

  private void keep(byte[] bytes) throws IOException {
    kept = bytes;
    if (options.state().isPresent()) {
      AtomicFiles.write(options.state().get().resolve(KEPT), bytes, AtomicFiles.Readers.OWNER);
    }
  }

  /** Once, when it changes. */
  private void say(Optional<Pulse> pulse) {
    if (pulse.equals(inForce.pulse())) {
      return;
    }
    inForce.pulse(pulse);
    if (pulse.isEmpty()) {
      return;
    }
    switch (pulse.get()) {
      case Pulse.Well(Heartbeat h) ->
          events.say(
              "heartbeat",
              "serial",
              Long.toString(h.serial()),
              "said",
              h.time().toString(),
              "next",
              h.next().toString());
      case Pulse.Alarm(Heartbeat h, Pulse.Word word, String sentence) ->
          events.say(
              "heartbeat-alarm",
              "word",
              word.word(),
              "reason",
              sentence,
              "said",
              h.time().toString());
      case Pulse.Refused _ -> throw new IllegalStateException("it was believed before");
    }
  }
}
