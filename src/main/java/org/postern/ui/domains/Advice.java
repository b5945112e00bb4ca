package org.postern.ui.domains;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.policy.DomainName;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.ui.Tone;

/**
 * What an officer should know before an entry is added: what covers it already, what it would
 * overrule, what it resembles. Pure.
 */
record Advice(Tone tone, String text) {

  static List<Advice> of(Policy policy, Listing listing, EntryPattern pattern) {
    List<Advice> advice = new ArrayList<>();
    DomainName domain = pattern.domain();
    boolean tld = domain.isTopLevel() && !(pattern instanceof EntryPattern.Address);
    if (tld && listing == Listing.TRUSTED) {
      advice.add(
          new Advice(
              Tone.BAD,
              "This trusts every domain under ." + domain.unicode() + ", whoever owns it."));
    }
    Verdict verdict = policy.judge(subject(pattern));
    switch (verdict) {
      case Verdict.Trusted t ->
          covered(listing, Listing.TRUSTED, pattern, t.entry()).ifPresent(advice::add);
      case Verdict.Blocked b -> {
        covered(listing, Listing.BLOCKED, pattern, b.entry()).ifPresent(advice::add);
        if (listing == Listing.TRUSTED) {
          b.alsoLooksLike().ifPresent(r -> advice.add(slip(r.meant())));
        }
      }
      case Verdict.Lookalike l -> {
        if (listing == Listing.TRUSTED) {
          advice.add(slip(l.best().meant()));
        } else {
          advice.add(
              new Advice(
                  Tone.NEUTRAL,
                  "It is held already, as a slip of "
                      + l.best().meant()
                      + ". A block holds it whatever happens to that entry."));
        }
      }
      case Verdict.Unlisted _, Verdict.Malformed _ -> {}
    }
    return advice;
  }

  private static Advice slip(String meant) {
    return new Advice(
        Tone.BAD,
        "This is itself one slip from "
            + meant
            + ". Trusted, mail that was meant for "
            + meant
            + " would leave.");
  }

  private static Optional<Advice> covered(
      Listing wanted, Listing found, EntryPattern pattern, Entry entry) {
    String by = entry.pattern().display();
    if (wanted == found) {
      return entry.pattern().equals(pattern)
          ? Optional.of(new Advice(Tone.HOLD, "It is on this list already."))
          : Optional.of(new Advice(Tone.NEUTRAL, "The wider entry " + by + " covers it already."));
    }
    boolean same = entry.pattern().equals(pattern);
    return Optional.of(
        wanted == Listing.TRUSTED
            ? new Advice(
                Tone.HOLD,
                same
                    ? "It is blocked; while both stand, the block wins."
                    : "The block on "
                        + by
                        + " covers it now; this narrower entry would overrule it.")
            : new Advice(
                Tone.HOLD,
                same
                    ? "It is trusted; while both stand, this block wins."
                    : "Mail for it is delivered now, because " + by + " is trusted."));
  }

  /** A name that the pattern covers, to ask the policy about. */
  private static String subject(EntryPattern pattern) {
    return switch (pattern) {
      case EntryPattern.Subtree(DomainName d) -> d.ascii();
      case EntryPattern.Exact(DomainName d) -> d.ascii();
      case EntryPattern.Under(DomainName d) -> "x." + d.ascii();
      case EntryPattern.Address a -> a.address().ascii();
    };
  }
}
