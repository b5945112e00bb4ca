package org.postern.ui.quarantine;

import java.util.Optional;
import org.postern.mail.Inert;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Resemblance;
import org.postern.ui.quarantine.HeldItem.Bucket;

/**
 * What the list needs of a verdict. Immutable.
 *
 * @param word the verdict's name
 * @param cause the entry for which it is held: the block, or the trust that it resembles
 */
record Brief(String word, Bucket bucket, Optional<Cause> cause) {
  record Cause(Listing listing, EntryPattern pattern) {}

  static Brief of(String address, Policy policy) {
    Verdict verdict = policy.judge(address);
    Optional<Entry> entry =
        switch (verdict) {
          case Verdict.Blocked b -> Optional.of(b.entry());
          case Verdict.Trusted t -> Optional.of(t.entry());
          case Verdict.Lookalike l -> policy.trustedBy(l.best());
          case Verdict.Unlisted _, Verdict.Malformed _ -> Optional.empty();
        };
    String domain = Inert.brief(address.substring(address.lastIndexOf('@') + 1), 255);
    return new Brief(
        verdict.word(),
        bucket(verdict, domain),
        entry.map(e -> new Cause(e.listing(), e.pattern())));
  }

  private static Bucket bucket(Verdict verdict, String domain) {
    Optional<Resemblance> looksLike = verdict.resemblance();
    if (looksLike.isPresent()) {
      return new Bucket(Bucket.Kind.RESEMBLES, domain, looksLike.get().meant());
    }
    return switch (verdict) {
      case Verdict.Blocked b ->
          new Bucket(Bucket.Kind.BLOCKED, Inert.text(b.entry().pattern().text()), "");
      case Verdict.Trusted t ->
          new Bucket(Bucket.Kind.PASSES_NOW, Inert.text(t.entry().pattern().text()), "");
      case Verdict.Malformed _ -> new Bucket(Bucket.Kind.NOT_AN_ADDRESS, "", "");
      case Verdict.Unlisted _, Verdict.Lookalike _ -> new Bucket(Bucket.Kind.UNLISTED, domain, "");
    };
  }
}
