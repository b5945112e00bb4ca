package org.postern.gatekeeper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.CarriedPolicy;
import org.postern.bundle.Manifest;
import org.postern.bundle.Pulse;
import org.postern.policy.Policy;

/**
 * The policy that lookups are answered by, or why there is none, and what the newest heartbeat says
 * of it. One thread changes it, any number read.
 */
final class InForce {
  /**
   * @param until from then on it is too old to be relied on
   */
  record Bundle(Policy policy, Manifest manifest, String digest, boolean sameData, Instant until) {}

  private final Clock clock;
  private final Duration grace;
  private volatile @Nullable Bundle bundle;
  private volatile boolean fileRefused;
  private volatile Optional<Pulse> pulse = Optional.empty();

  /**
   * @param grace for how long a bundle is enforced after its end
   */
  InForce(Clock clock, Duration grace) {
    this.clock = clock;
    this.grace = grace;
  }

  /** Empty: answer "later". */
  Optional<Policy> policy() {
    Bundle now = bundle;
    return now == null || !clock.instant().isBefore(now.until())
        ? Optional.empty()
        : Optional.of(now.policy());
  }

  /** Why {@link #policy} is empty. */
  String trouble() {
    Bundle now = bundle;
    return now == null
        ? "no valid policy bundle is in force"
        : "the policy expired " + now.manifest().notAfter() + ", publish a new one";
  }

  Optional<Bundle> bundle() {
    return Optional.ofNullable(bundle);
  }

  Optional<BundleVerifier.Active> active() {
    return bundle().map(b -> new BundleVerifier.Active(b.manifest().serial(), b.digest()));
  }

  void put(CarriedPolicy carried, Manifest manifest, String digest) {
    bundle =
        new Bundle(
            lapsed(carried.policy()),
            manifest,
            digest,
            carried.sameData(),
            manifest.notAfter().plus(grace));
  }

  /** Trust ends by itself; true if some did. */
  boolean lapse() {
    Bundle now = bundle;
    if (now == null || clock.instant().isBefore(now.policy().until())) {
      return false;
    }
    bundle =
        new Bundle(lapsed(now.policy()), now.manifest(), now.digest(), now.sameData(), now.until());
    return true;
  }

  private Policy lapsed(Policy policy) {
    Instant now = clock.instant();
    return now.isBefore(policy.until()) ? policy : policy.withoutKnownNames(now);
  }

  /**
   * A name that stands in this bundle's table only, and that nobody can guess who has not the
   * bundle: {@code postern-apply} asks Postfix for it to see that what it published is asked.
   */
  Optional<String> canary() {
    return bundle().map(b -> b.digest().substring(7, 23) + ".probe.postern.invalid");
  }

  /** Empty as long as no heartbeat was believed. */
  Optional<Pulse> pulse() {
    return pulse;
  }

  void pulse(Optional<Pulse> now) {
    pulse = now;
  }

  boolean fileRefused() {
    return fileRefused;
  }

  void fileRefused(boolean refused) {
    fileRefused = refused;
  }
}
