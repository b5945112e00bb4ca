package org.postern.bundle;

import static org.postern.bundle.Fixtures.ascii;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.bundle;
import static org.postern.bundle.Fixtures.payload;
import static org.postern.bundle.Fixtures.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;

/**
 * Good bundles, and one bad bundle for each way to fail, named after it. Every verifier must give
 * these answers when serial 5 is in force; the trust file is that of {@link #trustFile}.
 */
final class ReferenceSet extends ContentCases {
  ReferenceSet() throws BundleException {
    accepted();
    archives();
    members();
    signatures();
    contents();
    trustFiles();
    seconds();
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
}
