package org.postern.quarantine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.tls.Pinned;
import org.postern.tls.ServerCertificate;

/**
 * One TCP or TLS connection: dials, checks who answers, and says in a sentence which step failed.
 *
 * @param what "mailbox" or "release gateway", for the sentences
 * @param p12 client certificate, empty = none
 */
@SuppressWarnings("ArrayRecordComponent") // lives inside this package and is never compared
record Endpoint(
    String what,
    String host,
    int port,
    Security security,
    String trustedPem,
    byte[] p12,
    String p12Password,
    Duration timeout) {

  private static final int MOST_ADDRESSES = 4;

  static Endpoint of(Mailbox box) {
    return new Endpoint(
        "mailbox",
        box.host(),
        box.port(),
        box.security(),
        box.trustedPem(),
        new byte[0],
        "",
        box.timeout());
  }

  static Endpoint of(ReleaseGateway gate) {
    return new Endpoint(
        "release gateway",
        gate.host(),
        gate.port(),
        gate.security(),
        gate.trustedPem(),
        gate.certificate(),
        gate.certificatePassword(),
        gate.timeout());
  }

  static void check(String what, String host, int port, Duration timeout) {
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException("The " + what + " needs a host name.");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("The " + what + "'s port must be 1 to 65535.");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("The " + what + "'s timeout must be up to one hour.");
    }
  }

  /** Connects without TLS; the caller adds {@link #secure} at once or after STARTTLS. */
  Socket dial() throws QuarantineException {
    return dial(Steps.NONE);
  }

  Socket dial(Steps steps) throws QuarantineException {
    steps.at(Step.NAME);
    List<InetAddress> addresses = looked();
    steps.found(
        Step.NAME,
        addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
    steps.at(Step.CONNECT);
    IOException last = new IOException("no address");
    for (InetAddress address : addresses) {
      if (security == Security.LOOPBACK_PLAIN && !address.isLoopbackAddress()) {
        throw new QuarantineException(
            Reason.SETTINGS,
            "The "
                + what
                + " at "
                + host
                + " is not on this computer: choose TLS or STARTTLS. Nothing was sent.");
      }
      Socket socket = new Socket(java.net.Proxy.NO_PROXY);
      try {
        int millis = Math.toIntExact(timeout.toMillis());
        socket.connect(
            new InetSocketAddress(address, port), Math.max(1, millis / addresses.size()));
        socket.setSoTimeout(millis);
        socket.setTcpNoDelay(true);
        steps.found(Step.CONNECT, address.getHostAddress() + " port " + port);
        return socket;
      } catch (IOException e) {
        closeQuietly(socket);
        last = e;
      }
    }
    String why =
        last instanceof SocketTimeoutException
            ? "no answer"
            : Inert.brief(String.valueOf(last.getMessage()), 300);
    throw new QuarantineException(
        Reason.UNREACHABLE,
        "The "
            + what
            + " at "
            + host
            + ":"
            + port
            + " cannot be reached: "
            + why
            + ". Check host and port, and that the server runs.",
        last);
  }

  private List<InetAddress> looked() throws QuarantineException {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).limit(MOST_ADDRESSES).toList();
    } catch (UnknownHostException e) {
      throw new QuarantineException(
          Reason.UNREACHABLE,
          "The name of the " + what + ", " + host + ", is not known. Check it in the settings.",
          e);
    }
  }

  /** TLS over a dialled socket, with the certificate checked, and our own shown if we have one. */
  SSLSocket secure(Socket plain) throws QuarantineException {
    return secure(plain, Steps.NONE);
  }

  SSLSocket secure(Socket plain, Steps steps) throws QuarantineException {
    steps.at(Step.TLS);
    try {
      return shaken(plain, steps);
    } catch (SSLException e) {
      closeQuietly(plain);
      steps.at(Step.TLS);
      throw tlsFailed(e);
    } catch (IOException e) {
      closeQuietly(plain);
      steps.at(Step.TLS);
      throw new QuarantineException(
          e instanceof SocketTimeoutException ? Reason.TOO_SLOW : Reason.TLS,
          "The "
              + what
              + " at "
              + host
              + ":"
              + port
              + " did not finish the TLS handshake. Check the port: one that expects STARTTLS or plain"
              + " text does not answer TLS.",
          e);
    } catch (GeneralSecurityException e) {
      closeQuietly(plain);
      throw new QuarantineException(
          Reason.SETTINGS,
          "The certificate settings of the "
              + what
              + " cannot be used: "
              + Inert.brief(String.valueOf(e.getMessage()), 300),
          e);
    } catch (QuarantineException e) {
      closeQuietly(plain);
      throw e;
    }
  }

  private SSLSocket shaken(Socket plain, Steps steps)
      throws IOException, GeneralSecurityException, QuarantineException {
    Pinned trust = trust(() -> steps.at(Step.CERTIFICATE));
    SSLContext context = context(trust);
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    try {
      tls.startHandshake();
    } catch (SSLHandshakeException e) {
      ServerCertificate refused = trust.refused(host).orElse(null);
      if (refused == null || !causedBy(e, CertificateException.class)) {
        throw e;
      }
      throw new QuarantineException(
          Reason.UNTRUSTED,
          "The certificate of the "
              + what
              + " at "
              + host
              + " is not trusted: "
              + String.join("; ", refused.reasons(host))
              + ". "
              + refused.advice()
              + " "
              + refused.facts(),
          refused,
          e);
    }
    steps.found(
        Step.TLS, tls.getSession().getProtocol() + ", " + tls.getSession().getCipherSuite());
    trust.shown().ifPresent(c -> steps.found(Step.CERTIFICATE, c.facts()));
    return tls;
  }

  private QuarantineException tlsFailed(SSLException e) {
    return new QuarantineException(
        Reason.TLS,
        "TLS with the "
            + what
            + " at "
            + host
            + ":"
            + port
            + " failed: "
            + Inert.brief(String.valueOf(e.getMessage()), 300)
            + ". Check the port, and whether it asks for a client certificate.",
        e);
  }

  private Pinned trust(Runnable asked) throws QuarantineException {
    try {
      return Pinned.of(trustedPem, asked);
    } catch (CertificateException e) {
      throw new QuarantineException(
          Reason.SETTINGS,
          "The trusted certificate set for the " + what + " is not a PEM certificate.",
          e);
    }
  }

  private SSLContext context(Pinned trust) throws GeneralSecurityException, QuarantineException {
    try {
      return trust.context(p12, p12Password.toCharArray());
    } catch (IOException e) {
      throw new QuarantineException(
          Reason.SETTINGS,
          "The client certificate (PKCS#12) cannot be opened: wrong password or damaged file.",
          e);
    }
  }

  private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that cannot be closed is gone already; nothing depends on it any more.
    }
  }
}
