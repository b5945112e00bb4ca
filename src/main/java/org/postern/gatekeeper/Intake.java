package org.postern.gatekeeper;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.CarriedPolicy;
import org.postern.bundle.Manifest;
import org.postern.bundle.Refusal;
import org.postern.bundle.TrustFile;
import org.postern.bundle.Verification;
import org.postern.files.AtomicFiles;

/**
 * Takes bundles: looks whether the file changed, verifies it with nothing of it believed, builds
 * its policy, tries the probes, and puts it in force; or keeps what is in force and says why. What
 * was taken is kept in a folder, so that a restart neither forgets the serial nor needs the file.
 * Thread-safe.
 */
final class Intake {
  private static final String KEPT = "active.postern";

  /** What a refused file may wait for: its time, another trust file, a disk. */
  private static final long AGAIN_MILLIS = 60_000;

  /** A bundle, its policy and the policy before must fit into memory together. */
  private static final int PART_OF_MEMORY = 8;

  private final Gatekeeper.Options options;
  private final Clock clock;
  private final InForce inForce;
  private final Metrics metrics;
  private final Events events;

  /** Of a kept bundle that cannot be enforced any more, so that nothing older is. */
  private Optional<BundleVerifier.Active> floor = Optional.empty();

  private String seen = "";
  private long tried;
  private String refusal = "";

  Intake(Gatekeeper.Options options, Clock clock, InForce inForce, Metrics metrics, Events events) {
    this.options = options;
    this.clock = clock;
    this.inForce = inForce;
    this.metrics = metrics;
    this.events = events;
  }

  /** What was in force when the process ended, also if its end has come since. */
  synchronized void resume() {
    Path kept = options.state().map(s -> s.resolve(KEPT)).orElse(null);
    if (kept == null || !Files.exists(kept)) {
      return;
    }
    try {
      byte[] bytes = bytes(kept);
      Bundle bundle = Bundle.parse(bytes);
      floor = Optional.of(new BundleVerifier.Active(bundle.manifest().serial(), bundle.digest()));
      Instant end = bundle.manifest().notAfter();
      Instant then = clock.instant().isAfter(end) ? end : clock.instant();
      switch (verifier(Clock.fixed(then, ZoneOffset.UTC)).verify(bytes, Optional.empty())) {
        case Verification.Accepted a -> enforce(bytes, a.manifest(), a.digest(), "resumed");
        case Verification.Current _ -> throw new IllegalStateException("nothing is in force yet");
        case Verification.Trusting _ -> notForUs();
        case Verification.Refused r -> refused(r.refusal().word(), r.sentence());
      }
    } catch (BundleException e) {
      refused(word(e), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      refused("disk", String.valueOf(e));
    } catch (OutOfMemoryError e) {
      refused("memory", "it does not fit into memory: give this process more (-Xmx)");
    }
  }

  /** Looks once. */
  synchronized void look() {
    if (inForce.lapse()) {
      events.say("trust-ended", "serial", serial());
    }
    String now = fingerprint();
    boolean again = !refusal.isEmpty() && clock.millis() - tried >= AGAIN_MILLIS;
    if (now.equals(seen) && !again) {
      return;
    }
    seen = now;
    tried = clock.millis();
    try {
      take(bytes(options.bundle()));
    } catch (NoSuchFileException e) {
      refused("missing", "there is no file " + options.bundle());
    } catch (IOException e) {
      refused("disk", String.valueOf(e));
    } catch (BundleException e) {
      refused(word(e), String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      refused("memory", "it does not fit into memory: give this process more (-Xmx)");
    } catch (RuntimeException e) {
      refused("internal-error", String.valueOf(e));
    }
  }

  private void take(byte[] bytes) throws BundleException {
    switch (verifier(clock).verify(bytes, inForce.active().or(() -> floor))) {
      case Verification.Accepted a -> {
        enforce(bytes, a.manifest(), a.digest(), "accepted");
        keep(bytes);
      }
      case Verification.Current c when inForce.bundle().isEmpty() ->
          enforce(bytes, c.manifest(), c.digest(), "accepted");
      case Verification.Current _ -> settled();
      case Verification.Trusting _ -> notForUs();
      case Verification.Refused r -> refused(r.refusal().word(), r.sentence());
    }
  }

  private BundleVerifier verifier(Clock at) throws BundleException {
    return new BundleVerifier(
        options.gateway(), options.policyId(), TrustFile.newest(options.trust()), at);
  }

  private void enforce(byte[] bytes, Manifest manifest, String digest, String event)
      throws BundleException {
    long began = System.nanoTime();
    CarriedPolicy carried = Bundle.parse(bytes).policy();
    inForce.put(carried, manifest, digest);
    floor = inForce.active();
    settled();
    metrics.swapped();
    events.say(
        "bundle-" + event,
        "serial",
        serial(),
        "digest",
        digest,
        "valid-to",
        manifest.notAfter().toString(),
        "entries",
        Integer.toString(carried.policy().entries().size()),
        "probes",
        Integer.toString(manifest.probes().size()),
        "took-ms",
        Long.toString((System.nanoTime() - began) / 1_000_000));
    if (!carried.sameData()) {
      events.say(
          "other-engine-data",
          "bundle",
          carried.data(),
          "here",
          carried.policy().dataVersion(),
          "remedy",
          "all probes agree, but proofs differ from the console's: install the console's version here");
    }
    if (carried.knownAtConsole()) {
      events.say(
          "known-names",
          "remedy",
          "the console relieves names that were written to before; this gateway does not know them and holds some of them");
    }
  }

  private void keep(byte[] bytes) {
    if (options.state().isEmpty()) {
      return;
    }
    try {
      AtomicFiles.write(options.state().get().resolve(KEPT), bytes, AtomicFiles.Readers.OWNER);
    } catch (IOException e) {
      // The new policy stands: enforcing the old one for want of a copy would help nobody.
      metrics.refused("not-kept");
      events.say("bundle-not-kept", "serial", serial(), "reason", String.valueOf(e));
    }
  }

  private void settled() {
    refusal = "";
    inForce.fileRefused(false);
  }

  private void notForUs() {
    refused(Refusal.KIND.word(), "a trust file is for postern-apply to take");
  }

  private void refused(String word, String sentence) {
    inForce.fileRefused(true);
    String now = word + " " + seen;
    if (!now.equals(refusal)) {
      refusal = now;
      metrics.refused(word);
      events.say("bundle-refused", "word", word, "reason", sentence, "in-force", serial());
    }
  }

  private String serial() {
    return inForce.bundle().map(b -> Long.toString(b.manifest().serial())).orElse("none");
  }

  private static String word(BundleException e) {
    return switch (e.reason()) {
      case NOT_FOUND, DISK -> "disk";
      case NOT_A_TRUST_FILE -> "trust";
      case PROBE -> "engine-probe";
      case NO_POLICY -> "no-policy";
      case NOT_A_BUNDLE,
          NOT_A_GATEWAY_FILE,
          BAD_TERMS,
          EMPTY,
          NOT_EXPRESSIBLE,
          NO_SIGNER,
          NOT_A_DELTA ->
          "policy";
    };
  }

  /** Another file, or another trust file, has another one; a file written over in place, too. */
  private String fingerprint() {
    return stat(options.bundle()) + trusted(options);
  }

  /** Another one means that another trust file may be the newest. */
  static String trusted(Gatekeeper.Options options) {
    return options.trust().stream().map(t -> " " + stat(t.resolve("trust"))).collect(joining());
  }

  static @Nullable String stat(Path file) {
    try {
      BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
      return a.fileKey() + ":" + a.lastModifiedTime() + ":" + a.size();
    } catch (IOException e) {
      return "none";
    }
  }

  static byte[] bytes(Path file) throws IOException, BundleException {
    try (InputStream in = Files.newInputStream(file)) {
      long most = Runtime.getRuntime().maxMemory() / PART_OF_MEMORY;
      byte[] bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
      if (bytes.length > most) {
        throw new OutOfMemoryError();
      }
      return bytes;
    }
  }
}
