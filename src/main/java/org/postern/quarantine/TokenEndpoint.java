package org.postern.quarantine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.postern.files.Pem;
import org.postern.mail.Inert;
import org.postern.quarantine.QuarantineException.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The token endpoint of an authorization server (RFC 6749 clause 3.2): one POST, a small answer, no
 * redirect, no proxy. Over the network only by https.
 */
final class TokenEndpoint {
  private static final int LARGEST = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String address;
  private final String trustedPem;

  TokenEndpoint(String address, String trustedPem) {
    this.address = address;
    this.trustedPem = trustedPem;
  }

  /**
   * @param lifetime null if it does not say
   * @param refreshToken empty if there is no new one
   */
  record Answer(String token, @Nullable Duration lifetime, String refreshToken) {}

  /** What is wrong with the address of an endpoint, or an empty string. */
  static String unusable(String address) {
    try {
      URI uri = URI.create(address.strip());
      String host = uri.getHost();
      boolean here =
          "http".equals(uri.getScheme())
              && host != null
              && host.matches("127\\..*|\\[::1\\]|localhost")
              && InetAddress.getByName(host).isLoopbackAddress();
      return host != null && ("https".equals(uri.getScheme()) || here)
          ? ""
          : "The address of the token endpoint, beginning with https://.";
    } catch (IllegalArgumentException | IOException e) {
      return "The address of the token endpoint, beginning with https://.";
    }
  }

  Answer ask(Map<String, String> form) throws QuarantineException {
    String wrong = unusable(address);
    if (!wrong.isEmpty()) {
      throw new QuarantineException(Reason.SETTINGS, wrong);
    }
    URI uri = URI.create(address.strip());
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    form.entrySet().stream()
                        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"))))
            .build();
    String where = "The token endpoint at " + uri.getHost();
    HttpClient client = client();
    try {
      CompletableFuture<HttpResponse<byte[]>> coming =
          client.sendAsync(
              request,
              HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
      HttpResponse<byte[]> response = coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return answer(where, response.statusCode(), response.body());
    } catch (TimeoutException e) {
      throw new QuarantineException(
          Reason.TOO_SLOW, where + " did not answer in time. Try again later.", e);
    } catch (ExecutionException e) {
      throw failed(where, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QuarantineException(Reason.LOST, where + " was not asked to the end.", e);
    } finally {
      client.shutdownNow();
    }
  }

  private static QuarantineException failed(String where, Throwable e) {
    String why = Inert.brief(String.valueOf(e.getMessage()), 200);
    return e instanceof SSLException
        ? new QuarantineException(
            Reason.UNTRUSTED,
            where
                + " is not trusted or does not speak TLS ("
                + why
                + "). Nothing was sent. If its issuer is your own, name it under \"Certificate to"
                + " trust\".",
            e)
        : new QuarantineException(
            Reason.UNREACHABLE, where + " cannot be reached (" + why + "). Check its address.", e);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Answer answer(String where, int status, byte[] body) throws QuarantineException {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException e) {
      throw unclear(where, status, e);
    }
    String token = json.path("access_token").asString("");
    if (status != 200 || token.isEmpty()) {
      String error = json.path("error").asString("");
      if (error.isEmpty()) {
        throw unclear(where, status, null);
      }
      String said = error + " " + json.path("error_description").asString("");
      throw new QuarantineException(
          Reason.LOGIN,
          where
              + " gave no token (it said: "
              + Inert.brief(said.strip(), 400)
              + "). "
              + advice(error));
    }
    if (!json.path("token_type").asString("bearer").equalsIgnoreCase("bearer")) {
      throw new QuarantineException(
          Reason.LOGIN, where + " gave a token of a kind that mailboxes do not take.");
    }
    JsonNode life = json.path("expires_in");
    long seconds = life.isNumber() ? life.asLong() : number(life.asString(""));
    return new Answer(
        token,
        seconds <= 0 ? null : Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE)),
        json.path("refresh_token").asString(""));
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
  }

  private static QuarantineException unclear(String where, int status, @Nullable Exception e) {
    return new QuarantineException(
        Reason.PROTOCOL,
        where
            + " did not answer like one (HTTP "
            + status
            + "). Check that the address is that of the token endpoint.",
        e);
  }

  /** RFC 6749 clause 5.2. */
  private static String advice(String error) {
    return switch (error) {
      case "invalid_client", "unauthorized_client" ->
          "Check client id and secret, and whether the secret expired.";
      case "invalid_grant" -> "The refresh token expired or was revoked: get a new one and set it.";
      case "invalid_scope" -> "Check the scope.";
      case String _ -> "Ask whoever runs the authorization server.";
    };
  }

  private HttpClient client() throws QuarantineException {
    try {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .connectTimeout(PATIENCE);
      if (!trustedPem.isBlank()) {
        builder.sslContext(trusting());
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException e) {
      throw new QuarantineException(
          Reason.SETTINGS, "The trusted certificate set is not a PEM certificate.", e);
    }
  }

  /** What this computer trusts and what is trusted for the mailbox: the two may be of one house. */
  private SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    TrustManagerFactory usual = TrustManagerFactory.getInstance("PKIX");
    usual.init((KeyStore) null);
    int n = 0;
    for (TrustManager manager : usual.getTrustManagers()) {
      if (manager instanceof X509TrustManager x) {
        for (X509Certificate anchor : x.getAcceptedIssuers()) {
          anchors.setCertificateEntry("a" + n++, anchor);
        }
      }
    }
    for (X509Certificate given : Pem.certificates(trustedPem)) {
      anchors.setCertificateEntry("a" + n++, given);
    }
    TrustManagerFactory both = TrustManagerFactory.getInstance("PKIX");
    both.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, both.getTrustManagers(), null);
    return context;
  }
}
