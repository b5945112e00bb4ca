package org.postern.ui.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Terms;
import org.postern.delivery.Gateway;
import org.postern.policy.Policy;
import org.postern.store.Audit;
import org.postern.store.Publications;
import org.postern.store.Store;
import org.postern.store.StoreException;

/**
 * Makes the bundle that officers look at, and remembers it, since making it takes seconds. Not
 * thread-safe: {@link Press} is.
 */
final class Drafting {
  /** How long a bundle is good for. */
  static final Duration VALID = Duration.ofDays(30);

  private final Store store;
  private @Nullable Draft draft;

  Drafting(Store store) {
    this.store = store;
  }

  /** The officer sees this now; null if no bundle can be made. */
  void show(@Nullable Draft shown) {
    draft = shown;
  }

  /** What the officer saw, if it is still what is next. */
  Draft shown(String digest) throws PublishException {
    Draft now = draft;
    if (now == null || !now.bundle().digest().equals(digest)) {
      throw new PublishException(
          PublishException.Reason.OVERTAKEN,
          "The lists or the gateways changed while you were looking: the bundle is another one"
              + " now. Nothing was done; look at it again.");
    }
    return now;
  }

  /**
   * The bundle that is next: the one that is being signed, the one looked at before, or a new one.
   */
  Draft next(
      long serial,
      List<Gateway> all,
      List<Publications.Made> made,
      Optional<Publications.Made> last,
      Instant now)
      throws StoreException, BundleException {
    Draft seen = draft;
    Instant created = now.truncatedTo(ChronoUnit.SECONDS);
    Terms terms =
        new Terms(
            store.setup().settings().policyId(),
            last.map(Publications.Made::digest),
            created,
            created,
            created.plus(VALID),
            all.stream().map(Gateway::name).toList(),
            Terms.USUAL_NEIGHBOURS,
            List.of(),
            Optional.empty(),
            store.audit().head().map(Audit.Head::hash));
    for (Publications.Made begun : made) {
      if (begun.serial() == serial) {
        Optional<Bundle> kept = begun.bundle().filter(b -> Draft.fits(b, serial, terms, now));
        if (kept.isPresent()) {
          return withCounts(kept.get(), seen);
        }
      }
    }
    if (seen != null && Draft.fits(seen.bundle(), serial, terms, now)) {
      return seen;
    }
    Policy policy = store.policyAt(serial, created);
    return Draft.of(Bundle.of(policy, terms), policy);
  }

  @Nullable Draft sent(Publications.Made last) throws StoreException {
    Optional<Bundle> bundle = last.bundle();
    return bundle.isPresent() ? withCounts(bundle.get(), draft) : null;
  }

  private Draft withCounts(Bundle bundle, @Nullable Draft seen) throws StoreException {
    if (seen != null && seen.bundle().digest().equals(bundle.digest())) {
      return new Draft(bundle, seen.trusted(), seen.blocked(), seen.lookalikes());
    }
    return Draft.of(
        bundle, store.policyAt(bundle.manifest().serial(), bundle.manifest().created()));
  }
}
