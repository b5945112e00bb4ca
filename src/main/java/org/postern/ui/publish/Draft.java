package org.postern.ui.publish;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.postern.bundle.Bundle;
import org.postern.bundle.Terms;
import org.postern.policy.Listing;
import org.postern.policy.Policy;

/** A bundle, and how much is in it. */
record Draft(Bundle bundle, long trusted, long blocked, long lookalikes) {

  static Draft of(Bundle bundle, Policy policy) {
    long trusted = policy.entries().stream().filter(e -> e.listing() == Listing.TRUSTED).count();
    return new Draft(
        bundle,
        trusted,
        policy.entries().size() - trusted,
        policy.neighbours(Terms.USUAL_NEIGHBOURS).size());
  }

  /** Whether it is still what these terms would make of the lists. */
  static boolean fits(Bundle bundle, long serial, Terms terms, Instant now) {
    return bundle.manifest().serial() == serial
        && bundle.manifest().policyId().equals(terms.policyId())
        && bundle.manifest().audience().equals(terms.audience())
        && bundle.manifest().previous().equals(terms.previous().orElse("none"))
        && bundle.manifest().notAfter().isAfter(now);
  }

  Board.Sheet sheet() {
    return new Board.Sheet(
        bundle,
        bundle.digest(),
        new String(bundle.signedBytes(), StandardCharsets.US_ASCII),
        trusted,
        blocked,
        lookalikes,
        bundle.bytes().length);
  }
}
