package org.postern.tls;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.postern.files.Pem;
import org.postern.files.Sha256;
import org.postern.mail.Inert;

/**
 * A certificate that a server showed, in words. Immutable; texts of strangers in it are made safe
 * to show.
 *
 * @param subject whose it says it is
 * @param names host names and addresses that it is for
 * @param issuer who vouches for it
 * @param fingerprint SHA-256, two hex digits for each byte, with colons
 * @param key kind and size: "RSA 2048"
 * @param pem the certificate itself
 * @param problems why it is not trusted; empty if it is
 */
public record ServerCertificate(
    String subject,
    List<String> names,
    String issuer,
    Instant from,
    Instant until,
    String fingerprint,
    String key,
    String pem,
    List<Problem> problems) {

  /** What can be wrong with it. */
  public enum Problem {
    /** It is not the one that was set as trusted, nor signed by it. */
    CHANGED,
    EXPIRED,
    NOT_YET_VALID,
    /** It is for another host. */
    OTHER_NAME,
    /** Only itself vouches for it. */
    SELF_SIGNED,
    /** Nobody here knows who issued it. */
    UNKNOWN_ISSUER,
    /** Its key or signature can be forged. */
    WEAK,
    /** Something else: it may not be used for servers, an issuer's certificate expired. */
    UNSUITABLE
  }

  private static final int MOST_NAMES = 20;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** Copies the lists. */
  public ServerCertificate {
    names = List.copyOf(names);
    problems = List.copyOf(problems);
  }

  static ServerCertificate of(X509Certificate leaf, List<Problem> problems) {
    try {
      byte[] der = leaf.getEncoded();
      return new ServerCertificate(
          Inert.brief(leaf.getSubjectX500Principal().getName(), 200),
          HostNames.of(leaf).stream().limit(MOST_NAMES).map(n -> Inert.brief(n, 120)).toList(),
          Inert.brief(leaf.getIssuerX500Principal().getName(), 200),
          leaf.getNotBefore().toInstant(),
          leaf.getNotAfter().toInstant(),
          HexFormat.ofDelimiter(":").withUpperCase().formatHex(Sha256.digest().digest(der)),
          key(leaf),
          Pem.text("CERTIFICATE", der),
          problems);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that came through TLS can be encoded", e);
    }
  }

  /**
   * What certificates in PEM are, for showing which ones are trusted.
   *
   * @throws IllegalArgumentException if they are none
   */
  public static List<ServerCertificate> of(String pem) {
    try {
      return Pem.certificates(pem).stream().map(c -> of(c, List.of())).toList();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate in PEM form", e);
    }
  }

  /** Whether it was another one that was trusted before: that is an alarm, not a question. */
  public boolean changed() {
    return problems.contains(Problem.CHANGED);
  }

  /**
   * Whether it would be accepted if an officer chose to trust exactly this one: what is out of date
   * or weak never is.
   */
  public boolean pinnable() {
    return problems.stream()
        .allMatch(
            p ->
                switch (p) {
                  case CHANGED, OTHER_NAME, SELF_SIGNED, UNKNOWN_ISSUER -> true;
                  case EXPIRED, NOT_YET_VALID, WEAK, UNSUITABLE -> false;
                });
  }

  /** Whom it is for, who issued it, how long it holds, its fingerprint: one sentence each. */
  public String facts() {
    return "It is for "
        + (names.isEmpty() ? "no host name (" + subject + ")" : String.join(", ", names))
        + "; issued by "
        + issuer
        + "; valid from "
        + DAY.format(from)
        + " until "
        + DAY.format(until)
        + "; key "
        + key
        + "; SHA-256 fingerprint "
        + fingerprint
        + ".";
  }

  /** Each problem in plain words. */
  public List<String> reasons(String host) {
    return problems.stream()
        .map(
            p ->
                switch (p) {
                  case CHANGED ->
                      "it is not the certificate that was trusted until now, nor signed by it";
                  case EXPIRED -> "it expired on " + DAY.format(until);
                  case NOT_YET_VALID ->
                      "it is not valid before "
                          + DAY.format(from)
                          + ", or this computer's clock is wrong";
                  case OTHER_NAME ->
                      "it is for "
                          + (names.isEmpty() ? "no host at all" : String.join(", ", names))
                          + ", and not for "
                          + host;
                  case SELF_SIGNED -> "it vouches for itself, and nobody else does";
                  case UNKNOWN_ISSUER -> "nobody here knows its issuer, " + issuer;
                  case WEAK ->
                      "its key or signature is so weak that it can be forged (" + key + ")";
                  case UNSUITABLE ->
                      "it, or the certificate of its issuer, is out of date or not meant for"
                          + " servers";
                })
        .toList();
  }

  /** What an officer should do about the worst problem. */
  public String advice() {
    if (changed()) {
      return "This may be an attack, and nothing was sent. Ask the mail administrator, by telephone"
          + " and not by mail, whether the certificate was replaced, and compare the"
          + " fingerprint before you trust the new one.";
    }
    if (problems.contains(Problem.NOT_YET_VALID)) {
      return "Check this computer's clock; if it is right, ask for another certificate.";
    }
    if (!pinnable()) {
      return "It cannot be trusted by choice either: ask the mail administrator for a new one.";
    }
    if (problems.contains(Problem.OTHER_NAME)) {
      return "Use a name that it carries, or compare the fingerprint with your administrator's and"
          + " trust exactly this certificate.";
    }
    return "Compare the fingerprint with your administrator's; then trust exactly this certificate,"
        + " or name its issuer's under \"Certificate to trust\".";
  }

  static boolean weak(X509Certificate c) {
    int bits = bits(c);
    boolean few = c.getPublicKey() instanceof ECKey ? bits < 224 : bits > 0 && bits < 2048;
    String signature = c.getSigAlgName().toUpperCase(Locale.ROOT);
    return few
        || signature.startsWith("MD")
        || (signature.startsWith("SHA1") || signature.startsWith("SHA-1"));
  }

  private static int bits(X509Certificate c) {
    return switch (c.getPublicKey()) {
      case RSAKey rsa -> rsa.getModulus().bitLength();
      case ECKey ec -> ec.getParams().getOrder().bitLength();
      case DSAKey dsa -> dsa.getParams() == null ? 0 : dsa.getParams().getP().bitLength();
      case java.security.PublicKey _ -> 0; // Edwards curves have one size each
    };
  }

  private static String key(X509Certificate c) {
    int bits = bits(c);
    return c.getPublicKey().getAlgorithm()
        + (bits == 0 ? "" : " " + bits)
        + ", signed with "
        + c.getSigAlgName();
  }
}
