package org.postern.ui.tester;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.policy.Disposition;
import org.postern.policy.DomainName;
import org.postern.policy.EntryPattern;
import org.postern.policy.Explanation;
import org.postern.policy.Policy;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Neighbour;
import org.postern.policy.slip.Resemblance;
import org.postern.policy.slip.Sensitivity;
import org.postern.policy.slip.SlipEngine;
import org.postern.policy.slip.TopLevel;
import org.postern.policy.slip.Trusted;
import org.postern.ui.Tone;

/**
 * One answer, with everything the screen says about it; made behind the scenes, then immutable.
 *
 * @param typed the domain as typed, in letters, empty if there is none
 * @param meant the domain probably meant, in letters, empty if nothing is resembled
 * @param neighbourOf the trusted name whose neighbours are told, or empty
 */
record Reading(
    Verdict verdict,
    Explanation explanation,
    String typed,
    String meant,
    List<Fact> facts,
    String gateway,
    long serial,
    String neighbourOf,
    List<Near> near) {

  /** A short fact beside the verdict. */
  record Fact(Tone tone, String text) {}

  /** A name one slip away from a trusted one, and what would happen to mail for it. */
  record Near(Neighbour neighbour, Verdict verdict) {}

  private static final int NEAR = 400;

  static Reading of(Policy policy, String input) {
    Verdict verdict = policy.judge(input);
    String typed = verdict.domain().map(DomainName::unicode).orElse(afterAt(input));
    String meant = meant(verdict).map(Reading::unicode).orElse("");
    String neighbourOf = neighbourOf(verdict);
    return new Reading(
        verdict,
        Explanation.of(verdict),
        typed,
        meant,
        facts(verdict, meant),
        gateway(verdict),
        policy.serial(),
        neighbourOf,
        near(policy, neighbourOf));
  }

  private static Optional<String> meant(Verdict verdict) {
    return verdict instanceof Verdict.Malformed m
        ? m.suggestion()
        : verdict.resemblance().map(Resemblance::meant);
  }

  private static String neighbourOf(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted t ->
          switch (t.entry().pattern()) {
            case EntryPattern.Address _ -> "";
            case EntryPattern.Subtree(DomainName d) -> d.isTopLevel() ? "" : d.ascii();
            case EntryPattern.Exact(DomainName d) -> d.ascii();
            case EntryPattern.Under(DomainName d) -> d.isTopLevel() ? "" : d.ascii();
          };
      case Verdict.Lookalike _, Verdict.Blocked _, Verdict.Unlisted _, Verdict.Malformed _ ->
          verdict.resemblance().map(Resemblance::trusted).orElse("");
    };
  }

  private static List<Near> near(Policy policy, String trusted) {
    if (trusted.isEmpty()) {
      return List.of();
    }
    return SlipEngine.of(Set.of(new Trusted(trusted, true)), Sensitivity.BALANCED)
        .neighbours(trusted, NEAR)
        .stream()
        .sorted(
            Comparator.comparingInt(Reading::unreal)) // stable: the likeliest of each kind first
        .map(n -> new Near(n, policy.judge(n.name())))
        .toList();
  }

  /** Where mail really arrives comes first: a country, then any ending that exists. */
  private static int unreal(Neighbour neighbour) {
    return neighbour.ending().country() != null ? 0 : neighbour.suffixExists() ? 1 : 2;
  }

  private static List<Fact> facts(Verdict verdict, String meant) {
    List<Fact> facts = new ArrayList<>();
    verdict
        .resemblance()
        .ifPresent(r -> r.slips().forEach(s -> facts.add(new Fact(Tone.NEUTRAL, s.sentence()))));
    verdict
        .domain()
        .ifPresent(
            domain -> {
              String ending = ending(domain.ascii());
              if (!meant.isEmpty() && !ending.equals(ending(meant))) {
                facts.add(new Fact(Tone.NEUTRAL, "ending ." + ending(meant) + " → ." + ending));
              }
              where(TopLevel.of(domain.ascii()))
                  .filter(_ -> !(verdict instanceof Verdict.Trusted))
                  .map(place -> new Fact(meant.isEmpty() ? Tone.NEUTRAL : Tone.BAD, place))
                  .ifPresent(facts::add);
              if (!domain.unicode().equals(domain.ascii())) {
                facts.add(new Fact(Tone.HOLD, "letters beyond ASCII: " + domain.ascii()));
              }
            });
    List<Resemblance> all = verdict.resemblances();
    if (Resemblance.ambiguous(all)) {
      facts.add(
          new Fact(Tone.HOLD, "ambiguous: " + all.get(0).meant() + " or " + all.get(1).meant()));
    }
    verdict.resemblance().ifPresent(r -> facts.add(new Fact(Tone.NEUTRAL, certainty(r.score()))));
    if (verdict instanceof Verdict.Unlisted u) {
      u.known().ifPresent(k -> facts.add(new Fact(Tone.HOLD, "known since " + k.since())));
    }
    return facts;
  }

  /** What there is to say of an ending: its country, or that there is none such. */
  private static Optional<String> where(TopLevel ending) {
    return ending.exists()
        ? Optional.ofNullable(ending.country()).map(c -> "." + ending.name() + " is " + c)
        : Optional.of("." + ending.name() + " does not exist");
  }

  /** Nothing here is ever wholly certain. */
  private static String certainty(double score) {
    return score >= 0.995
        ? "certainty over 99 %"
        : String.format(Locale.ROOT, "certainty %.0f %%", score * 100);
  }

  private static String gateway(Verdict verdict) {
    boolean whole = verdict instanceof Verdict.Trusted || verdict instanceof Verdict.Unlisted;
    return switch (verdict.disposition()) {
      case DELIVER ->
          whole ? "It delivers the message." : "It delivers the message and reports it.";
      case HOLD ->
          "It holds the copy for this recipient in the quarantine box; other recipients of the message get theirs.";
      case REJECT -> "It cannot deliver it anywhere: the sender is told so.";
    };
  }

  /** Whether the mail would go. */
  boolean delivered() {
    return verdict.disposition() == Disposition.DELIVER;
  }

  private static String ending(String domain) {
    return domain.substring(domain.lastIndexOf('.') + 1);
  }

  private static String afterAt(String input) {
    return input.strip().substring(input.strip().lastIndexOf('@') + 1);
  }

  private static String unicode(String domain) {
    return DomainName.parse(domain).ok().map(DomainName::unicode).orElse(domain);
  }
}
