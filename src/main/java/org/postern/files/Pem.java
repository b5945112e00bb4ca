package org.postern.files;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Keys and certificates as text (RFC 7468). */
public final class Pem {
  private Pem() {}

  /**
   * The one form in which this program writes it: 64 letters a line, nothing before or behind.
   *
   * @param label such as {@code PUBLIC KEY}
   */
  public static String text(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** The bytes of the first such block in a text; empty if there is none that is sound. */
  public static Optional<byte[]> der(String label, String text) {
    String begin = "-----BEGIN " + label + "-----\n";
    int from = text.indexOf(begin);
    int to = text.indexOf("\n-----END " + label + "-----", from);
    if (from < 0 || to < from + begin.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Base64.getDecoder().decode(text.substring(from + begin.length(), to).replace("\n", "")));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The certificates of a text; none is an answer, too. */
  public static List<X509Certificate> certificates(String text) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }
}
