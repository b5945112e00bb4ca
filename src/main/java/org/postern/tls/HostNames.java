package org.postern.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The host names of a certificate, for saying what is wrong with it. Whether a connection is let
 * through the JDK decides, not this.
 */
final class HostNames {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private HostNames() {}

  /** dNSName and iPAddress of the subject alternative names (RFC 5280 clause 4.2.1.6). */
  static List<String> of(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all == null) {
        return names;
      }
      for (List<?> one : all) {
        boolean host = one.getFirst() instanceof Integer kind && (kind == DNS || kind == ADDRESS);
        if (host && one.get(1) instanceof String name) {
          names.add(name);
        }
      }
    } catch (CertificateParsingException e) {
      // Names that cannot be read name nobody.
    }
    return names;
  }

  /** RFC 9525: a wildcard stands for the whole leftmost label. */
  static boolean cover(X509Certificate certificate, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    String wild = dot < 0 ? wanted : "*" + wanted.substring(dot);
    return of(certificate).stream()
        .map(n -> n.toLowerCase(Locale.ROOT))
        .anyMatch(n -> n.equals(wanted) || n.equals(wild) || sameAddress(n, wanted));
  }

  private static boolean sameAddress(String name, String host) {
    if (!name.contains(":") || !host.contains(":")) {
      return false; // IPv4 has one spelling; of a name nobody is asked
    }
    try {
      return InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
