package org.postern.store;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How a gateway's place is reached where a folder is not enough. Immutable; the secrets in it are
 * kept as those of mailboxes are, see {@link Settings}.
 *
 * @param user who signs in by SFTP; empty where nobody does
 * @param secret the user's password, or the bearer token of an HTTPS server; empty for none
 * @param key what proves who we are: for SFTP a private key (OpenSSH or PEM), for HTTPS a client
 *     certificate with its key, PKCS#12 in Base64; empty for none
 * @param keySecret what opens the key; empty for nothing
 * @param identity who the server must be: for SFTP the fingerprint of its host key ({@code
 *     SHA256:…}; without it nothing is sent), for HTTPS certificates to trust instead of the
 *     system's, PEM
 * @param listed whether a folder also gets an index, for gateways that fetch it from a web server
 */
public record GatewayAccess(
    String user, String secret, String key, String keySecret, String identity, boolean listed) {

  /** A folder. */
  public static final GatewayAccess NONE = new GatewayAccess("", "", "", "", "", false);

  /** A folder that a web server serves. */
  public static final GatewayAccess LISTED = new GatewayAccess("", "", "", "", "", true);

  public GatewayAccess {
    Objects.requireNonNull(user);
    Objects.requireNonNull(secret);
    Objects.requireNonNull(key);
    Objects.requireNonNull(keySecret);
    Objects.requireNonNull(identity);
  }

  GatewayAccess withSecrets(UnaryOperator<String> change) {
    return new GatewayAccess(
        user, change.apply(secret), change.apply(key), change.apply(keySecret), identity, listed);
  }

  /** Whether there are secrets here that only an officer who is signed in can open. */
  public boolean isSealed() {
    return Secrets.sealed(secret) || Secrets.sealed(key) || Secrets.sealed(keySecret);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return user + (identity.isEmpty() ? "" : " to " + identity.lines().findFirst().orElse(""));
  }
}
