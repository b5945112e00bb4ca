package org.postern.quarantine;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.store.Settings;

/**
 * The gateway's release listener: the only door through which held mail may leave.
 *
 * @param clientName how we call ourselves in EHLO
 * @param certificate the console's client certificate with its key as PKCS#12 bytes; empty = none
 * @param certificatePassword of the PKCS#12
 * @param user SASL user; empty = no login (practice only)
 * @param trustedPem as in {@link Mailbox}
 * @param timeout longest silence of the gateway
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record ReleaseGateway(
    String host,
    int port,
    Security security,
    String clientName,
    byte[] certificate,
    String certificatePassword,
    String user,
    String password,
    String trustedPem,
    Duration timeout) {

  /** Refuses settings that cannot work, with a sentence. */
  public ReleaseGateway {
    Endpoint.check("release gateway", host, port, timeout);
    if (!clientName.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,252}")) {
      throw new IllegalArgumentException("The client name must be a host name.");
    }
    certificate = certificate.clone();
  }

  /** A gateway on this computer without TLS and login: practice only. */
  public static ReleaseGateway loopback(int port) {
    return new ReleaseGateway(
        "127.0.0.1",
        port,
        Security.LOOPBACK_PLAIN,
        "console.practice.example",
        new byte[0],
        "",
        "",
        "",
        "",
        Mailbox.TIMEOUT);
  }

  /**
   * The gateway that the console is set up with.
   *
   * @throws IllegalArgumentException if the settings cannot work
   */
  public static ReleaseGateway of(Settings.Release saved) {
    return new ReleaseGateway(
        saved.host(),
        saved.port(),
        Security.of(saved.security()),
        saved.clientName(),
        Base64.getDecoder().decode(saved.certificate()),
        saved.certificatePassword(),
        saved.user(),
        saved.password(),
        saved.trustedPem(),
        Mailbox.TIMEOUT);
  }

  @Override
  public byte[] certificate() {
    return certificate.clone();
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof ReleaseGateway g
        && host.equals(g.host)
        && port == g.port
        && security == g.security
        && clientName.equals(g.clientName)
        && Arrays.equals(certificate, g.certificate)
        && certificatePassword.equals(g.certificatePassword)
        && user.equals(g.user)
        && password.equals(g.password)
        && trustedPem.equals(g.trustedPem)
        && timeout.equals(g.timeout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(host, port, user);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "smtp " + user + " at " + host + ":" + port + " (" + security + ")";
  }
}
