package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.entry;
import static org.postern.bundle.Fixtures.trust;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.policy.DomainName;
import org.postern.policy.KnownNames;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.Verdict;
import org.postern.policy.slip.Sensitivity;

/** The policy in a bundle decides at a gateway as it does at the console. */
class CarriedPolicyTest {
  private static final Instant END = Instant.parse("2027-01-01T00:00:00.5Z");
  private static final Policy POLICY =
      Policy.of(
          7,
          Unlisted.HOLD,
          List.of(
              trust("army.mil"),
              trust("*.navy.mil"),
              block("=navy.mil"),
              block("ml"),
              trust("liaison@gov.ml"),
              trust("mod.uk").until(END),
              block("evil.example").until(Instant.parse("2020-01-01T00:00:00Z")),
              entry(Listing.BLOCKED, Mode.MONITOR, "watched.example"),
              entry(Listing.TRUSTED, Mode.MONITOR, "bundeswehr.de"),
              trust("xn--mnchen-3ya.de")),
          Fixtures.NOW,
          Sensitivity.STRICT);
  private static Bundle bundle;

  @BeforeAll
  static void make() throws Exception {
    bundle = Bundle.of(POLICY, Fixtures.terms());
  }

  @Test
  void policy_everyProbe_sameProof() throws Exception {
    CarriedPolicy carried = Bundle.parse(bundle.bytes()).policy();
    assertThat(bundle.manifest().probes()).hasSizeGreaterThan(50);
    for (Manifest.Probe probe : bundle.manifest().probes()) {
      assertThat(hash(carried.policy(), probe.name())).isEqualTo(hash(POLICY, probe.name()));
    }
    assertThat(carried.sameData()).isTrue();
    assertThat(carried.knownAtConsole()).isFalse();
  }

  /** Addresses near the lists, far from them, and no addresses at all. */
  @Test
  void policy_generatedAddresses_sameProof() throws Exception {
    Policy carried = bundle.policy().policy();
    Random random = new Random(20261122);
    List<String> verdicts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String address = address(random);
      Verdict verdict = POLICY.judge(address);
      assertThat(hash(carried, address)).as(address).isEqualTo(verdict.proof().hash());
      verdicts.add(verdict.word());
    }
    assertThat(verdicts).contains("trusted", "blocked", "lookalike", "unlisted", "malformed");
  }

  private static String address(Random random) {
    String[] names = {
      "army.mil",
      "us.army.mil",
      "navy.mil",
      "gov.ml",
      "mod.uk",
      "evil.example",
      "watched.example",
      "bundeswehr.de",
      "xn--mnchen-3ya.de",
      "nobody-knows-me.org",
      "b\u00fcndeswehr.de"
    };
    StringBuilder name = new StringBuilder(names[random.nextInt(names.length)]);
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789-..@ \u0430";
    for (int edits = random.nextInt(4); edits > 0 && name.length() > 1; edits--) {
      int at = random.nextInt(name.length());
      char letter = letters.charAt(random.nextInt(letters.length()));
      switch (random.nextInt(3)) {
        case 0 -> name.deleteCharAt(at);
        case 1 -> name.insert(at, letter);
        default -> name.setCharAt(at, letter);
      }
    }
    String local = random.nextBoolean() ? "liaison" : "Gen.Walker+x";
    return random.nextInt(3) == 0 ? name.toString() : local + "@" + name;
  }

  @Test
  void policy_trustThatEnded_lapses() throws Exception {
    Policy carried = bundle.policy().policy();
    assertThat(carried.until()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    assertThat(carried.judge("mod.uk").word()).isEqualTo("trusted");
    Policy later =
        carried.after(
            7, Unlisted.HOLD, List.of(), List.of(), END, Sensitivity.STRICT, KnownNames.NONE);
    assertThat(later.judge("mod.uk").word()).isNotEqualTo("trusted");
    assertThat(later.judge("evil.example").word()).isEqualTo("blocked");
  }

  @Test
  void policy_holdsNoStoryOfAnEntry() throws Exception {
    Policy told =
        Fixtures.policy(
            3,
            Unlisted.DELIVER,
            List.of(trust("army.mil").withNote("case seven").withOwner("A. Carter")));
    String text =
        new String(
            PolicyText.of(told, KeyedEntry.sorted(told.entries()), told, List.of()),
            StandardCharsets.US_ASCII);
    assertThat(text).contains("army.mil\tt\n").doesNotContain("case", "Carter");
  }

  @Test
  void of_sameEntriesInAnyOrder_sameBytes() throws Exception {
    List<org.postern.policy.Entry> backwards = new ArrayList<>(POLICY.entries());
    java.util.Collections.reverse(backwards);
    Policy other = Policy.of(7, Unlisted.HOLD, backwards, Fixtures.NOW, Sensitivity.STRICT);
    assertThat(Bundle.of(other, Fixtures.terms()).bytes()).isEqualTo(bundle.bytes());
  }

  /** What only the console would let pass is no probe for a gateway. */
  @Test
  void of_probeThatNeedsKnownNames_refused() throws Exception {
    Policy plain = Fixtures.policy(7, trust("arbeitsministerium.example"));
    String familiar =
        plain.neighbours(1_000).stream()
            .map(org.postern.policy.slip.Neighbour::name)
            .filter(n -> plain.judge(n) instanceof Verdict.Lookalike)
            .filter(n -> !(knowing(n).judge(n) instanceof Verdict.Lookalike))
            .findFirst()
            .orElseThrow();
    Terms t = Fixtures.terms();
    Terms probing =
        new Terms(
            t.policyId(),
            t.previous(),
            t.created(),
            t.notBefore(),
            t.notAfter(),
            t.audience(),
            t.neighboursPerName(),
            List.of(familiar),
            t.reach(),
            t.audit());
    assertThat(
            catchThrowableOfType(BundleException.class, () -> Bundle.of(knowing(familiar), probing))
                .getMessage())
        .contains(familiar, "written there before");
    CarriedPolicy carried = Bundle.of(knowing(familiar), t).policy();
    assertThat(carried.knownAtConsole()).isTrue();
    assertThat(carried.policy().judge(familiar).word()).isEqualTo("lookalike");
  }

  private static Policy knowing(String name) {
    byte[] key = {1};
    long hash = KnownNames.hash(key, DomainName.parse(name).ok().orElseThrow()).orElse(0L);
    return Policy.of(
        7,
        Unlisted.DELIVER,
        List.of(trust("arbeitsministerium.example")),
        Fixtures.NOW,
        Sensitivity.BALANCED,
        KnownNames.of(key, new long[] {hash}, new int[] {(int) LocalDate.EPOCH.toEpochDay()}));
  }

  @ParameterizedTest
  @CsvSource({
    "postern-policy\\t1, postern-policy\\t2",
    "sensitivity\\tstrict, sensitivity\\tlax",
    "known\\tnone, known\\tall",
    "entries\\t10, entries\\t11",
    "entries\\t10, entries\\t9",
    "entries\\t10, entries\\t010",
    "army.mil\\tt, Army.mil\\tt",
    "army.mil\\tt, army.mil.\\tt",
    "army.mil\\tt, army.mil\\tx",
    "army.mil\\tt, army.mil\\tt\\t2027-02-30T00:00:00Z",
    "army.mil\\tt, army.mil\\tt\\t",
    "army.mil\\tt, zz.mil\\tt",
    "\\nml\\tb, \\nml\\tb\\t2027-01-01T00:00:00Z",
    "\\nml\\tb, \\nml\\tb\\nml\\tb",
    "*.navy.mil\\tt, **.navy.mil\\tt",
    "end\\tpostern-policy, end\\tpostern-policy\\nend\\tpostern-policy",
    "end\\tpostern-policy\\n, end\\tpostern-policy",
    "end\\tpostern-policy\\n, ''",
  })
  void policy_notWellFormed_refused(String what, String with) {
    assertThat(reason(text -> replaced(text, unescaped(what), unescaped(with))))
        .isEqualTo(BundleException.Reason.NOT_A_BUNDLE);
  }

  @Test
  void policy_probesAnsweredOtherwise_refused() {
    assertThat(reason(text -> replaced(text, "\nml\tb\n", "\nml\tbm\n")))
        .isEqualTo(BundleException.Reason.PROBE);
    assertThat(reason(text -> text.replaceFirst("(army.mil\tsha256:)[0-9a-f]{4}", "$10000")))
        .isEqualTo(BundleException.Reason.PROBE);
    assertThat(reason(text -> replaced(text, "army.mil\tsha256:", "navy.mil\tsha256:")))
        .isEqualTo(BundleException.Reason.NOT_A_BUNDLE);
  }

  /** Another version of the tables: proofs differ, and only what happens to mail is compared. */
  @Test
  void policy_otherDataVersion_outcomesCount() throws Exception {
    UnaryOperator<String> older =
        text -> text.replaceFirst("data\tweights [^;]*", "data\tweights 0");
    assertThat(changed(older).policy().sameData()).isFalse();
    assertThat(reason(text -> replaced(older.apply(text), "\nml\tb\n", "\nml\tbm\n")))
        .isEqualTo(BundleException.Reason.PROBE);
  }

  @Test
  void policy_bundleOfAnOlderConsole_saysSo() throws Exception {
    byte[] domains = BundleVerifier.domains(bundle.manifest(), bundle.payload());
    Bundle older = Repacked.with(bundle, Map.of(Rules.FILE, domains));
    assertThat(catchThrowableOfType(BundleException.class, older::policy).reason())
        .isEqualTo(BundleException.Reason.NO_POLICY);
  }

  private static String unescaped(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n");
  }

  private static String replaced(String text, String what, String with) {
    assertThat(text).contains(what);
    return text.replace(what, with);
  }

  private static BundleException.Reason reason(UnaryOperator<String> change) {
    return catchThrowableOfType(BundleException.class, () -> changed(change).policy()).reason();
  }

  private static Bundle changed(UnaryOperator<String> change) throws Exception {
    return Repacked.withPolicy(bundle, change);
  }

  private static String hash(Policy policy, String name) {
    return policy.judge(name).proof().hash();
  }
}
