package org.postern.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.bundle.Rule;
import org.postern.policy.Policy;
import org.postern.policy.slip.Resemblance;

/**
 * The rules that hold, those of the highest risk first, for targets that do not take them all: what
 * officers blocked before what only resembles; the broader name before the narrower; the likelier
 * slip, by the engine's score, before the less likely.
 */
final class Ranked {
  private Ranked() {}

  /**
   * @param places if there are no more rules than that, nothing is scored: all of them fit
   */
  static List<Rule> holding(Source source, int places) throws BundleException {
    List<Rule> rules = new ArrayList<>();
    source.each(
        rule -> {
          if (rule.kind().outcome() != Outcome.DELIVER) {
            rules.add(rule);
          }
        });
    Map<String, Double> scores = rules.size() <= places ? Map.of() : scores(source, rules);
    rules.sort(
        Comparator.comparing((Rule rule) -> rule.kind().outcome())
            .thenComparing(
                (Rule rule) -> scores.getOrDefault(rule.key(), 0.0), Comparator.reverseOrder())
            .thenComparingInt(Ranked::labels)
            .thenComparing(Rule::key)
            .thenComparing(Rule::coverage));
    return rules;
  }

  private static int labels(Rule rule) {
    // An address is narrower than any domain.
    return (int) rule.key().chars().filter(c -> c == '.').count()
        + (rule.coverage() == Rule.Coverage.ADDRESS ? 128 : 0);
  }

  private static Map<String, Double> scores(Source source, List<Rule> rules)
      throws BundleException {
    Policy policy;
    try {
      policy = source.bundle().policy().policy();
    } catch (BundleException e) {
      return switch (e.reason()) {
        // An older console made the bundle, or another engine: all slips are equal then.
        case NO_POLICY, PROBE -> Map.of();
        case NOT_FOUND,
            DISK,
            NOT_A_BUNDLE,
            NOT_A_TRUST_FILE,
            BAD_TERMS,
            EMPTY,
            NOT_EXPRESSIBLE,
            NO_SIGNER,
            NOT_A_DELTA,
            NOT_A_GATEWAY_FILE ->
            throw e;
      };
    }
    return rules.parallelStream()
        .filter(rule -> rule.kind() == Rule.Kind.LOOKALIKE)
        .map(Rule::key)
        .distinct()
        .collect(
            Collectors.toMap(
                key -> key,
                key -> policy.judge(key).resemblance().map(Resemblance::score).orElse(0.0)));
  }
}
