package org.postern.bundle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.policy.DomainName;
import org.postern.policy.EmailAddress;
import org.postern.policy.Unlisted;

/**
 * What the officers sign: which policy, for whom, from when to when, the digest of its rules, and
 * what the rules must do. Its text form (docs/bundle-format.md) is the bytes that are signed.
 * Immutable.
 *
 * @param kind {@code policy}, or {@code trust} for the next trust file; other kinds are for later
 *     versions
 * @param policyId the line of policies that this continues; a gateway follows one
 * @param serial the revision of the lists, or of the trust file
 * @param previous {@code sha256:…} of the manifest before, or {@code none}; of the trust file
 *     before
 * @param created when it was made, to the second, like the other two times
 * @param unlisted what happens to mail for names that no rule covers
 * @param audience the gateways that it is for
 * @param engine versions of the data behind the lookalikes, and how much of the engine's reach they
 *     cover
 * @param audit head of the audit chain when it was made, {@code sha256:…}
 * @param payload digest of {@code payload.tar}
 * @param files the files of the payload
 * @param probes what the rules must do, tried by the gateway before it switches
 */
public record Manifest(
    String kind,
    String policyId,
    long serial,
    String previous,
    Instant created,
    Instant notBefore,
    Instant notAfter,
    Unlisted unlisted,
    List<String> audience,
    List<String> engine,
    Optional<String> audit,
    Digest payload,
    List<Listed> files,
    List<Probe> probes) {

  static final String FIRST_LINE = "postern-bundle: 1";
  static final String LAST_LINE = "end: postern-bundle";
  static final String POLICY = "policy";
  static final String TRUST = "trust";
  static final String NO_PREVIOUS = "none";

  /** A megabyte: some ten thousand probes. */
  static final int LARGEST = 1 << 20;

  public Manifest {
    audience = List.copyOf(audience);
    engine = List.copyOf(engine);
    files = List.copyOf(files);
    probes = List.copyOf(probes);
  }

  /**
   * @param sha256 64 hex digits
   * @param size in bytes
   */
  public record Digest(String sha256, long size) {
    static Digest of(byte[] bytes) {
      return new Digest(Grammar.sha256(bytes), bytes.length);
    }
  }

  /** One file of the payload. */
  public record Listed(String name, Digest digest) {}

  /**
   * @param name a domain or an address
   * @param outcome what must happen to mail for it
   */
  public record Probe(String name, Outcome outcome) {

    /**
     * Under which name a gateway looks for a recipient, or a domain, that somebody typed; empty if
     * none can.
     */
    public static Optional<String> named(String typed) {
      Optional<String> name =
          typed.indexOf('@') < 0
              ? DomainName.parse(typed).ok().map(DomainName::ascii)
              : EmailAddress.parse(typed).ok().map(Probe::canonical);
      return name.filter(n -> Grammar.isName(n) || Grammar.isAddress(n));
    }

    private static String canonical(EmailAddress address) {
      return address.localPart().toLowerCase(Locale.ROOT) + "@" + address.domain().ascii();
    }
  }

  /** The signed bytes: the same manifest always has the same ones. */
  public byte[] bytes() {
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append('\n');
    line(text, "kind", kind);
    line(text, "policy-id", policyId);
    line(text, "serial", Long.toString(serial));
    line(text, "previous", previous);
    line(text, "created", Grammar.text(created));
    line(text, "not-before", Grammar.text(notBefore));
    line(text, "not-after", Grammar.text(notAfter));
    line(text, "unlisted", unlisted.word());
    audience.forEach(gateway -> line(text, "audience", gateway));
    engine.forEach(fact -> line(text, "engine", fact));
    audit.ifPresent(head -> line(text, "audit", head));
    line(text, "payload", payload.sha256() + " " + payload.size());
    for (Listed file : files) {
      line(text, "file", file.digest().sha256() + " " + file.digest().size() + " " + file.name());
    }
    for (Probe probe : probes) {
      line(text, "probe", probe.name() + " " + probe.outcome().word());
    }
    return text.append(LAST_LINE).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * {@code sha256:…} over {@link #bytes()}: the name of this bundle in the next one and in
   * receipts.
   */
  public String digest() {
    return "sha256:" + Grammar.sha256(bytes());
  }

  private static void line(StringBuilder text, String field, String value) {
    text.append(field).append(": ").append(value).append('\n');
  }
}
