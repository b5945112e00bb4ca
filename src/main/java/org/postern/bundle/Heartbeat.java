package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postern.bundle.BundleException.Reason;
import org.postern.officer.Signatures;

/**
 * What the console says every day, so that whoever withholds files cannot keep a gateway on an old
 * policy unnoticed (docs/bundle-format.md, "Heartbeats"; the timestamp role of The Update
 * Framework). It authorises nothing: all that it can do is raise the alarm. Immutable.
 *
 * @param policyId the line of policies that it speaks of
 * @param time when it was said, to the second
 * @param next when the one after it is due, at most {@link #LONGEST} later
 * @param serial of the newest policy
 * @param manifest {@code sha256:…} of that policy's manifest
 * @param trustSerial of the newest trust file
 * @param trust {@code sha256:…} of that trust file's text
 * @param key id of the heartbeat key that it is signed with
 */
public record Heartbeat(
    String policyId,
    Instant time,
    Instant next,
    long serial,
    String manifest,
    long trustSerial,
    String trust,
    String key) {

  /** A longer silence would be a freeze by itself. */
  public static final Duration LONGEST = Duration.ofDays(32);

  /** A real one has some 600 bytes. */
  static final int LARGEST = 2048;

  private static final String FIRST_LINE = "postern-heartbeat: 1";
  private static final String LAST_LINE = "end: postern-heartbeat";
  private static final String SIGNATURE = "signature: ";
  private static final List<String> FIELDS =
      List.of("policy-id", "time", "next", "serial", "manifest", "trust-serial", "trust", "key");
  private static final DateTimeFormatter IN_NAMES =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public Heartbeat {
    time = time.truncatedTo(ChronoUnit.SECONDS);
    next = next.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * What is said about the newest policy and the trust file that gateways believe.
   *
   * @param newest the policy
   * @param pause how long until the next one is due
   * @throws BundleException {@code BAD_TERMS} if the pause is none, or too long; {@code
   *     NOT_A_TRUST_FILE} if the trust file does not name the key
   */
  public static Heartbeat of(
      String policyId,
      BundleVerifier.Active newest,
      TrustFile trust,
      HeartbeatKey key,
      Instant now,
      Duration pause)
      throws BundleException {
    if (pause.toSeconds() < 1 || pause.compareTo(LONGEST) > 0) {
      throw new BundleException(
          Reason.BAD_TERMS,
          "The next heartbeat must be due within " + LONGEST.toDays() + " days. Nothing was made.");
    }
    String id =
        trust.heartbeats().stream()
            .filter(k -> key.belongsTo(k.key()))
            .map(TrustFile.Key::id)
            .findFirst()
            .orElseThrow(
                () ->
                    new BundleException(
                        Reason.NOT_A_TRUST_FILE,
                        "Trust file "
                            + trust.serial()
                            + " does not name this heartbeat key, so no gateway would believe it."
                            + " Bring the gateways a trust file that does. Nothing was made."));
    return new Heartbeat(
        policyId,
        now,
        now.plus(pause),
        newest.serial(),
        newest.digest(),
        trust.serial(),
        trust.digest(),
        id);
  }

  /** The whole file: the text and its signature. */
  public byte[] signed(HeartbeatKey by) {
    byte[] text = text();
    String signature = Base64.getEncoder().encodeToString(by.sign(text));
    return (new String(text, StandardCharsets.US_ASCII) + SIGNATURE + signature + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** What to call the file: gateways take it from their folder of bundles, after these. */
  public String fileName() {
    return "heartbeat-" + IN_NAMES.format(time) + ".postern";
  }

  /** What is signed. */
  byte[] text() {
    List<String> values =
        List.of(
            policyId,
            Grammar.text(time),
            Grammar.text(next),
            Long.toString(serial),
            manifest,
            Long.toString(trustSerial),
            trust,
            key);
    StringBuilder text = new StringBuilder(FIRST_LINE + "\n");
    for (int i = 0; i < values.size(); i++) {
      text.append(FIELDS.get(i)).append(": ").append(values.get(i)).append('\n');
    }
    return text.append(LAST_LINE).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** What a file says, in the one form that is allowed, and what is to be verified of it. */
  static final class Signed {
    private final Heartbeat heartbeat;
    private final byte[] text;
    private final byte[] signature;

    private Signed(Heartbeat heartbeat, byte[] text, byte[] signature) {
      this.heartbeat = heartbeat;
      this.text = text;
      this.signature = signature;
    }

    Heartbeat heartbeat() {
      return heartbeat;
    }

    /** Whether that key signed it. */
    boolean by(PublicKey signer) {
      return Signatures.verify(signer, text, signature);
    }
  }

  /** Empty if it is in any other form. */
  static Optional<Signed> parse(byte[] file) {
    List<String> lines = Grammar.lines(file, false).orElse(List.of());
    if (lines.size() != FIELDS.size() + 3
        || !lines.getFirst().equals(FIRST_LINE)
        || !lines.get(FIELDS.size() + 1).equals(LAST_LINE)
        || !lines.getLast().startsWith(SIGNATURE)) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      String start = FIELDS.get(i) + ": ";
      if (!lines.get(i + 1).startsWith(start)) {
        return Optional.empty();
      }
      values.add(lines.get(i + 1).substring(start.length()));
    }
    String last = lines.getLast();
    int textEnds = file.length - last.length() - 1;
    Optional<byte[]> signature = signature(last.substring(SIGNATURE.length()));
    return of(values)
        .flatMap(h -> signature.map(s -> new Signed(h, Arrays.copyOf(file, textEnds), s)));
  }

  private static Optional<Heartbeat> of(List<String> v) {
    Optional<Instant> time = Grammar.time(v.get(1));
    Optional<Instant> next = Grammar.time(v.get(2));
    Optional<Long> serial = Grammar.number(v.get(3)).filter(n -> n > 0);
    Optional<Long> trustSerial =
        Grammar.number(v.get(5)).filter(n -> n > 0 && n <= TrustFile.LARGEST_SERIAL);
    boolean good =
        Grammar.isPolicyId(v.get(0))
            && time.isPresent()
            && next.isPresent()
            && next.get().isAfter(time.get())
            && !next.get().isAfter(time.get().plus(LONGEST))
            && serial.isPresent()
            && Grammar.isDigest(v.get(4))
            && trustSerial.isPresent()
            && Grammar.isDigest(v.get(6))
            && Grammar.isKeyId(v.get(7));
    return good
        ? Optional.of(
            new Heartbeat(
                v.get(0),
                time.get(),
                next.get(),
                serial.get(),
                v.get(4),
                trustSerial.get(),
                v.get(6),
                v.get(7)))
        : Optional.empty();
  }

  /** Base64 in one line, in the one way in which it is written. */
  private static Optional<byte[]> signature(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length > 0
              && bytes.length <= Bundle.LARGEST_SIGNATURE
              && Base64.getEncoder().encodeToString(bytes).equals(base64)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
