package org.postern.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.bundle.Bundle;
import org.postern.bundle.Outcome;
import org.postern.bundle.Repacked;
import org.postern.bundle.Rule;
import org.postern.policy.Unlisted;

/** What each target does otherwise, found in its own files. */
class DifferenceTest {
  private static final Bundle MALI =
      Samples.bundle(
          "-ml",
          "+gov.ml",
          "+liaison@army.ml",
          "-x@army.mil",
          "+army.mil",
          "-=navy.mil",
          "+*.navy.mil",
          "~watch.example",
          "-*.under.example");

  private static final List<String> ASKED =
      List.of(
          "ml",
          "army.ml",
          "a@x.army.ml",
          "gov.ml",
          "a@mail.gov.ml",
          "liaison@army.ml",
          "x@army.mil",
          "a@army.mil",
          "navy.mil",
          "us.navy.mil",
          "watch.example",
          "under.example",
          "a.under.example",
          "stranger.org");

  @Test
  void exim_doesWhatWasSigned() throws Exception {
    assertThat(differences(Target.EXIM)).isEmpty();
  }

  @Test
  void rspamd_holdsTheRightOnes_butWholeMessages() throws Exception {
    assertThat(differences(Target.RSPAMD))
        .containsExactly(
            "message-held a.under.example",
            "message-held a@x.army.ml",
            "message-held army.ml",
            "message-held ml",
            "message-held navy.mil",
            "message-held x@army.mil");
  }

  @Test
  void sendmail_differsForAddressesOnly() throws Exception {
    assertThat(differences(Target.SENDMAIL))
        .containsExactly("kept-back liaison@army.ml", "refused x@army.mil");
  }

  @Test
  void plainList_cannotTakeOut() throws Exception {
    assertThat(differences(Target.PLAIN))
        .containsExactly(
            "kept-back a@mail.gov.ml", "kept-back gov.ml", "kept-back liaison@army.ml");
  }

  @Test
  void exchange_cannotTakeOut() throws Exception {
    assertThat(differences(Target.EXCHANGE))
        .containsExactly(
            "kept-back a@mail.gov.ml", "kept-back gov.ml", "kept-back liaison@army.ml");
  }

  @Test
  void defender_refusesWholeMessages_andTheNameAboveWithWhatIsUnderIt() throws Exception {
    assertThat(differences(Target.DEFENDER))
        .contains(
            "kept-back a@mail.gov.ml",
            "kept-back gov.ml",
            "kept-back liaison@army.ml",
            "kept-back under.example",
            "message-refused a@x.army.ml",
            "message-refused x@army.mil")
        .noneMatch(d -> d.startsWith("leaves"));
  }

  @Test
  void rpz_refuses_andKnowsNoAddresses() throws Exception {
    assertThat(differences(Target.RPZ))
        .containsExactly(
            "leaves x@army.mil",
            "kept-back liaison@army.ml",
            "refused a.under.example",
            "refused a@x.army.ml",
            "refused army.ml",
            "refused ml",
            "refused navy.mil");
  }

  @Test
  void rpz_nameWithoutRecordEndsNoWildcard() throws Exception {
    Bundle bundle = Samples.bundle("-ml", "+a.b.ml", "-c.a.b.ml");
    List<String> names =
        List.of("b.ml", "x.b.ml", "a.b.ml", "x.a.b.ml", "c.a.b.ml", "x.c.a.b.ml", "x.y.ml");
    assertThat(asked(Target.RPZ, bundle, names))
        .containsExactly(
            "refused b.ml",
            "refused c.a.b.ml",
            "refused x.b.ml",
            "refused x.c.a.b.ml",
            "refused x.y.ml");
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void strictMode_isHeldOrSaid(Target target) throws Exception {
    Bundle bundle = Samples.bundle(Unlisted.HOLD, "+army.mil", "-evil.example");
    Comparison comparison = target.compare(bundle, Options.USUAL, List.of("a@army.mil"));
    assertThat(comparison.differences().stream().map(Difference::recipient))
        .doesNotContain("a@army.mil");
    assertThat(comparison.counts().containsKey(Difference.Kind.LEAVES))
        .isEqualTo(!target.holdsUnlisted());
  }

  /** The point of the report: what is not in it, the target does as signed, whatever the lists. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void generatedPolicies_differOnlyAsSaid(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 25; i++) {
      Map<String, Rule> rules = new TreeMap<>();
      List<String> names = new ArrayList<>();
      for (int n = 1 + random.nextInt(9); n > 0; n--) {
        String name = name(random);
        Rule rule = rule(name, random);
        rules.put(rule.key(), rule);
        names.addAll(
            List.of(name, "a@" + name, "b." + name, "x.y." + name, "b@us." + name, "c.b." + name));
      }
      Bundle bundle = Repacked.withRules(MALI, List.copyOf(rules.values()));
      for (Target target : Target.values()) {
        Comparison comparison = target.compare(bundle, Options.USUAL, names);
        assertThat(comparison.asked()).isEqualTo((int) names.stream().distinct().count());
        for (Difference d : comparison.differences()) {
          assertThat(kinds(target, d))
              .as("%s %s under %s", target, d, rules.values())
              .contains(d.kind());
        }
      }
    }
  }

  /** Which differences docs/targets.md speaks of. */
  private static Set<Difference.Kind> kinds(Target target, Difference d) {
    boolean address = d.recipient().contains("@");
    return switch (target) {
      case EXIM -> EnumSet.noneOf(Difference.Kind.class);
      case RSPAMD -> EnumSet.of(Difference.Kind.MESSAGE_HELD);
      case SENDMAIL ->
          address
              ? EnumSet.of(Difference.Kind.KEPT_BACK, Difference.Kind.REFUSED)
              : EnumSet.noneOf(Difference.Kind.class);
      case PLAIN -> EnumSet.of(Difference.Kind.KEPT_BACK);
      case EXCHANGE -> EnumSet.of(Difference.Kind.KEPT_BACK, Difference.Kind.OTHER_CLASS);
      case DEFENDER -> EnumSet.of(Difference.Kind.KEPT_BACK, Difference.Kind.MESSAGE_REFUSED);
      case RPZ ->
          address
              ? EnumSet.of(
                  Difference.Kind.LEAVES, Difference.Kind.KEPT_BACK, Difference.Kind.REFUSED)
              : EnumSet.of(Difference.Kind.REFUSED);
    };
  }

  private static String name(Random random) {
    String[] labels = {"a", "b", "us", "gov"};
    StringBuilder name = new StringBuilder(List.of("mil", "ml").get(random.nextInt(2)));
    for (int n = random.nextInt(4); n > 0; n--) {
      name.insert(0, labels[random.nextInt(labels.length)] + ".");
    }
    return name.toString();
  }

  private static Rule rule(String name, Random random) {
    Rule.Coverage coverage = List.of(Rule.Coverage.values()).get(random.nextInt(4));
    Rule.Kind kind = List.of(Rule.Kind.values()).get(random.nextInt(4));
    String local = coverage == Rule.Coverage.ADDRESS ? "ab".charAt(random.nextInt(2)) + "@" : "";
    return new Rule(kind, coverage, local + name, "-");
  }

  @Test
  void otherClass_isADifference() {
    Answer blocked = Answer.of(Answer.Effect.HELD, Outcome.BLOCKED);
    assertThat(Difference.of("x", Outcome.LOOKALIKE, blocked).orElseThrow().kind())
        .isEqualTo(Difference.Kind.OTHER_CLASS);
    assertThat(Difference.of("x", Outcome.BLOCKED, blocked)).isEmpty();
  }

  private static List<String> differences(Target target) throws Exception {
    return asked(target, MALI, ASKED);
  }

  /** Of the given names only; the probes of the bundle are asked, too. */
  private static List<String> asked(Target target, Bundle bundle, List<String> names)
      throws Exception {
    return target.compare(bundle, Options.USUAL, names).differences().stream()
        .filter(d -> names.contains(d.recipient()))
        .map(d -> d.kind().word() + " " + d.recipient())
        .toList();
  }
}
