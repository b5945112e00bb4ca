package org.postern.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.postern.files.Pem;
import org.postern.tls.ServerCertificate.Problem;

/**
 * Trusts exactly the given server certificates whatever name they carry, and else what the given
 * CAs signed; remembers what the server showed, so that it can be explained. For one connection.
 */
public final class Pinned extends X509ExtendedTrustManager {
  private final List<Certificate> pins;
  private final X509ExtendedTrustManager authorities;
  private final Runnable asked;
  private X509Certificate @Nullable [] shown;

  private Pinned(List<Certificate> pins, X509ExtendedTrustManager authorities, Runnable asked) {
    this.pins = pins;
    this.authorities = authorities;
    this.asked = asked;
  }

  /**
   * @param trustedPem certificates to trust instead of the system's, PEM; empty for the system's
   * @param asked called when the server's certificate came, before it is judged
   * @throws CertificateException if there is no certificate in the text
   */
  public static Pinned of(String trustedPem, Runnable asked) throws CertificateException {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      if (trustedPem.isBlank()) {
        factory.init((KeyStore) null);
        return new Pinned(List.of(), extended(factory), asked);
      }
      List<X509Certificate> given = Pem.certificates(trustedPem);
      if (given.isEmpty()) {
        throw new CertificateException("no certificate in it");
      }
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      int n = 0;
      for (X509Certificate c : given) {
        anchors.setCertificateEntry("a" + n++, c);
      }
      factory.init(anchors);
      return new Pinned(List.copyOf(given), extended(factory), asked);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException("it cannot be used", e);
    }
  }

  private static X509ExtendedTrustManager extended(TrustManagerFactory factory)
      throws GeneralSecurityException {
    for (TrustManager t : factory.getTrustManagers()) {
      if (t instanceof X509ExtendedTrustManager x) {
        return x;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }

  /**
   * What TLS connections that trust like this begin with.
   *
   * @param p12 the client's certificate with its key, PKCS#12; no bytes for none
   * @throws IOException if the password does not open it, or it is damaged
   */
  public SSLContext context(byte[] p12, char[] password)
      throws GeneralSecurityException, IOException {
    KeyManager @Nullable [] own = null;
    if (p12.length > 0) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(p12), password);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, password);
      own = keys.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, new TrustManager[] {this}, null);
    return context;
  }

  /** What the server showed, without a word on whether it is good. */
  public Optional<ServerCertificate> shown() {
    return shown == null || shown.length == 0
        ? Optional.empty()
        : Optional.of(ServerCertificate.of(shown[0], List.of()));
  }

  /** What is wrong with it. */
  public Optional<ServerCertificate> refused(String host) {
    X509Certificate[] chain = shown;
    if (chain == null || chain.length == 0) {
      return Optional.empty();
    }
    X509Certificate leaf = chain[0];
    List<Problem> problems = new ArrayList<>();
    try {
      leaf.checkValidity();
    } catch (CertificateExpiredException e) {
      problems.add(Problem.EXPIRED);
    } catch (CertificateNotYetValidException e) {
      problems.add(Problem.NOT_YET_VALID);
    }
    if (ServerCertificate.weak(leaf)) {
      problems.add(Problem.WEAK);
    }
    if (!pins.contains(leaf)) {
      if (!HostNames.cover(leaf, host)) {
        problems.add(Problem.OTHER_NAME);
      }
      path(chain, problems);
    }
    if (problems.isEmpty()) {
      problems.add(Problem.UNSUITABLE);
    }
    return Optional.of(ServerCertificate.of(leaf, problems));
  }

  private void path(X509Certificate[] chain, List<Problem> problems) {
    try {
      authorities.checkServerTrusted(chain, "UNKNOWN");
    } catch (CertificateException e) {
      if (outOfDateOrWeak(e)) {
        return; // then the path was not walked to its end, and nothing is known of the issuer
      }
      if (!pins.isEmpty()) {
        problems.addFirst(Problem.CHANGED);
      } else if (chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal())) {
        problems.addFirst(Problem.SELF_SIGNED);
      } else {
        problems.addFirst(Problem.UNKNOWN_ISSUER);
      }
    }
  }

  private static boolean outOfDateOrWeak(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException
          || t instanceof CertificateNotYetValidException
          || (t instanceof CertPathValidatorException path
              && (path.getReason() == BasicReason.EXPIRED
                  || path.getReason() == BasicReason.NOT_YET_VALID
                  || path.getReason() == BasicReason.ALGORITHM_CONSTRAINED))) {
        return true;
      }
    }
    return false;
  }

  private boolean pinned(X509Certificate[] chain) throws CertificateException {
    shown = chain.clone();
    asked.run();
    if (chain.length == 0 || !pins.contains(chain[0])) {
      return false;
    }
    chain[0].checkValidity();
    if (ServerCertificate.weak(chain[0])) {
      throw new CertificateException("weak key or signature");
    }
    return true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (!pinned(chain)) {
      authorities.checkServerTrusted(chain, authType, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (!pinned(chain)) {
      authorities.checkServerTrusted(chain, authType, engine);
    }
  }

  /** Without a connection the name cannot be compared, so only a pin will do. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (!pinned(chain)) {
      throw new CertificateException("server name not checked");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this side is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
