package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.entry;
import static org.postern.bundle.Fixtures.policy;
import static org.postern.bundle.Fixtures.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.policy.DomainName;
import org.postern.policy.Entry;
import org.postern.policy.KnownNames;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Neighbour;
import org.postern.policy.slip.Sensitivity;

class RulesTest {

  @Test
  void rules_areOneLineWhereOneIsEnough() throws Exception {
    assertThat(
            lines(
                policy(
                    1,
                    trust("b.mil"),
                    block("ml"),
                    block("=a.mil"),
                    trust("*.a.mil"),
                    trust("X@ml"))))
        .containsExactly(
            "blocked exact a.mil -",
            "trusted sub a.mil -",
            "trusted both b.mil -",
            "blocked both ml -",
            "trusted address x@ml -");
  }

  @Test
  void exactBlockUnderTrust_onlyItself() throws Exception {
    agree(
        policy(1, block("=army.mil"), trust("army.mil")), "army.mil", "us.army.mil", "a@army.mil");
  }

  @Test
  void underOnly_leavesTheDomainToWhatIsAbove() throws Exception {
    agree(
        policy(1, trust("*.army.mil"), block("mil")), "army.mil", "us.army.mil", "navy.mil", "mil");
  }

  @Test
  void subtreeAndUnderAtOneName_blockedWins() throws Exception {
    agree(policy(1, trust("army.mil"), block("*.army.mil")), "army.mil", "us.army.mil");
    agree(policy(1, block("army.mil"), trust("*.army.mil")), "army.mil", "us.army.mil");
  }

  @Test
  void address_beatsItsDomain() throws Exception {
    agree(
        policy(1, block("ml"), trust("liaison@gov.ml")),
        "liaison@gov.ml",
        "LIAISON@gov.ml",
        "other@gov.ml",
        "gov.ml");
    agree(
        policy(1, trust("=gov.ml"), block("o'brien+x@gov.ml")),
        "o'brien+x@gov.ml",
        "o'brien@gov.ml");
  }

  @Test
  void monitoredBlock_delivers() throws Exception {
    agree(
        policy(1, entry(Listing.BLOCKED, Mode.MONITOR, "watch.example"), block("example")),
        "watch.example",
        "a.watch.example",
        "b.example");
  }

  @Test
  void bothListsSameName_blockedWins() throws Exception {
    agree(policy(1, trust("army.mil"), block("army.mil")), "army.mil", "us.army.mil");
  }

  @Test
  void strictMode_holdsWhatNobodyKnows() throws Exception {
    agree(
        policy(1, Unlisted.HOLD, List.of(trust("army.mil"))),
        "nobody.example",
        "a@nobody.example",
        "army.mil");
  }

  @Test
  void lookalikeOfAMonitoredName_delivers() throws Exception {
    Policy policy = policy(1, entry(Listing.TRUSTED, Mode.MONITOR, "army.mil"), trust("navy.mil"));
    agree(policy, policy.neighbours(50).stream().map(Neighbour::name).toArray(String[]::new));
  }

  @Test
  void lookalikes_areHeldWithWhatIsBelow_andWatchedOnesDelivered() throws Exception {
    List<String> lines = lines(policy(1, trust("army.mil")), 20);
    assertThat(lines).contains("lookalike both army.ml army.mil");
    Policy watched = policy(1, entry(Listing.TRUSTED, Mode.MONITOR, "army.mil"));
    assertThat(lines(watched, 20))
        .contains("monitor both army.ml -")
        .noneMatch(l -> l.startsWith("lookalike"));
    assertThat(lines(policy(1, trust("army.mil"), block("ml")), 20))
        .noneMatch(l -> l.contains("army.ml"));
  }

  @Test
  void knownNames_areInNoBundle_andTheGatewayDeliversThemAsTheConsoleSays() throws Exception {
    byte[] key = {1};
    var near = DomainName.parse("burton.com").ok().orElseThrow();
    long hash = KnownNames.hash(key, near).orElseThrow();
    KnownNames known = KnownNames.of(key, new long[] {hash}, new int[] {20_000});
    Policy policy =
        Policy.of(
            1,
            Unlisted.DELIVER,
            List.of(trust("barton.com")),
            Fixtures.NOW,
            Sensitivity.BALANCED,
            known);
    assertThat(lines(policy(1, trust("barton.com")), 500)).anyMatch(l -> l.contains("burton.com"));
    assertThat(lines(policy, 500))
        .isNotEmpty()
        .noneMatch(l -> l.contains("burton.com"))
        .noneMatch(l -> l.contains(Long.toString(hash)) || l.contains(Long.toHexString(hash)));
    agree(policy, "burton.com", "a@burton.com", "hq.burton.com", "bsrton.com");
  }

  @Test
  void trustUnderALookalike_comesFirst() throws Exception {
    Policy policy =
        policy(
            1, trust("army.mil"), trust("embassy.army.ml"), block("*.navy.ml"), trust("navy.mil"));
    agree(policy, "army.ml", "embassy.army.ml", "x.embassy.army.ml", "navy.ml", "x.navy.ml");
  }

  /** The point of the whole file: a gateway that only looks up answers as the policy judges. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void generatedPolicies_lookUpAsTheyJudge(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      List<Entry> entries = new ArrayList<>();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        entries.add(
            entry(
                random.nextBoolean() ? Listing.TRUSTED : Listing.BLOCKED,
                random.nextInt(4) == 0 ? Mode.MONITOR : Mode.ENFORCE,
                pattern(random)));
      }
      Policy policy = policy(1, random.nextInt(3) == 0 ? Unlisted.HOLD : Unlisted.DELIVER, entries);
      List<String> names = new ArrayList<>();
      for (Entry e : entries) {
        String domain = e.pattern().domain().ascii();
        names.addAll(
            List.of(domain, "a@" + domain, "b." + domain, "x.y." + domain, "a@c." + domain));
      }
      policy
          .neighbours(10)
          .forEach(n -> names.addAll(List.of(n.name(), "hq." + n.name(), "a@" + n.name())));
      agree(policy, names.toArray(String[]::new));
    }
  }

  private static String pattern(Random random) {
    String[] labels = {"a", "b", "army", "navy", "us", "gov"};
    StringBuilder name =
        new StringBuilder(List.of("mil", "ml", "example", "gov.ml").get(random.nextInt(4)));
    for (int n = random.nextInt(4); n > 0; n--) {
      name.insert(0, labels[random.nextInt(labels.length)] + ".");
    }
    return switch (random.nextInt(5)) {
      case 0 -> "=" + name;
      case 1 -> "*." + name;
      case 2 -> "ab".charAt(random.nextInt(2)) + "@" + name;
      default -> name.toString();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"#x@gov.ml", "'x@gov.ml", "ж@gov.ml", "-x@gov.ml"})
  void addressThatNoMapCanHold_saysWhich(String address) {
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(() -> Bundle.of(policy(1, block(address)), Fixtures.terms()))
        .matches(e -> e.reason() == BundleException.Reason.NOT_EXPRESSIBLE)
        .withMessageContaining("gov.ml");
  }

  /**
   * Compares the lookups of the file with the judgement of the policy, for each name on which a
   * gateway can have an opinion.
   */
  private static void agree(Policy policy, String... names) throws Exception {
    RulesText rules = new RulesText(0);
    RulesBuilder.build(policy, KeyedEntry.sorted(policy.entries()), 10, rules);
    List<String> lower =
        List.of(names).stream().map(n -> n.toLowerCase(java.util.Locale.ROOT)).toList();
    Map<String, Outcome> answers = Rules.lookUp(lower, rules.bytes(), policy.unlisted());
    Set<String> written =
        policy.neighbours(10).stream().map(Neighbour::name).collect(Collectors.toSet());
    for (int i = 0; i < names.length; i++) {
      Verdict verdict = policy.judge(names[i]);
      String name = lower.get(i);
      if (onlyTheEngineKnows(written, verdict, name)) {
        continue; // the bundle says how far its enumeration reaches
      }
      Outcome.of(verdict)
          .ifPresent(
              expected ->
                  assertThat(answers.get(name))
                      .as("%s under %s", name, describe(policy))
                      .isEqualTo(expected));
    }
  }

  /** No entry decides, and the name is neither written down nor far from all that is. */
  private static boolean onlyTheEngineKnows(Set<String> written, Verdict verdict, String name) {
    String domain = name.substring(name.indexOf('@') + 1);
    return switch (verdict) {
      case Verdict.Trusted _, Verdict.Blocked _, Verdict.Malformed _ -> false;
      case Verdict.Lookalike _ -> !written.contains(domain);
      case Verdict.Unlisted _ -> written.stream().anyMatch(n -> domain.endsWith("." + n));
    };
  }

  private static List<String> describe(Policy policy) {
    return policy.entries().stream()
        .map(e -> e.listing() + " " + e.mode() + " " + e.pattern().text())
        .toList();
  }

  private static List<String> lines(Policy policy) throws Exception {
    return lines(policy, 0);
  }

  private static List<String> lines(Policy policy, int neighbours) throws Exception {
    List<String> lines = new ArrayList<>();
    RulesBuilder.build(
        policy,
        KeyedEntry.sorted(policy.entries()),
        neighbours,
        rule -> lines.add(rule.line().replace('\t', ' ')));
    return lines;
  }
}
