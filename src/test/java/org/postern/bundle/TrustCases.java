package org.postern.bundle;

import static org.postern.bundle.Fixtures.ascii;
import static org.postern.bundle.Fixtures.bundle;
import static org.postern.bundle.Fixtures.key;
import static org.postern.bundle.Fixtures.officer;
import static org.postern.bundle.Fixtures.payload;
import static org.postern.bundle.Fixtures.revoked;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerSignature;

/** Bundles that carry the next trust file, where that of {@link #trustFile} is in force. */
abstract class TrustCases extends Forge {
  private final OfficerKey erin = officer("Erin");
  private final OfficerKey frank = officer("Frank");
  private final TrustFile now = trustFile();
  private final TrustFile next =
      new TrustFile(4, 2, List.of(key(alice), key(carol), key(erin), revoked(bob)));

  TrustCases() throws BundleException {}

  void trustFiles() throws BundleException {
    add("trust-good", signed(trusting(next), alice, carol), "accepted");
    TrustFile others = new TrustFile(4, 2, List.of(key(erin), key(frank)));
    add("trust-handed-over-good", signed(trusting(others), alice, bob, erin, frank), "accepted");
    add(
        "trust-one-officer-good",
        signed(trusting(new TrustFile(9, 1, List.of(key(erin)))), alice, bob, erin),
        "accepted");
    add("trust-current", signed(made(now.files(), 3, now.digest()), alice, bob), "current");
    add("trust-rollback", signed(made(next.files(), 2, now.digest()), alice, carol), "rollback");
    add(
        "trust-skipped",
        signed(made(next.files(), 4, "sha256:" + "0".repeat(64)), alice, carol),
        "skipped");
    TrustFile other = new TrustFile(3, 1, List.of(key(alice), key(carol)));
    add("trust-fork", signed(made(other.files(), 3, now.digest()), alice, carol), "fork");
    add("trust-not-signed-by-the-next", signed(trusting(others), alice, bob), "threshold");
    add("trust-not-signed-by-those-in-force", signed(trusting(others), erin, frank), "threshold");
    add("trust-signed-by-whom-it-revokes", signed(trusting(next), alice, bob), "threshold");
    TrustFile twoKeys = new TrustFile(4, 2, List.of(key(alice), key(aliceAtHome), key(erin)));
    add(
        "trust-next-officer-with-two-keys",
        signed(trusting(twoKeys), alice, aliceAtHome, bob),
        "threshold");
    OfficerKey machine = officer("console-1");
    TrustFile beating = next.withHeartbeats(List.of(key(machine)));
    add("trust-with-heartbeat-key-good", signed(trusting(beating), alice, carol), "accepted");
    TrustFile alone =
        new TrustFile(4, 2, List.of(key(alice))).withHeartbeats(List.of(key(machine)));
    add(
        "trust-heartbeat-key-as-officer",
        signed(made(alone.files(), 4, now.digest()), alice, bob, machine),
        "threshold");
    String beat = "heartbeat: " + machine.id() + " console-1\n";
    refusedBeat(
        "before-an-officer", beating, t -> t.replace(beat, "").replace("key: ", beat + "key: "));
    refusedBeat(
        "between-officers",
        beating,
        t -> t.replace(beat, "").replace("revoked: ", beat + "revoked: "));
    refusedBeat("without-a-name", beating, t -> t.replace(" console-1", ""));
    refusedBeat("repeated", beating, t -> t.replace(beat, beat + beat));
    refusedBeat(
        "of-an-officer", next, t -> t.replace("end:", "heartbeat: " + alice.id() + " x\nend:"));
    byte[] m = trusting(others).signedBytes();
    add(
        "trust-bad-signature-of-the-next",
        trusting(others)
            .signedBy(alice)
            .signedBy(bob)
            .signedBy(erin)
            .signed(List.of(new OfficerSignature(frank.id(), false, erin.sign(m))))
            .bytes(),
        "signature");
    add(
        "trust-payload-changed",
        bundle(trusting(next).signedBytes(), payload, alice, carol),
        "payload");
    add(
        "trust-as-policy",
        bundle(
            ascii(
                text(trusting(next))
                    .replace("kind: trust", "kind: policy")
                    .replaceAll("(?m)^serial: .*$", "serial: 9")),
            payload(next.files()),
            alice,
            carol),
        "payload-member");
    damaged();
  }

  private void damaged() throws BundleException {
    SortedMap<String, byte[]> more = new TreeMap<>(next.files());
    more.put("readme", ascii("hello\n"));
    refused("extra-file", more);
    SortedMap<String, byte[]> fewer = new TreeMap<>(next.files());
    fewer.remove(erin.id() + ".pem");
    refused("missing-key", fewer);
    SortedMap<String, byte[]> none = new TreeMap<>(next.files());
    none.remove("trust");
    refused("no-text", none);
    refused("no-trust-file", new TreeMap<>(java.util.Map.of("domains.tsv", ascii("x\n"))));
    SortedMap<String, byte[]> swapped = new TreeMap<>(next.files());
    swapped.put(erin.id() + ".pem", next.files().get(alice.id() + ".pem"));
    refused("another-key-under-the-name", swapped);
    SortedMap<String, byte[]> decorated = new TreeMap<>(next.files());
    decorated.put(
        erin.id() + ".pem",
        ascii(
            "# Erin\n" + new String(next.files().get(erin.id() + ".pem"), StandardCharsets.UTF_8)));
    refused("text-before-a-key", decorated);
    SortedMap<String, byte[]> longLines = new TreeMap<>(next.files());
    longLines.put(
        erin.id() + ".pem",
        ascii(
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(76, new byte[] {'\n'})
                    .encodeToString(erin.publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n"));
    refused("key-in-long-lines", longLines);
    refused("another-serial", new TreeMap<>(new TrustFile(5, 2, next.keys()).files()));
    refused("cut-short", with(text().substring(0, text().length() - 4)));
    refused("no-end", with(text().replace("end: postern-trust\n", "")));
    refused("repeated-key", with(text().replace("end:", "key: " + alice.id() + " Alice\nend:")));
    refused("control-character", with(text().replace("Erin", "Er\u0007in")));
    refused("carriage-return", with(text().replace("\n", "\r\n")));
    refused("threshold-0", with(text().replace("threshold: 2", "threshold: 0")));
    refused("another-version", with(text().replace("postern-trust: 1", "postern-trust: 2")));
    refused("shell-in-a-name", with(text().replace("Erin", "$(touch /tmp/x) ")));
  }

  private void refusedBeat(String name, TrustFile of, UnaryOperator<String> change)
      throws BundleException {
    SortedMap<String, byte[]> files = new TreeMap<>(of.files());
    String text = new String(files.get("trust"), StandardCharsets.UTF_8);
    files.put("trust", change.apply(text).getBytes(StandardCharsets.UTF_8));
    refused("heartbeat-key-" + name, files);
  }

  private String text() {
    return new String(next.files().get("trust"), StandardCharsets.UTF_8);
  }

  private SortedMap<String, byte[]> with(String text) {
    SortedMap<String, byte[]> files = new TreeMap<>(next.files());
    files.put("trust", text.getBytes(StandardCharsets.UTF_8));
    return files;
  }

  final void refused(String name, SortedMap<String, byte[]> files) throws BundleException {
    add("trust-" + name, signed(made(files, 4, now.digest()), alice, carol), "new-trust");
  }

  private Bundle trusting(TrustFile to) throws BundleException {
    return Bundle.trusting(now, to, Fixtures.terms());
  }

  private static String text(Bundle bundle) {
    return new String(bundle.signedBytes(), StandardCharsets.US_ASCII);
  }

  /** A manifest and payload with these files, whatever they are. */
  private Bundle made(SortedMap<String, byte[]> files, long serial, String previous)
      throws BundleException {
    byte[] payload = payload(files);
    StringBuilder lines =
        new StringBuilder("payload: " + Grammar.sha256(payload) + " " + payload.length + "\n");
    files.forEach(
        (name, bytes) ->
            lines
                .append("file: ")
                .append(Grammar.sha256(bytes))
                .append(' ')
                .append(bytes.length)
                .append(' ')
                .append(name)
                .append('\n'));
    String changed =
        text(trusting(next))
            .replaceAll("(?m)^(payload|file): .*\n", "")
            .replaceAll("(?m)^serial: .*$", "serial: " + serial)
            .replaceAll("(?m)^previous: .*$", "previous: " + previous)
            .replace("end: postern", lines + "end: postern");
    return Bundle.parse(bundle(ascii(changed), payload));
  }

  private static byte[] signed(Bundle bundle, OfficerKey... keys) {
    Bundle signed = bundle;
    for (OfficerKey key : keys) {
      signed = signed.signedBy(key);
    }
    return signed.bytes();
  }
}
