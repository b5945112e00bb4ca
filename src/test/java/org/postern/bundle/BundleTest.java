package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.policy;
import static org.postern.bundle.Fixtures.terms;
import static org.postern.bundle.Fixtures.trust;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.BundleException.Reason;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.Policy;

class BundleTest {
  private static final OfficerKey ALICE = Fixtures.officer("alice");
  private static final OfficerKey BOB = Fixtures.officer("bob");
  private static final Policy POLICY =
      policy(42, trust("army.mil"), block("ml"), trust("liaison@gov.ml"), block("evil.example"));

  @TempDir Path dir;

  @Test
  void of_twice_sameBytes() throws Exception {
    byte[] once = Bundle.of(POLICY, terms()).signedBy(ALICE).signedBy(BOB).bytes();
    byte[] again =
        Bundle.of(
                policy(
                    42,
                    trust("army.mil"),
                    block("ml"),
                    trust("liaison@gov.ml"),
                    block("evil.example")),
                terms())
            .signedBy(BOB)
            .signedBy(ALICE)
            .bytes();
    assertThat(once).isEqualTo(again);
  }

  @Test
  void of_entriesInAnotherOrder_sameBytes() throws Exception {
    byte[] once = Bundle.of(POLICY, terms()).bytes();
    byte[] again =
        Bundle.of(
                policy(
                    42,
                    block("evil.example"),
                    trust("liaison@gov.ml"),
                    block("ml"),
                    trust("army.mil")),
                terms())
            .bytes();
    assertThat(once).isEqualTo(again);
  }

  @Test
  void manifest_saysEverythingInItsOrder() throws Exception {
    Bundle first = Bundle.of(POLICY, terms());
    Bundle second = Bundle.of(POLICY, terms().following(first));
    String text = new String(second.signedBytes(), StandardCharsets.US_ASCII);
    assertThat(text)
        .startsWith(
            """
            postern-bundle: 1
            kind: policy
            policy-id: 7f3c
            serial: 42
            previous: %s
            created: 2026-11-22T09:40:00Z
            not-before: 2020-01-01T00:00:00Z
            not-after: 2099-01-01T00:00:00Z
            unlisted: deliver
            audience: relay-2.example
            audience: relay.example
            engine: data"""
                .formatted(first.digest()))
        .contains(
            "probe: army.mil deliver\n", "probe: ml blocked\n", "probe: liaison@gov.ml deliver\n")
        .endsWith("end: postern-bundle\n");
  }

  @Test
  void parse_givesBackWhatWasWritten() throws Exception {
    Bundle bundle = Bundle.of(POLICY, terms()).signedBy(ALICE);
    bundle.write(dir.resolve(bundle.fileName()));
    Bundle read = Bundle.read(dir.resolve("policy-42.postern"));
    assertThat(read.manifest()).isEqualTo(bundle.manifest());
    assertThat(read.manifest().bytes()).isEqualTo(bundle.signedBytes());
    assertThat(read.signers()).containsExactly(ALICE.id());
    assertThat(read.bytes()).isEqualTo(bundle.bytes());
  }

  @Test
  void signedBy_addsWithoutTouchingWhatIsSigned() throws Exception {
    Bundle one = Bundle.of(POLICY, terms()).signedBy(ALICE);
    Bundle two = Bundle.parse(one.bytes()).signedBy(BOB);
    assertThat(two.signedBytes()).isEqualTo(one.signedBytes());
    assertThat(two.signers()).containsExactlyInAnyOrder(ALICE.id(), BOB.id());
  }

  @Test
  void tarAndOpenssl_readIt() throws Exception {
    Bundle.of(POLICY, terms()).signedBy(ALICE).write(dir.resolve("b"));
    Files.writeString(dir.resolve("alice.pem"), ALICE.publicKeyPem());
    assertThat(
            run(
                "tar -tf b && tar -xOf b manifest > m && tar -xOf b sig/"
                    + ALICE.id()
                    + ".sig > s"
                    + " && openssl dgst -sha256 -verify alice.pem -signature s m && tar -xOf b payload.tar | tar -tf -"))
        .isEqualTo(
            "manifest\nsig/"
                + ALICE.id()
                + ".sig\npayload.tar\nVerified OK\ndomains.tsv\npolicy.tsv\n");
  }

  @Test
  void of_emptyLists_refused() {
    assertThat(reason(policy(1), terms())).isEqualTo(Reason.EMPTY);
  }

  @Test
  void of_serialZero_refused() {
    assertThat(reason(policy(0, trust("army.mil")), terms())).isEqualTo(Reason.BAD_TERMS);
  }

  @Test
  void of_noGateway_refused() {
    assertThat(
            reason(POLICY, Terms.of("7f3c", List.of(), Fixtures.NOW, Fixtures.NOW.plusSeconds(1))))
        .isEqualTo(Reason.BAD_TERMS);
    assertThat(
            reason(
                POLICY,
                Terms.of("7f3c", List.of("a b"), Fixtures.NOW, Fixtures.NOW.plusSeconds(1))))
        .isEqualTo(Reason.BAD_TERMS);
    assertThat(
            reason(
                POLICY,
                Terms.of("7f3c", List.of("Relay"), Fixtures.NOW, Fixtures.NOW.plusSeconds(1))))
        .isEqualTo(Reason.BAD_TERMS);
    assertThat(
            reason(
                POLICY,
                Terms.of("7f\n3c", List.of("relay"), Fixtures.NOW, Fixtures.NOW.plusSeconds(1))))
        .isEqualTo(Reason.BAD_TERMS);
    assertThat(reason(POLICY, Terms.of("7f3c", List.of("relay"), Fixtures.NOW, Fixtures.NOW)))
        .isEqualTo(Reason.BAD_TERMS);
  }

  @Test
  void of_probeThatIsNoAddress_refused() {
    assertThat(reason(POLICY, probing("a b"))).isEqualTo(Reason.PROBE);
    assertThat(reason(POLICY, probing("\"a\"@army.mil"))).isEqualTo(Reason.PROBE);
  }

  @Test
  void of_probesOfTheOfficer_areTried() throws Exception {
    Bundle bundle = Bundle.of(POLICY, probing("Gen@US.army.mil"));
    assertThat(bundle.manifest().probes())
        .contains(new Manifest.Probe("gen@us.army.mil", Outcome.DELIVER));
  }

  @Test
  void read_missingFolderAndNoise_saySo() throws Exception {
    Files.writeString(dir.resolve("noise"), "noise");
    assertThat(readReason(dir.resolve("none"))).isEqualTo(Reason.NOT_FOUND);
    assertThat(readReason(dir)).isEqualTo(Reason.DISK);
    assertThat(readReason(dir.resolve("noise"))).isEqualTo(Reason.NOT_A_BUNDLE);
  }

  /**
   * Issue 6: 1,000,000 names are built within 3 seconds on an idle machine; here only that they are
   * built at all, and small.
   */
  @Test
  void of_manyNames_linear() throws Exception {
    List<Entry> entries = new ArrayList<>();
    entries.add(trust("army.mil"));
    for (int i = 0; i < 100_000; i++) {
      entries.add(block("bad-" + i + ".example"));
    }
    Policy policy = Fixtures.policy(42, org.postern.policy.Unlisted.DELIVER, entries);
    Bundle bundle = Bundle.of(policy, terms()).signedBy(ALICE);
    TrustFile trust = new TrustFile(1, 1, List.of(Fixtures.key(ALICE)));
    BundleVerifier verifier =
        new BundleVerifier(Fixtures.GATEWAY, Fixtures.POLICY_ID, trust, Fixtures.CLOCK);
    assertThat(verifier.verify(bundle.bytes(), Optional.empty()))
        .isInstanceOf(Verification.Accepted.class);
    // Each name stands in the rules and in the policy.
    assertThat(bundle.bytes().length).isLessThan(100_000 * (45 + 20));
    assertThat(bundle.manifest().probes().size()).isLessThan(400);
  }

  private static Terms probing(String probe) {
    Terms t = terms();
    return new Terms(
        t.policyId(),
        t.previous(),
        t.created(),
        t.notBefore(),
        t.notAfter(),
        t.audience(),
        0,
        List.of(probe),
        t.reach(),
        t.audit());
  }

  private static Reason reason(Policy policy, Terms terms) {
    try {
      Bundle.of(policy, terms);
      throw new AssertionError("was made");
    } catch (BundleException e) {
      return e.reason();
    }
  }

  private static Reason readReason(Path file) {
    try {
      Bundle.read(file);
      throw new AssertionError("was read");
    } catch (BundleException e) {
      return e.reason();
    }
  }

  private String run(String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
