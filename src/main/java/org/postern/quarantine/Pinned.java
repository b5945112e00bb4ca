package org.postern.quarantine;

import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts exactly the given server certificates whatever name they carry, and else what the given
 * CAs signed.
 */
final class Pinned extends X509ExtendedTrustManager {
  private final List<Certificate> pins;
  private final X509ExtendedTrustManager authorities;

  Pinned(List<Certificate> pins, X509ExtendedTrustManager authorities) {
    this.pins = pins;
    this.authorities = authorities;
  }

  private boolean pinned(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !pins.contains(chain[0])) {
      return false;
    }
    chain[0].checkValidity();
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
