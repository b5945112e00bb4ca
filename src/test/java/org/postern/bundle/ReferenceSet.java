package org.postern.bundle;

import static org.postern.bundle.Fixtures.ascii;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.bundle;
import static org.postern.bundle.Fixtures.officer;
import static org.postern.bundle.Fixtures.payload;
import static org.postern.bundle.Fixtures.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;

/**
 * Good bundles, and one bad bundle for each way to fail, named after it. Every verifier must give
 * these answers when serial 5 is in force; the trust file is that of {@link #trustFile}.
 */
final class ReferenceSet {
  /** {@code accepted}, {@code current}, or the word of a {@link Refusal}. */
  static final class Case {
    private final String name;
    private final byte[] bundle;
    private final String answer;

    private Case(String name, byte[] bundle, String answer) {
      this.name = name;
      this.bundle = bundle;
      this.answer = answer;
    }

    String name() {
      return name;
    }

    byte[] bundle() {
      return bundle;
    }

    String answer() {
      return answer;
    }
  }

  private final OfficerKey alice = officer("Alice Carter");
  private final OfficerKey aliceAtHome = officer("Alice Carter");
  private final OfficerKey bob = officer("Bob Ève");
  private final OfficerKey carol = officer("Carol");
  private final OfficerKey dismissed = officer("Dave");
  private final OfficerKey mallory = officer("Mallory");
  private final List<Case> cases = new ArrayList<>();
  private final Bundle active;
  private final Bundle good;
  private final String manifest;
  private final byte[] payload;

  ReferenceSet() throws BundleException {
    active = Bundle.of(policy(5), Fixtures.terms()).signedBy(alice).signedBy(bob);
    good = Bundle.of(policy(6), Fixtures.terms().following(active)).signedBy(alice).signedBy(bob);
    manifest = new String(good.signedBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    payload = good.payload();
    accepted();
    archives();
    members();
    signatures();
    manifests();
    terms();
    payloads();
    domains();
  }

  private static Policy policy(long serial, Entry... more) {
    List<Entry> entries =
        new ArrayList<>(
            List.of(
                trust("army.mil"),
                block("ml"),
                trust("liaison@gov.ml"),
                block("=navy.mil"),
                trust("*.navy.mil")));
    entries.addAll(List.of(more));
    return Fixtures.policy(serial, Unlisted.DELIVER, entries);
  }

  List<Case> cases() {
    return cases;
  }

  Bundle active() {
    return active;
  }

  Bundle good() {
    return good;
  }

  /** Two of three officers; one officer has two keys; one was dismissed. */
  TrustFile trustFile() {
    return new TrustFile(
        3,
        2,
        List.of(
            Fixtures.key(alice),
            Fixtures.key(aliceAtHome),
            Fixtures.key(bob),
            Fixtures.key(carol),
            Fixtures.revoked(dismissed)));
  }

  private void add(String name, byte[] bytes, String answer) {
    cases.add(new Case(name, bytes, answer));
  }

  private void accepted() throws BundleException {
    add("good", good.bytes(), "accepted");
    add("good-three-officers", good.signedBy(carol).bytes(), "accepted");
    add("good-unknown-third-signature", good.signedBy(mallory).bytes(), "accepted");
    add("good-dismissed-third-signature", good.signedBy(dismissed).bytes(), "accepted");
    add(
        "good-gap",
        Bundle.of(policy(9), Fixtures.terms()).signedBy(bob).signedBy(carol).bytes(),
        "accepted");
    add(
        "good-new-entries",
        Bundle.of(
                policy(7, trust("new.example"), block("x@new.example")),
                Fixtures.terms().following(active))
            .signedBy(bob)
            .signedBy(carol)
            .bytes(),
        "accepted");
    Policy strict = Fixtures.policy(8, Unlisted.HOLD, List.of(trust("army.mil")));
    Terms probing = withProbes(Fixtures.terms(), List.of("nobody.example", "gen@us.army.mil"));
    add(
        "good-strict-mode",
        Bundle.of(strict, probing).signedBy(alice).signedBy(carol).bytes(),
        "accepted");
    add("current", active.bytes(), "current");
    add(
        "current-signed-by-others",
        unsigned(active).signedBy(bob).signedBy(carol).bytes(),
        "current");
  }

  private static Terms withProbes(Terms t, List<String> probes) {
    return new Terms(
        t.policyId(),
        t.previous(),
        t.created(),
        t.notBefore(),
        t.notAfter(),
        t.audience(),
        0,
        probes,
        Optional.of("91 % of open human slips"),
        Optional.of("sha256:" + "0".repeat(64)));
  }

  private static Bundle unsigned(Bundle bundle) throws BundleException {
    return Bundle.parse(bundle(bundle.signedBytes(), bundle.payload()));
  }

  private void archives() {
    byte[] file = good.bytes();
    add("archive-empty", new byte[0], "archive");
    add("archive-text", ascii("hello\n".repeat(200)), "archive");
    add("archive-zeros", new byte[10_240], "archive");
    add("member-none", new byte[1024], "member");
    for (int cut : new int[] {1, 511, 512, 1024, 1536, file.length / 2, file.length - 512}) {
      add("archive-truncated-by-" + cut, Arrays.copyOf(file, file.length - cut), "archive");
    }
    add("archive-one-byte-more", Arrays.copyOf(file, file.length + 1), "archive");
    add("archive-one-block-more", Arrays.copyOf(file, file.length + 512), "archive");
    add("archive-hidden-after-end", at(file, file.length - 1, 'x'), "archive");
    add("archive-hidden-in-padding", at(file, 512 + good.signedBytes().length, 'x'), "archive");
    add("archive-link", header(file, h -> at(at(h, 156, '2'), 157, 'x')), "archive");
    add("archive-hard-link", header(file, h -> at(at(h, 156, '1'), 157, 'x')), "archive");
    add("archive-device", header(file, h -> at(h, 156, '3')), "archive");
    add("archive-directory", header(file, h -> at(h, 156, '5')), "archive");
    add("archive-pax", header(file, h -> at(h, 156, 'x')), "archive");
    add("archive-sparse", header(file, h -> at(h, 156, 'S')), "archive");
    add("archive-long-name", header(file, h -> at(h, 156, 'L')), "archive");
    add("archive-old-type", header(file, h -> at(h, 156, '\0')), "archive");
    add("archive-owner", header(file, h -> at(h, 114, '1')), "archive");
    add("archive-owner-name", header(file, h -> at(h, 265, 'r')), "archive");
    add("archive-setuid", header(file, h -> at(h, 103, '4')), "archive");
    add("archive-time", header(file, h -> at(h, 146, '1')), "archive");
    add("archive-prefix", header(file, h -> at(h, 345, 'a')), "archive");
    add("archive-gnu-magic", header(file, h -> at(at(h, 262, ' '), 263, ' ')), "archive");
    add("archive-checksum", at(file, 148, '7'), "archive");
    add("archive-huge-member", header(file, h -> at(h, 124, '7')), "archive");
    add("archive-size-not-octal", header(file, h -> at(h, 130, '9')), "archive");
    List<String> many = new ArrayList<>(List.of("manifest"));
    for (int i = 0; i < 70; i++) {
      many.add(String.format("sig/%016x.sig", i));
    }
    add(
        "archive-too-many-members",
        Ustar.write(many, many.stream().map(Fixtures::ascii).toList()),
        "archive");
  }

  private void members() {
    byte[] m = good.signedBytes();
    byte[] s = alice.sign(m);
    String a = "sig/" + alice.id() + ".sig";
    String b = "sig/" + bob.id() + ".sig";
    add("member-unknown", archive("manifest", m, "readme", m, "payload.tar", payload), "member");
    add(
        "member-repeated-manifest",
        archive("manifest", m, "manifest", m, "payload.tar", payload),
        "member");
    add(
        "member-repeated-signature",
        archive("manifest", m, a, s, a, s, "payload.tar", payload),
        "member");
    add(
        "member-repeated-payload",
        archive("manifest", m, a, s, "payload.tar", payload, "payload.tar", payload),
        "member");
    add(
        "member-signatures-out-of-order",
        alice.id().compareTo(bob.id()) > 0
            ? archive("manifest", m, a, s, b, bob.sign(m), "payload.tar", payload)
            : archive("manifest", m, b, bob.sign(m), a, s, "payload.tar", payload),
        "member");
    add(
        "member-payload-before-signature",
        archive("manifest", m, "payload.tar", payload, a, s),
        "member");
    add("member-no-manifest", archive(a, s, "payload.tar", payload), "member");
    add("member-no-payload", archive("manifest", m, a, s), "member");
    add("member-only-manifest", archive("manifest", m), "member");
    add(
        "member-dot-dot",
        archive("manifest", m, "../../../tmp/postern-evil", s, "payload.tar", payload),
        "member");
    add(
        "member-absolute",
        archive("manifest", m, "/tmp/postern-evil", s, "payload.tar", payload),
        "member");
    add("member-dot-slash", archive("./manifest", m, a, s, "payload.tar", payload), "member");
    add(
        "member-signature-path",
        archive("manifest", m, "sig/../../../../a.sig", s, "payload.tar", payload),
        "member");
    add(
        "member-signature-upper-case",
        archive("manifest", m, "sig/ABCDEF0123456789.sig", s, "payload.tar", payload),
        "member");
    add(
        "member-shell-in-name",
        archive("manifest", m, "sig/$(touch${IFS}x).sig", s, "payload.tar", payload),
        "member");
    add(
        "member-percent-in-name",
        archive("manifest", m, "%s%n\\n", s, "payload.tar", payload),
        "member");
    add(
        "too-large-signature",
        archive("manifest", m, a, new byte[129], "payload.tar", payload),
        "too-large");
    add(
        "too-large-manifest",
        archive("manifest", new byte[Manifest.LARGEST + 1], a, s, "payload.tar", payload),
        "too-large");
  }

  private void signatures() throws BundleException {
    byte[] m = good.signedBytes();
    add("signature-stripped", bundle(m, payload, alice), "threshold");
    add("signature-all-stripped", bundle(m, payload), "threshold");
    add("signature-one-officer-two-keys", bundle(m, payload, alice, aliceAtHome), "threshold");
    add("signature-dismissed-officer", bundle(m, payload, alice, dismissed), "threshold");
    add("signature-unknown-officer", bundle(m, payload, alice, mallory), "threshold");
    add(
        "signature-of-another-manifest",
        signedAs(m, alice.sign(m), bob.sign(active.signedBytes())),
        "signature");
    add("signature-of-another-officer", signedAs(m, alice.sign(m), alice.sign(m)), "signature");
    add(
        "signature-flipped-bit",
        signedAs(m, alice.sign(m), at(bob.sign(m), 40, bob.sign(m)[40] ^ 1)),
        "signature");
    add("signature-empty", signedAs(m, alice.sign(m), new byte[0]), "signature");
    add(
        "signature-trailing-byte",
        signedAs(m, alice.sign(m), Arrays.copyOf(bob.sign(m), bob.sign(m).length + 1)),
        "signature");
    add(
        "signature-good-two-bad-third",
        archive3(m, alice.sign(m), bob.sign(m), alice.sign(m)),
        "signature");
    add(
        "manifest-changed-after-signing",
        replaced(good.bytes(), "serial: 6", "serial: 9"),
        "signature");
  }

  private void manifests() {
    manifest("manifest-unknown-line", m -> m.replace("end: ", "x-note: hello\nend: "));
    manifest(
        "manifest-unknown-version", m -> m.replace("postern-bundle: 1\n", "postern-bundle: 2\n"));
    manifest("manifest-no-version", m -> m.replace("postern-bundle: 1\n", ""));
    for (String field :
        List.of(
            "kind",
            "policy-id",
            "serial",
            "previous",
            "created",
            "not-before",
            "not-after",
            "unlisted",
            "payload")) {
      manifest(
          "manifest-repeated-" + field, m -> m.replaceFirst("(?m)^(" + field + ": .*\n)", "$1$1"));
      manifest("manifest-missing-" + field, m -> m.replaceFirst("(?m)^" + field + ": .*\n", ""));
    }
    manifest("manifest-missing-audience", m -> m.replaceAll("(?m)^audience: .*\n", ""));
    manifest("manifest-missing-file", m -> m.replaceAll("(?m)^file: .*\n", ""));
    manifest("manifest-repeated-audience", m -> m.replaceFirst("(?m)^(audience: .*\n)", "$1$1"));
    manifest("manifest-repeated-file", m -> m.replaceFirst("(?m)^(file: .*\n)", "$1$1"));
    manifest(
        "manifest-repeated-audit",
        m ->
            m.replaceFirst(
                "(?m)^payload", ("audit: sha256:" + "0".repeat(64) + "\n").repeat(2) + "payload"));
    manifest(
        "manifest-audience-not-sorted",
        m -> m.replace("audience: relay-2.example\n", "audience: zz.example\n"));
    manifest(
        "manifest-fields-swapped",
        m -> m.replaceFirst("(?m)^(kind: .*\n)(policy-id: .*\n)", "$2$1"));
    manifest("manifest-no-end", m -> m.replace("end: postern-bundle\n", ""));
    manifest("manifest-after-end", m -> m + "probe: x.example deliver\n");
    manifest("manifest-two-ends", m -> m + "end: postern-bundle\n");
    manifest("manifest-no-final-line-feed", m -> m.substring(0, m.length() - 1));
    manifest("manifest-carriage-returns", m -> m.replace("\n", "\r\n"));
    manifest("manifest-empty-line", m -> m.replace("kind: ", "\nkind: "));
    manifest("manifest-nul", m -> m.replace("kind: ", "kind: \0"));
    manifest("manifest-not-ascii", m -> m.replaceFirst("engine: data ", "engine: data \u00e9 "));
    manifest("manifest-tab", m -> m.replace("kind: policy", "kind: policy\t"));
    manifest("manifest-no-space", m -> m.replace("kind: policy", "kind:policy"));
    manifest("manifest-empty-value", m -> m.replaceFirst("(?m)^engine: .*$", "engine: "));
    manifest("manifest-empty", m -> "");
    manifest("manifest-serial-zero", m -> m.replace("serial: 6", "serial: 0"));
    manifest("manifest-serial-leading-zero", m -> m.replace("serial: 6", "serial: 06"));
    manifest("manifest-serial-hex", m -> m.replace("serial: 6", "serial: 0x6"));
    manifest("manifest-serial-too-long", m -> m.replace("serial: 6", "serial: 6666666666666"));
    manifest("manifest-serial-expression", m -> m.replace("serial: 6", "serial: 6+1"));
    manifest(
        "manifest-previous-short",
        m -> m.replaceFirst("(?m)^previous: .*$", "previous: sha256:00"));
    manifest(
        "manifest-30-february",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-30T00:00:00Z"));
    manifest(
        "manifest-29-february-2100",
        m -> m.replaceFirst("(?m)^not-after: .*$", "not-after: 2100-02-29T00:00:00Z"));
    manifest(
        "manifest-hour-24",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-03T24:00:00Z"));
    manifest(
        "manifest-leap-second",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-12-31T23:59:60Z"));
    manifest(
        "manifest-time-zone",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-03T00:00:00+01:00"));
    manifest(
        "manifest-fraction-of-a-second",
        m -> m.replaceFirst("(?m)^created: .*$", "created: 2026-02-03T00:00:00.5Z"));
    manifest(
        "manifest-gateway-upper-case",
        m -> m.replace("audience: relay.example", "audience: relay.Example"));
    manifest("manifest-unlisted-reject", m -> m.replace("unlisted: deliver", "unlisted: reject"));
    manifest(
        "manifest-payload-size-missing",
        m -> m.replaceFirst("(?m)^(payload: [0-9a-f]+) .*$", "$1"));
    manifest("manifest-file-dot-dot", m -> m.replace(" domains.tsv", " ../domains.tsv"));
    manifest("manifest-file-absolute", m -> m.replace(" domains.tsv", " /etc/postfix/main.cf"));
    manifest("manifest-file-option", m -> m.replace(" domains.tsv", " -rf"));
    manifest("manifest-file-space", m -> m.replace(" domains.tsv", " domains .tsv"));
    manifest(
        "manifest-probe-unknown-outcome",
        m -> m.replaceFirst("(?m)^(probe: .*) deliver$", "$1 discard"));
    manifest(
        "manifest-probe-shell",
        m -> m.replaceFirst("(?m)^probe: .* deliver$", "probe: \\$(touch\\${IFS}x) deliver"));
  }

  private void manifest(String name, UnaryOperator<String> change) {
    add(name, changed(change), "manifest");
  }

  private byte[] changed(UnaryOperator<String> change) {
    String changed = change.apply(manifest);
    if (changed.equals(manifest)) {
      throw new AssertionError("nothing was changed");
    }
    return bundle(ascii(changed), payload, alice, bob);
  }

  private void terms() {
    add("kind-heartbeat", changed(m -> m.replace("kind: policy", "kind: heartbeat")), "kind");
    add(
        "other-line-of-policies",
        changed(m -> m.replace("policy-id: 7f3c", "policy-id: 7f3d")),
        "policy-id");
    add(
        "other-audience",
        changed(m -> m.replace("audience: relay.example\n", "audience: relay.example.org\n")),
        "audience");
    add(
        "future",
        changed(m -> m.replaceFirst("(?m)^not-before: .*$", "not-before: 2098-01-01T00:00:00Z")),
        "not-yet");
    add(
        "expired",
        changed(m -> m.replaceFirst("(?m)^not-after: .*$", "not-after: 2020-01-02T00:00:00Z")),
        "expired");
    add("rollback", changed(m -> m.replace("serial: 6", "serial: 4")), "rollback");
    add("fork", changed(m -> m.replace("serial: 6", "serial: 5")), "fork");
  }

  private void payloads() {
    byte[] domains = ascii("trusted\tboth\tarmy.mil\t-\n");
    byte[] plain = payload(Map.of("domains.tsv", domains));
    add("payload-flipped-bit", replaced(good.bytes(), "army.mil\t-", "army.mik\t-"), "payload");
    add("payload-of-another-bundle", bundle(good.signedBytes(), plain, alice, bob), "payload");
    add("payload-empty", bundle(good.signedBytes(), new byte[0], alice, bob), "payload");
    Map<String, byte[]> listed = Map.of("domains.tsv", domains);
    add("payload-not-an-archive", resigned(listed, domains), "payload");
    add("payload-truncated", resigned(listed, Arrays.copyOf(plain, plain.length - 512)), "payload");
    add(
        "payload-link",
        resigned(listed, header(plain, h -> at(at(h, 156, '2'), 157, 'x'))),
        "payload");
    add(
        "payload-file-more",
        resigned(listed, payload(Map.of("domains.tsv", domains, "extra", domains))),
        "payload-member");
    add(
        "payload-file-less",
        resigned(Map.of("domains.tsv", domains, "extra", domains), plain),
        "payload-member");
    add(
        "payload-file-twice",
        resigned(
            listed, Ustar.write(List.of("domains.tsv", "domains.tsv"), List.of(domains, domains))),
        "payload-member");
    add(
        "payload-dot-dot",
        resigned(listed, payload(Map.of("../domains.tsv", domains))),
        "payload-member");
    add(
        "payload-no-domains",
        resigned(Map.of("other.tsv", domains), payload(Map.of("other.tsv", domains))),
        "payload-member");
    add(
        "payload-other-content",
        resigned(listed, payload(Map.of("domains.tsv", ascii("trusted\tboth\tarmy.ml\t--\n")))),
        "file");
    add(
        "payload-other-size",
        resigned(listed, payload(Map.of("domains.tsv", Arrays.copyOf(domains, 5)))),
        "file");
    add(
        "good-second-file",
        resigned(
            Map.of("domains.tsv", domains, "notes.txt", domains),
            payload(Map.of("domains.tsv", domains, "notes.txt", domains))),
        "accepted");
  }

  private void domains() {
    for (String bad :
        List.of(
            "trusted\tboth\tarmy.mil\t-", // no line feed
            "",
            "\n",
            "# comment\n",
            "trusted\tboth\tarmy.mil\n",
            "trusted\tboth\tarmy.mil\t-\t-\n",
            "trusted both army.mil -\n",
            "blocked\tboth\tx.example discard:\t-\n",
            "blocked\tboth\tx.example\u00a0discard:\t-\n",
            "blocked\tboth\tx.example\r\t-\n",
            "blocked\tboth\tx\0.example\t-\n",
            "blocked\tboth\tX.example\t-\n",
            "blocked\tboth\t.example\t-\n",
            "blocked\tboth\texample.\t-\n",
            "blocked\tboth\ta..example\t-\n",
            "blocked\tboth\t*\t-\n",
            "blocked\tboth\t*.example\t-\n",
            "blocked\tboth\t\t-\n",
            "blocked\tboth\tex\u00e4mple\t-\n",
            "blocked\tboth\t/etc/passwd\t-\n",
            "blocked\tboth\t" + "a".repeat(64) + ".example\t-\n",
            "blocked\tboth\t" + "a.".repeat(127) + "aa\t-\n",
            "blocked\tboth\ta@example\t-\n",
            "blocked\taddress\texample\t-\n",
            "blocked\taddress\t@example\t-\n",
            "blocked\taddress\t#a@example\t-\n",
            "blocked\taddress\ta b@example\t-\n",
            "blocked\taddress\t\"a\"@example\t-\n",
            "blocked\taddress\ta%b@example\t-\n",
            "blocked\taddress\ta@b@example\t-\n",
            "blocked\taddress\t" + "a".repeat(65) + "@example\t-\n",
            "discard\tboth\tx.example\t-\n",
            "unlisted\tboth\tx.example\t-\n",
            "blocked\tall\tx.example\t-\n",
            "blocked\t\tx.example\t-\n",
            "blocked\tboth\tx.example\tarmy.mil\n",
            "lookalike\tboth\tx.example\ta b\n",
            "lookalike\tboth\tx.example\t\n",
            "blocked\tboth\tb.example\t-\nblocked\tboth\ta.example\t-\n",
            "blocked\tboth\ta.example\t-\nblocked\tboth\ta.example\t-\n",
            "blocked\tboth\ta.example\t-\ntrusted\texact\ta.example\t-\n",
            "blocked\tsub\ta.example\t-\ntrusted\texact\ta.example\t-\n",
            "blocked\texact\ta.example\t-\ntrusted\tboth\ta.example\t-\n",
            "blocked\tboth\t10\t-\nblocked\tboth\t9\t-\nblocked\tboth\t10\t-\n")) {
      int number = cases.size();
      add(
          "domains-"
              + number
              + "-"
              + bad.substring(0, Math.min(32, bad.length())).replaceAll("[^a-z]+", "-"),
          withDomains(bad, ""),
          "domains");
    }
    String good =
        """
        blocked exact -x.example -
        blocked both 10 -
        blocked both 9 -
        trusted exact a.example -
        blocked sub a.example -
        lookalike both army.ml army.mil
        monitor address o'brien+x@a.example -
        """
            .replace(' ', '\t');
    add(
        "domains-good",
        withDomains(
            good,
            "probe: o'brien+x@a.example deliver\nprobe: y.a.example blocked\nprobe: a.example deliver\nprobe: x@us.army.ml lookalike\n"),
        "accepted");
    add(
        "probe-that-would-block-army-mil",
        withDomains("blocked\tboth\tarmy.mil\t-\n", "probe: army.mil deliver\n"),
        "probe");
    add("probe-address", withDomains(good, "probe: x@a.example blocked\n"), "probe");
    add("probe-unlisted-delivered", withDomains(good, "probe: nobody.example unlisted\n"), "probe");
  }

  private byte[] withDomains(String domains, String probes) {
    Map<String, byte[]> files = Map.of("domains.tsv", ascii(domains));
    return resigned(files, payload(files), probes);
  }

  /** Signed by two officers who wanted it so: what only the strictness of the gateway catches. */
  private byte[] resigned(Map<String, byte[]> listed, byte[] payload) {
    return resigned(listed, payload, "");
  }

  private byte[] resigned(Map<String, byte[]> listed, byte[] payload, String probes) {
    StringBuilder lines =
        new StringBuilder("payload: " + Grammar.sha256(payload) + " " + payload.length + "\n");
    new java.util.TreeMap<>(listed)
        .forEach(
            (n, b) ->
                lines
                    .append("file: ")
                    .append(Grammar.sha256(b))
                    .append(' ')
                    .append(b.length)
                    .append(' ')
                    .append(n)
                    .append('\n'));
    String changed =
        manifest
            .replaceAll("(?m)^(payload|file|probe): .*\n", "")
            .replace("end: postern", lines + probes + "end: postern");
    return bundle(ascii(changed), payload, alice, bob);
  }

  private byte[] signedAs(byte[] m, byte[] byAlice, byte[] byBob) {
    Map<String, byte[]> sorted =
        new java.util.TreeMap<>(
            Map.of("sig/" + alice.id() + ".sig", byAlice, "sig/" + bob.id() + ".sig", byBob));
    return around(m, sorted);
  }

  private byte[] archive3(byte[] m, byte[] byAlice, byte[] byBob, byte[] byCarol) {
    return around(
        m,
        new java.util.TreeMap<>(
            Map.of(
                "sig/" + alice.id() + ".sig",
                byAlice,
                "sig/" + bob.id() + ".sig",
                byBob,
                "sig/" + carol.id() + ".sig",
                byCarol)));
  }

  private byte[] around(byte[] m, Map<String, byte[]> signatures) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("manifest", m);
    members.putAll(signatures);
    members.put("payload.tar", payload);
    return Ustar.write(new ArrayList<>(members.keySet()), new ArrayList<>(members.values()));
  }

  private static byte[] archive(Object... namesAndContents) {
    List<String> names = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      names.add((String) namesAndContents[i]);
      contents.add((byte[]) namesAndContents[i + 1]);
    }
    return Ustar.write(names, contents);
  }

  private static byte[] at(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  /** Changes the first header and makes its checksum right again. */
  private static byte[] header(byte[] archive, UnaryOperator<byte[]> change) {
    byte[] changed = change.apply(archive);
    Arrays.fill(changed, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += changed[i] & 0xff;
    }
    byte[] octal = ascii(String.format("%06o\0 ", sum));
    System.arraycopy(octal, 0, changed, 148, 8);
    return changed;
  }

  private static byte[] replaced(byte[] bytes, String what, String with) {
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    if (!text.contains(what)) {
      throw new AssertionError("nothing was changed");
    }
    return ascii(text.replace(what, with));
  }
}
