package org.postern.bundle;

import static org.postern.bundle.Fixtures.ascii;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.officer.OfficerKey;

/**
 * The heartbeats of the reference set: good ones, and one bad one for each way to fail, named after
 * it. Every gateway must give these answers when serial 5 and trust file 3 are in force and the
 * clock is right: what is overdue depends on it.
 */
final class HeartbeatCases {
  /** One heartbeat, and what a gateway must make of it. */
  static final class Case {
    private final String name;
    private final String before;
    private final byte[] file;
    private final String answer;

    private Case(String name, String before, byte[] file, String answer) {
      this.name = name;
      this.before = before;
      this.file = file;
      this.answer = answer;
    }

    String name() {
      return name;
    }

    /**
     * The heartbeat that the gateway has believed before: {@code none}, {@code last}, which is a
     * day old, {@code overdue}, or one by a key that is not known any more.
     */
    String before() {
      return before;
    }

    byte[] file() {
      return file;
    }

    /** {@code accepted}, {@code current}, {@code alarm} and a word, or the word of a refusal. */
    String answer() {
      return answer;
    }
  }

  /** Of the policy in force: nothing but its digest and its serial matter. */
  static final String MANIFEST = "serial: 5\n";

  private final OfficerKey officer = Fixtures.officer("Alice");
  private final HeartbeatKey key;
  private final HeartbeatKey second;
  private final HeartbeatKey stranger;
  private final TrustFile trust;
  private final BundleVerifier.Active active =
      new BundleVerifier.Active(5, "sha256:" + Grammar.sha256(ascii(MANIFEST)));
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final List<Case> cases = new ArrayList<>();

  HeartbeatCases(Path dir) throws BundleException {
    key = made(dir.resolve("key"));
    second = made(dir.resolve("second"));
    stranger = made(dir.resolve("stranger"));
    trust =
        new TrustFile(
            3,
            1,
            List.of(Fixtures.key(officer)),
            List.of(),
            List.of(named(dir, "key"), named(dir, "second")));
    good();
    signatures();
    forms();
    times();
    contents();
  }

  private static HeartbeatKey made(Path file) throws BundleException {
    HeartbeatKey.create(file);
    return HeartbeatKey.read(file);
  }

  private static TrustFile.Key named(Path dir, String file) throws BundleException {
    var half = TrustFile.publicKey(dir.resolve(file + ".pub"));
    return new TrustFile.Key(OfficerKey.idOf(half), "console " + file, half, false);
  }

  List<Case> cases() {
    return cases;
  }

  TrustFile trust() {
    return trust;
  }

  BundleVerifier.Active active() {
    return active;
  }

  /** What the gateway has believed before. */
  Map<String, Optional<byte[]>> before() {
    return Map.of(
        "none",
        Optional.empty(),
        "last",
        Optional.of(last().signed(key)),
        "overdue",
        Optional.of(overdue().signed(key)),
        "unknown-key",
        Optional.of(
            changed(last(), now, 99, active.digest(), 99, trust.digest(), "0".repeat(16))
                .signed(stranger)));
  }

  private Heartbeat last() {
    return of(now.minus(Duration.ofDays(1)));
  }

  private Heartbeat overdue() {
    return of(now.minus(Duration.ofDays(3)));
  }

  private Heartbeat of(Instant time) {
    return changed(
        new Heartbeat("7f3c", time, time.plus(Duration.ofHours(26)), 5, "", 3, "", ""),
        time,
        5,
        active.digest(),
        3,
        trust.digest(),
        trust.heartbeats().getFirst().id());
  }

  private static Heartbeat changed(
      Heartbeat h,
      Instant time,
      long serial,
      String manifest,
      long trustSerial,
      String t,
      String k) {
    return new Heartbeat(h.policyId(), time, h.next(), serial, manifest, trustSerial, t, k);
  }

  private void add(String name, String before, byte[] file, String answer) {
    cases.add(new Case("heartbeat-" + name, before, file, answer));
  }

  private void good() {
    add("good", "last", of(now).signed(key), "accepted");
    add("good-first", "none", of(now).signed(key), "accepted");
    add("good-after-a-silence", "overdue", of(now).signed(key), "accepted");
    add("good-clocks-differ-a-little", "last", of(now.plusSeconds(120)).signed(key), "accepted");
    add(
        "good-second-machine",
        "last",
        with(of(now), h -> h.replace(id(0), id(1)), second),
        "accepted");
    add(
        "good-older-than-the-policy-in-force",
        "none",
        serial(4, "4", 3, trust.digest()),
        "accepted");
    add("good-last-one-by-a-key-no-longer-known", "unknown-key", of(now).signed(key), "accepted");
    add("current", "last", last().signed(key), "current");
    add("current-signed-again", "last", last().signed(key), "current");
    add("behind", "last", serial(6, "6", 3, trust.digest()), "alarm behind");
    add("behind-on-trust", "last", serial(5, "5", 4, active.digest()), "alarm behind");
    add("fork", "none", serial(5, "6", 3, trust.digest()), "alarm fork");
    add("fork-on-trust", "none", serial(5, "5", 3, active.digest()), "alarm fork");
    add("overdue-already-known", "overdue", overdue().signed(key), "alarm stale");
  }

  private String id(int which) {
    return trust.heartbeats().get(which).id();
  }

  private byte[] serial(long serial, String digit, long trustSerial, String trustDigest) {
    String manifest = digit.equals("5") ? active.digest() : "sha256:" + digit.repeat(64);
    return changed(of(now), now, serial, manifest, trustSerial, trustDigest, id(0)).signed(key);
  }

  private void signatures() {
    add("by-a-stranger", "last", of(now).signed(stranger), "signature");
    add("by-another-machine-than-it-says", "last", of(now).signed(second), "signature");
    add(
        "by-an-unknown-key",
        "last",
        with(of(now), h -> h.replace(id(0), "0123456789abcdef"), stranger),
        "key");
    add(
        "by-an-officer",
        "last",
        unsigned(of(now), h -> h.replace(id(0), officer.id()), officer::sign),
        "key");
    add(
        "flipped-bit",
        "last",
        ascii(text(of(now).signed(key)).replace("serial: 5", "serial: 4")),
        "signature");
    add("nothing-signed", "last", unsigned(of(now), h -> h, _ -> new byte[0]), "form");
    add(
        "trailing-byte-in-the-signature",
        "last",
        unsigned(
            of(now),
            h -> h,
            t -> {
              byte[] signature = key.sign(t);
              return Arrays.copyOf(signature, signature.length + 1);
            }),
        "signature");
    add("huge-signature", "last", unsigned(of(now), h -> h, _ -> new byte[129]), "form");
  }

  private void forms() {
    form("no-final-line-feed", t -> t.substring(0, t.length() - 1));
    form("something-behind", t -> t + "x\n");
    form("carriage-returns", t -> t.replace("\n", "\r\n"));
    form("no-end", t -> t.replace("end: postern-heartbeat\n", ""));
    form("no-signature", t -> t.substring(0, t.indexOf("signature")));
    form("another-version", t -> t.replace("heartbeat: 1", "heartbeat: 2"));
    form("base64-in-another-spelling", t -> t.substring(0, t.length() - 1) + "=\n");
    form("base64-garbage", t -> t.replaceAll("signature: ....", "signature: @@@@"));
    form("only-its-first-line", t -> t.substring(0, t.indexOf('\n') + 1));
    signedForm("field-missing", h -> h.replaceFirst("serial: .*\n", ""));
    signedForm("field-repeated", h -> h.replaceFirst("(serial: .*\n)", "$1$1"));
    signedForm("fields-swapped", h -> h.replaceFirst("(time: .*\n)(next: .*\n)", "$2$1"));
    signedForm("unknown-line", h -> h.replace("end: ", "note: hello\nend: "));
    signedForm("serial-zero", h -> h.replace("\nserial: 5", "\nserial: 0"));
    signedForm("serial-leading-zero", h -> h.replace("\nserial: 5", "\nserial: 05"));
    signedForm("serial-too-long", h -> h.replace("\nserial: 5", "\nserial: 5555555555555"));
    signedForm("serial-expression", h -> h.replace("\nserial: 5", "\nserial: 4+1"));
    signedForm(
        "trust-serial-too-long", h -> h.replace("trust-serial: 3", "trust-serial: 3333333333"));
    signedForm("short-digest", h -> h.replaceFirst("manifest: .*", "manifest: sha256:00"));
    signedForm("no-digest", h -> h.replaceFirst("manifest: .*", "manifest: none"));
    signedForm("30-february", h -> h.replaceFirst("time: .*", "time: 2026-02-30T00:00:00Z"));
    signedForm("not-ascii", h -> h.replace("policy-id: 7f3c", "policy-id: 7f3\u00e9"));
    signedForm("next-before-time", h -> h.replaceFirst("next: .*", "next: 2020-01-01T00:00:00Z"));
    signedForm("next-is-time", h -> h.replaceFirst("next: .*", "next: " + Grammar.text(now)));
    signedForm(
        "next-in-33-days",
        h -> h.replaceFirst("next: .*", "next: " + Grammar.text(now.plus(Duration.ofDays(33)))));
    add(
        "next-in-32-days-good",
        "last",
        with(
            of(now),
            h -> h.replaceFirst("next: .*", "next: " + Grammar.text(now.plus(Duration.ofDays(32)))),
            key),
        "accepted");
    add(
        "too-large",
        "last",
        ascii(text(of(now).signed(key)) + "x".repeat(Heartbeat.LARGEST)),
        "too-large");
  }

  private void times() {
    add("from-the-future", "none", of(now.plus(Duration.ofHours(1))).signed(key), "not-yet");
    add("overdue", "none", overdue().signed(key), "stale");
    add("older-than-the-last", "last", of(now.minus(Duration.ofDays(2))).signed(key), "rollback");
    add(
        "of-the-same-time-with-another-content",
        "last",
        with(last(), h -> h.replace("\nserial: 5", "\nserial: 6"), key),
        "fork");
  }

  private void contents() {
    add(
        "of-another-line",
        "last",
        with(of(now), h -> h.replace("7f3c", "other"), key),
        "policy-id");
    add("older-serial-than-the-last", "last", serial(4, "4", 3, trust.digest()), "rollback");
    add("older-trust-than-the-last", "last", serial(5, "5", 2, trust.digest()), "rollback");
    add("other-content-than-the-last", "last", serial(5, "6", 3, trust.digest()), "fork");
    add("other-trust-than-the-last", "last", serial(5, "5", 3, active.digest()), "fork");
  }

  private void form(String name, UnaryOperator<String> change) {
    add(name, "last", ascii(change.apply(text(of(now).signed(key)))), "form");
  }

  /** Signed by the right key: only the strictness of the gateway catches it. */
  private void signedForm(String name, UnaryOperator<String> change) {
    add(name, "last", with(of(now), change, key), "form");
  }

  private static byte[] with(Heartbeat heartbeat, UnaryOperator<String> change, HeartbeatKey by) {
    return unsigned(heartbeat, change, by::sign);
  }

  private static byte[] unsigned(
      Heartbeat heartbeat, UnaryOperator<String> change, UnaryOperator<byte[]> sign) {
    String before = text(heartbeat.text());
    String after = change.apply(before);
    return ascii(
        after
            + "signature: "
            + Base64.getEncoder().encodeToString(sign.apply(ascii(after)))
            + "\n");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
