package org.postern.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.bundle.Rule;

/**
 * The rules by which mail is delivered although a broader rule holds it. Memory grows with the
 * rules that deliver, not with those that hold.
 */
final class Exceptions {
  private Exceptions() {}

  static Set<Rule> of(Source source) throws BundleException {
    List<Rule> delivering = new ArrayList<>();
    Set<String> broader = new HashSet<>();
    source.each(
        rule -> {
          if (rule.kind().outcome() == Outcome.DELIVER) {
            delivering.add(rule);
            Recipient of = Recipient.of(rule.key());
            broader.add(of.domain());
            broader.addAll(of.above());
          }
        });
    Set<String> held = new HashSet<>();
    Set<String> heldBelow = new HashSet<>();
    source.each(
        rule -> {
          if (rule.kind().outcome() != Outcome.DELIVER && broader.contains(rule.key())) {
            if (rule.coverage().itself()) {
              held.add(rule.key());
            }
            if (rule.coverage().below()) {
              heldBelow.add(rule.key());
            }
          }
        });
    return delivering.stream()
        .filter(
            rule -> {
              Recipient of = Recipient.of(rule.key());
              return of.above().stream().anyMatch(heldBelow::contains)
                  || (rule.coverage() == Rule.Coverage.ADDRESS && held.contains(of.domain()));
            })
        .collect(Collectors.toSet());
  }

  /** For targets that have none: they are left out, and what they would deliver is held. */
  static void leave(Source source, Tally tally) throws BundleException {
    of(source).stream()
        .sorted(Comparator.comparing(Rule::key).thenComparing(Rule::coverage))
        .forEach(rule -> tally.leave(rule, LeftOut.Reason.EXCEPTION));
  }
}
