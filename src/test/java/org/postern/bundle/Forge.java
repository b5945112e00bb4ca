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
import java.util.function.UnaryOperator;
import org.postern.officer.OfficerKey;
import org.postern.officer.SecondKey;
import org.postern.policy.Entry;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;

/**
 * Makes bundles that a gateway must refuse, out of a good one: the officers' keys, and how to sign,
 * pack and spoil.
 */
abstract class Forge {
  /** {@code accepted}, {@code current}, or the word of a {@link Refusal}. */
  static final class Case {
    private final String name;
    private final byte[] bundle;
    private final String answer;
    private final String withoutSecond;

    private Case(String name, byte[] bundle, String answer, String withoutSecond) {
      this.name = name;
      this.bundle = bundle;
      this.answer = answer;
      this.withoutSecond = withoutSecond;
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

    /** What a verifier that knows no ML-DSA-65 answers. */
    String withoutSecond() {
      return withoutSecond;
    }
  }

  final OfficerKey alice = officer("Alice Carter");
  final OfficerKey aliceAtHome = officer("Alice Carter");
  final OfficerKey bob = officer("Bob Ève");
  final OfficerKey carol = officer("Carol");
  final OfficerKey grace = officer("Grace Ó Hara");
  final SecondKey graceSecond = SecondKey.create();
  final OfficerKey dismissed = officer("Dave");
  final OfficerKey mallory = officer("Mallory");
  final List<Case> cases = new ArrayList<>();
  final Bundle active;
  final Bundle good;
  final String manifest;
  final byte[] payload;

  Forge() throws BundleException {
    active = Bundle.of(policy(5), Fixtures.terms()).signedBy(alice).signedBy(bob);
    good = Bundle.of(policy(6), Fixtures.terms().following(active)).signedBy(alice).signedBy(bob);
    manifest = new String(good.signedBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    payload = good.payload();
  }

  static Policy policy(long serial, Entry... more) {
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

  /** Two of four officers; one has two keys, one a second key; one was dismissed. */
  TrustFile trustFile() {
    return new TrustFile(
        3,
        2,
        List.of(
            Fixtures.key(alice),
            Fixtures.key(aliceAtHome),
            Fixtures.key(bob),
            Fixtures.key(carol),
            Fixtures.key(grace),
            Fixtures.revoked(dismissed)),
        List.of(new TrustFile.Second(graceSecond.id(), grace.officer(), graceSecond.publicKey())),
        List.of());
  }

  void add(String name, byte[] bytes, String answer) {
    add(name, bytes, answer, answer);
  }

  void add(String name, byte[] bytes, String answer, String withoutSecond) {
    cases.add(new Case(name, bytes, answer, withoutSecond));
  }

  /** Signed by two officers who wanted it so: what only the strictness of the gateway catches. */
  byte[] resigned(Map<String, byte[]> listed, byte[] payload) {
    return resigned(listed, payload, "");
  }

  byte[] resigned(Map<String, byte[]> listed, byte[] payload, String probes) {
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

  byte[] signedAs(byte[] m, byte[] byAlice, byte[] byBob) {
    Map<String, byte[]> sorted =
        new java.util.TreeMap<>(
            Map.of("sig/" + alice.id() + ".sig", byAlice, "sig/" + bob.id() + ".sig", byBob));
    return around(m, sorted);
  }

  byte[] archive3(byte[] m, byte[] byAlice, byte[] byBob, byte[] byCarol) {
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

  byte[] around(byte[] m, Map<String, byte[]> signatures) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("manifest", m);
    members.putAll(signatures);
    members.put("payload.tar", payload);
    return Ustar.write(new ArrayList<>(members.keySet()), new ArrayList<>(members.values()));
  }

  static byte[] archive(Object... namesAndContents) {
    List<String> names = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      names.add((String) namesAndContents[i]);
      contents.add((byte[]) namesAndContents[i + 1]);
    }
    return Ustar.write(names, contents);
  }

  static byte[] at(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  /** Changes the first header and makes its checksum right again. */
  static byte[] header(byte[] archive, UnaryOperator<byte[]> change) {
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

  static byte[] replaced(byte[] bytes, String what, String with) {
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    if (!text.contains(what)) {
      throw new AssertionError("nothing was changed");
    }
    return ascii(text.replace(what, with));
  }
}
