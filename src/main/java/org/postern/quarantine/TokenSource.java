package org.postern.quarantine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Settings.Oauth;

/**
 * Gives tokens of OAuth 2.0 (RFC 6749) for signing in to a mailbox: keeps one as long as it holds
 * and gets the next in time. Thread-safe; calls may block on the network.
 */
public final class TokenSource {
  private static final int LARGEST_FILE = 16 * 1024;

  /** A token that ends sooner than this is not worth a connection. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** Where the endpoint does not say how long a token holds. */
  private static final Duration UNSAID = Duration.ofMinutes(5);

  private final Oauth oauth;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;
  private final Keeping rotated;
  private String refreshToken;
  private @Nullable Granted granted;

  /** Keeps a refresh token that took the place of the one in use. */
  @FunctionalInterface
  public interface Keeping {
    void keep(String refreshToken) throws IOException;
  }

  private record Granted(String token, Instant until) {}

  /**
   * @param kept whether it was given out before
   */
  record Token(String text, boolean kept, String says) {
    /** Without the token. */
    @Override
    public String toString() {
      return says;
    }
  }

  /**
   * @param trustedPem further certificates to trust at the token endpoint, PEM; may be empty
   * @param rotated is given a new refresh token where the endpoint replaces the old one; it has to
   *     be kept, because the old one is worth nothing then
   */
  public TokenSource(Oauth oauth, String trustedPem, InstantSource clock, Keeping rotated) {
    this.oauth = oauth;
    this.clock = clock;
    this.rotated = rotated;
    this.refreshToken = oauth.refreshToken();
    this.endpoint = new TokenEndpoint(oauth.tokenEndpoint(), trustedPem);
  }

  /** What is wrong with the address of a token endpoint, or an empty string. */
  public static String addressProblem(String address) {
    return TokenEndpoint.unusable(address);
  }

  /** A token that holds for a while yet. */
  synchronized Token token() throws QuarantineException {
    Instant now = clock.instant();
    Granted known = granted;
    if (known != null && now.isBefore(known.until().minus(MARGIN))) {
      return new Token(known.token(), true, "The one of before, good until " + known.until() + ".");
    }
    return switch (oauth.grant()) {
      case TOKEN_FILE -> new Token(file(), false, "From the file.");
      case CLIENT_CREDENTIALS, REFRESH_TOKEN -> ask(now);
    };
  }

  /** The server did not take it. */
  synchronized void forget(Token refused) {
    if (granted != null && granted.token().equals(refused.text())) {
      granted = null;
    }
  }

  private Token ask(Instant now) throws QuarantineException {
    Map<String, String> form = new LinkedHashMap<>();
    if (oauth.grant() == Oauth.Grant.REFRESH_TOKEN) {
      form.put("grant_type", "refresh_token");
      form.put("refresh_token", refreshToken);
    } else {
      form.put("grant_type", "client_credentials");
    }
    form.put("client_id", oauth.clientId());
    if (!oauth.clientSecret().isEmpty()) {
      form.put("client_secret", oauth.clientSecret());
    }
    if (!oauth.scope().isEmpty()) {
      form.put("scope", oauth.scope());
    }
    TokenEndpoint.Answer answer = endpoint.ask(form);
    Duration lifetime = answer.lifetime() == null ? UNSAID : answer.lifetime();
    Instant until = now.plus(lifetime);
    granted = new Granted(usable(answer.token(), "The token endpoint"), until);
    String next = answer.refreshToken();
    if (oauth.grant() == Oauth.Grant.REFRESH_TOKEN
        && !next.isEmpty()
        && !next.equals(refreshToken)) {
      refreshToken = next;
      kept(next);
    }
    return new Token(answer.token(), false, "A new one, good for " + lifetime.toSeconds() + " s.");
  }

  private void kept(String next) throws QuarantineException {
    try {
      rotated.keep(next);
    } catch (IOException e) {
      throw new QuarantineException(
          Reason.SETTINGS,
          "The token endpoint gave a new refresh token in place of the old one, and it could not be"
              + " kept. This run goes on with it; set a new one before the next.",
          e);
    }
  }

  private String file() throws QuarantineException {
    try (InputStream in = Files.newInputStream(Path.of(oauth.tokenFile()))) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new IOException("it is too large for a token");
      }
      return usable(new String(bytes, StandardCharsets.UTF_8).strip(), "The token file");
    } catch (IOException | InvalidPathException e) {
      throw new QuarantineException(
          Reason.LOGIN,
          "The token file "
              + oauth.tokenFile()
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "). Check that the program which writes it runs.",
          e);
    }
  }

  /** A token goes into a line of the protocol: nothing may be in it that ends a field or a line. */
  private static String usable(String token, String whose) throws QuarantineException {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new QuarantineException(
          Reason.LOGIN, whose + " holds no token (RFC 6750): it must be one word of plain ASCII.");
    }
    return token;
  }
}
