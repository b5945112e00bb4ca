package org.postern.bundle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.bundle.BundleException.Reason;
import org.postern.policy.Policy;

/** Makes the unsigned bundle of a policy, and tries its probes before any officer signs it. */
final class BundleBuilder {
  /** Of each kind of rule so many are tried, evenly spread over the file. */
  private static final int PROBES_PER_KIND = 48;

  private static final long MOST_SERIAL = 999_999_999_999L;

  private BundleBuilder() {}

  static Bundle build(Policy policy, Terms terms) throws BundleException {
    terms.check();
    if (policy.serial() < 1 || policy.serial() > MOST_SERIAL) {
      throw new BundleException(
          Reason.BAD_TERMS, "The lists have no serial yet: change them first. Nothing was made.");
    }
    KeyedEntry[] entries = KeyedEntry.sorted(policy.entries());
    RulesText rules = new RulesText(entries.length);
    RulesBuilder.build(policy, entries, terms.neighboursPerName(), rules);
    byte[] domains = rules.bytes();
    if (domains.length == 0) {
      throw new BundleException(
          Reason.EMPTY,
          "The lists are empty: a bundle of them would switch the protection off. Add a trusted or blocked domain first.");
    }
    List<Manifest.Probe> probes = probes(policy, rules, terms.probes());
    check(probes, domains, policy);
    Policy gateways = policy.withoutKnownNames(policy.at());
    checkWithoutKnownNames(probes, gateways);
    byte[] carried = PolicyText.of(policy, entries, gateways, probes);
    byte[] payload = Ustar.write(List.of(Rules.FILE, PolicyText.FILE), List.of(domains, carried));
    Manifest manifest =
        new Manifest(
            Manifest.POLICY,
            terms.policyId(),
            policy.serial(),
            terms.previous().orElse(Manifest.NO_PREVIOUS),
            terms.created(),
            terms.notBefore(),
            terms.notAfter(),
            policy.unlisted(),
            terms.audience(),
            engine(policy, terms),
            terms.audit(),
            Manifest.Digest.of(payload),
            List.of(
                new Manifest.Listed(Rules.FILE, Manifest.Digest.of(domains)),
                new Manifest.Listed(PolicyText.FILE, Manifest.Digest.of(carried))),
            probes);
    return Bundle.unsigned(manifest, payload);
  }

  private static List<String> engine(Policy policy, Terms terms) {
    List<String> facts = new ArrayList<>();
    facts.add("data " + PolicyText.data(policy));
    facts.add("neighbours " + terms.neighboursPerName() + " a trusted name at most");
    terms.reach().ifPresent(reach -> facts.add("reach " + reach));
    return facts;
  }

  private static List<Manifest.Probe> probes(Policy policy, RulesText rules, List<String> more)
      throws BundleException {
    Set<String> names = new LinkedHashSet<>();
    rules.spread(PROBES_PER_KIND).forEach(rule -> addNames(names, rule));
    List<Manifest.Probe> probes = new ArrayList<>();
    for (String name : names) {
      Outcome.of(policy.judge(name))
          .ifPresent(outcome -> probes.add(new Manifest.Probe(name, outcome)));
    }
    for (String typed : more) {
      String name = Manifest.Probe.named(typed).orElseThrow(() -> badProbe(typed));
      Outcome outcome = Outcome.of(policy.judge(name)).orElseThrow(() -> badProbe(typed));
      if (names.add(name)) {
        probes.add(new Manifest.Probe(name, outcome));
      }
    }
    return probes;
  }

  /** The name itself, and one that lies under it where an entry speaks of what lies under it. */
  private static void addNames(Set<String> names, Rule rule) {
    names.add(rule.key());
    String below = "probe." + rule.key();
    if (rule.coverage().below() && rule.kind() != Rule.Kind.LOOKALIKE && Grammar.isName(below)) {
      names.add(below);
    }
  }

  private static BundleException badProbe(String typed) {
    return new BundleException(
        Reason.PROBE,
        "The probe "
            + printable(typed)
            + " is no address or domain that a gateway can look up. Nothing was made.");
  }

  /** The rules were made from the policy; that they say the same is shown, not assumed. */
  private static void check(List<Manifest.Probe> probes, byte[] domains, Policy policy)
      throws BundleException {
    try {
      Map<String, Outcome> answers =
          Rules.lookUp(
              probes.stream().map(Manifest.Probe::name).toList(), domains, policy.unlisted());
      for (Manifest.Probe probe : probes) {
        Outcome answer = answers.getOrDefault(probe.name(), Outcome.UNLISTED);
        if (answer != probe.outcome()) {
          throw new BundleException(
              Reason.PROBE,
              "For "
                  + probe.name()
                  + " the policy says "
                  + probe.outcome().word()
                  + ", but a gateway without the engine would say "
                  + answer.word()
                  + ". Add an entry for it to a list, or leave this probe out. Nothing was made.");
        }
      }
    } catch (Flaw flaw) {
      throw new IllegalStateException("our own rules are well-formed", flaw);
    }
  }

  /** A gateway with the engine does not know which names were written to before. */
  private static void checkWithoutKnownNames(List<Manifest.Probe> probes, Policy gateways)
      throws BundleException {
    for (Manifest.Probe probe : probes) {
      if (Outcome.of(gateways.judge(probe.name())).orElseThrow() != probe.outcome()) {
        throw new BundleException(
            Reason.PROBE,
            "For "
                + probe.name()
                + " the policy says "
                + probe.outcome().word()
                + " only because you have written there before, which no gateway knows. Trust it on the list, or leave this probe out. Nothing was made.");
      }
    }
  }

  private static String printable(String hostile) {
    String shown = hostile.replaceAll("[^!-~]", "?");
    return shown.substring(0, Math.min(80, shown.length()));
  }
}
