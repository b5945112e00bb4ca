package org.postern.bundle;

import static org.postern.bundle.Fixtures.ascii;
import static org.postern.bundle.Fixtures.key;
import static org.postern.bundle.Fixtures.officer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postern.files.Pem;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerSignature;
import org.postern.officer.SecondKey;

/** Bundles signed, or not, with second keys; {@link #trustFile} names Grace's. */
abstract class SecondCases extends TrustCases {
  private final SecondKey stranger = SecondKey.create();
  private final OfficerKey heidi = officer("Heidi");
  private final TrustFile next =
      new TrustFile(4, 2, List.of(key(alice), key(carol), key(heidi)))
          .with(List.of(new TrustFile.Second(stranger.id(), "Heidi", stranger.publicKey())));

  SecondCases() throws BundleException {}

  final void seconds() throws BundleException {
    byte[] m = good.signedBytes();
    Bundle one = Bundle.parse(around(m, new TreeMap<>())).signedBy(alice);
    byte[] second = graceSecond.sign(m);
    add("second-good", with(one, grace.sign(m), second), "accepted");
    add("second-missing", one.signedBy(grace).bytes(), "threshold", "accepted");
    add("second-alone", second(one, graceSecond.id(), second), "threshold");
    add("second-empty", with(one, grace.sign(m), new byte[0]), "signature", "accepted");
    add(
        "second-flipped-bit",
        with(one, grace.sign(m), at(second, 2_000, second[2_000] ^ 1)),
        "signature",
        "accepted");
    add(
        "second-of-another-manifest",
        with(one, grace.sign(m), graceSecond.sign(active.signedBytes())),
        "signature",
        "accepted");
    add(
        "second-of-another-key",
        with(one, grace.sign(m), stranger.sign(m)),
        "signature",
        "accepted");
    add(
        "second-good-first-of-another-manifest",
        with(one, grace.sign(active.signedBytes()), second),
        "signature");
    add("second-under-unknown-key", second(one.signedBy(bob), stranger.id(), second), "accepted");
    add("second-under-the-first-key", second(one, grace.id(), second), "threshold");
    add(
        "second-good-but-too-few-others",
        with(Bundle.parse(around(m, new TreeMap<>())), grace.sign(m), second),
        "threshold");
    add("too-large-second", with(one, grace.sign(m), new byte[3_310]), "too-large");
    String s = "sig/" + graceSecond.id() + ".mldsa";
    add(
        "member-second-after-payload",
        archive("manifest", m, "payload.tar", payload, s, second),
        "member");
    add(
        "member-repeated-second",
        archive("manifest", m, s, second, s, second, "payload.tar", payload),
        "member");
    add("member-second-behind-the-first-of-its-key", behind(m, second), "member");
    add(
        "member-second-upper-case",
        archive(
            "manifest", m, s.toUpperCase(java.util.Locale.ROOT), second, "payload.tar", payload),
        "member");
    add(
        "member-other-algorithm",
        archive("manifest", m, s.replace("mldsa", "slhda"), second, "payload.tar", payload),
        "member");
    trustFilesWithSeconds();
  }

  private byte[] behind(byte[] m, byte[] second) {
    String id = grace.id();
    return archive(
        "manifest",
        m,
        "sig/" + id + ".sig",
        grace.sign(m),
        "sig/" + id + ".mldsa",
        second,
        "payload.tar",
        payload);
  }

  private void trustFilesWithSeconds() throws BundleException {
    Bundle bundle = Bundle.trusting(trustFile(), next, Fixtures.terms()).signedBy(alice);
    byte[] m = bundle.signedBytes();
    add(
        "trust-second-good",
        second(bundle.signedBy(bob).signedBy(heidi), stranger.id(), stranger.sign(m)),
        "accepted");
    add(
        "trust-second-missing",
        bundle.signedBy(bob).signedBy(heidi).bytes(),
        "threshold",
        "accepted");
    add(
        "trust-second-bad",
        second(bundle.signedBy(bob).signedBy(heidi), stranger.id(), graceSecond.sign(m)),
        "signature",
        "accepted");
    String text = new String(next.files().get("trust"), StandardCharsets.UTF_8);
    String line = "second: " + stranger.id() + " Heidi\n";
    changed("version-1", text.replace("postern-trust: 2", "postern-trust: 1"));
    changed("version-3", text.replace("postern-trust: 2", "postern-trust: 3"));
    changed("of-nobody", text.replace(line, line.replace("Heidi", "heidi")));
    changed("of-a-revoked-officer", text.replace("key: " + heidi.id(), "revoked: " + heidi.id()));
    changed(
        "before-its-first",
        text.replace(line, "").replace("key: " + heidi.id(), line + "key: " + heidi.id()));
    changed("twice", text.replace(line, line + line));
    SortedMap<String, byte[]> none = new TreeMap<>(next.files());
    none.put("trust", ascii(text.replace(line, "")));
    none.remove(stranger.id() + ".pem");
    refused("second-version-2-without", none);
    String pem = stranger.id() + ".pem";
    SortedMap<String, byte[]> missing = new TreeMap<>(next.files());
    missing.remove(pem);
    refused("second-key-missing", missing);
    keyFile("of-another", pem, ascii(OfficerKey.pemOf(heidi.publicKey())));
    byte[] der = stranger.publicKey().getEncoded();
    keyFile(
        "in-long-lines",
        pem,
        ascii(
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n"));
    keyFile("cut-short", pem, ascii(Pem.text("PUBLIC KEY", java.util.Arrays.copyOf(der, 1_973))));
    SortedMap<String, byte[]> ec = new TreeMap<>(next.files());
    ec.remove(pem);
    ec.put(bob.id() + ".pem", ascii(OfficerKey.pemOf(bob.publicKey())));
    ec.put("trust", ascii(text.replace(stranger.id(), bob.id())));
    refused("second-is-no-ml-dsa", ec);
    SortedMap<String, byte[]> swapped = new TreeMap<>(next.files());
    swapped.put(
        "trust",
        ascii(
            text.replace("key: " + alice.id(), "key: " + stranger.id())
                .replace("second: " + stranger.id(), "second: " + alice.id())));
    refused("second-in-place-of-a-first", swapped);
  }

  private void changed(String name, String text) throws BundleException {
    SortedMap<String, byte[]> files = new TreeMap<>(next.files());
    files.put("trust", text.getBytes(StandardCharsets.UTF_8));
    refused("second-" + name, files);
  }

  private void keyFile(String name, String pem, byte[] bytes) throws BundleException {
    SortedMap<String, byte[]> files = new TreeMap<>(next.files());
    files.put(pem, bytes);
    refused("second-key-" + name, files);
  }

  private byte[] with(Bundle bundle, byte[] first, byte[] second) {
    return second(
        bundle.signed(List.of(new OfficerSignature(grace.id(), false, first))),
        graceSecond.id(),
        second);
  }

  private static byte[] second(Bundle bundle, String id, byte[] signature) {
    return bundle
        .signed(new ArrayList<>(List.of(new OfficerSignature(id, true, signature))))
        .bytes();
  }
}
