package org.postern.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.mail.Inert;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.GatewayAccess;
import org.postern.tls.Pinned;
import org.postern.tls.ServerCertificate;

/**
 * By HTTPS PUT: only to a server whose certificate is trusted, never by a redirect or a proxy. The
 * same PUT once more is harmless (RFC 9110 clause 9.2.2).
 *
 * @param folder the address under which files are put; ends with a slash
 */
record HttpsWay(URI folder, GatewayAccess access) implements Way {
  private static final Duration CONNECTING = Duration.ofSeconds(20);
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final String TRIAL = "postern-trial.txt";

  /** What a piece of work does with the connection. */
  private interface Work {
    void with(Link link) throws IOException, DeliveryException;
  }

  @Override
  public void bring(Parcel parcel, Sending sending) throws DeliveryException {
    Path file = Contents.checked(parcel);
    connected(
        sending,
        link -> {
          BodyPublisher body =
              BodyPublishers.fromPublisher(
                  BodyPublishers.ofInputStream(() -> opened(file, sending)), parcel.octets());
          put(link, parcel, body);
        });
  }

  private static InputStream opened(Path file, Sending sending) {
    try {
      return Contents.counted(file, sending);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void tryOut(Sending sending) throws DeliveryException {
    connected(
        sending,
        link -> {
          HttpRequest.Builder request = request(TRIAL).PUT(BodyPublishers.ofString("\n"));
          link.sending.at(Step.SIGN_IN);
          require(link.ask(request).statusCode());
          link.ask(request(TRIAL).DELETE());
        });
  }

  private void put(Link link, Parcel parcel, BodyPublisher body)
      throws IOException, DeliveryException {
    // Who is not let in hears of it before megabytes are sent, which a server may not wait for.
    link.sending.at(Step.SIGN_IN);
    int before = link.ask(request(parcel.name()).HEAD()).statusCode();
    if (before == 401 || before == 403 || (before >= 300 && before < 400)) {
      require(before);
    }
    link.sending.at(Step.WRITE);
    // RFC 9530: who checks it, notices what was cut or altered on the way.
    String digest =
        "sha-256=:"
            + Base64.getEncoder()
                .encodeToString(
                    HexFormat.of().parseHex(parcel.content().substring("sha256:".length())))
            + ":";
    require(
        link.ask(
                request(parcel.name())
                    .header("Content-Type", "application/octet-stream")
                    .header("Repr-Digest", digest)
                    .PUT(body))
            .statusCode());
    link.sending.at(Step.PLACE);
    HttpResponse<byte[]> there = link.ask(request(parcel.name()).HEAD());
    // A gateway may have taken it away already, or may not let us look: then its word counts.
    OptionalLong size = there.headers().firstValueAsLong("Content-Length");
    if (there.statusCode() == 200 && size.isPresent() && size.getAsLong() != parcel.octets()) {
      throw new DeliveryException(
          Reason.LOST,
          where()
              + " said that it took the file, but has "
              + size.getAsLong()
              + " of "
              + parcel.octets()
              + " bytes. It is tried again.",
          null);
    }
  }

  private HttpRequest.Builder request(String name) {
    HttpRequest.Builder request = HttpRequest.newBuilder(folder.resolve(name));
    if (!access.secret().isEmpty()) {
      request.header("Authorization", "Bearer " + access.secret());
    }
    return request;
  }

  private void require(int status) throws DeliveryException {
    if (status == 200 || status == 201 || status == 204) {
      return;
    }
    String said = " (HTTP " + status + ")";
    throw switch (status) {
      case 401, 403 ->
          new DeliveryException(
              Reason.SIGN_IN,
              where()
                  + " does not let us in"
                  + said
                  + ". Check the token or the client certificate in Settings.",
              null);
      case 404, 405, 409, 501 ->
          new DeliveryException(
              Reason.SETTINGS,
              where()
                  + " takes no files at "
                  + Inert.brief(folder.getPath(), 200)
                  + said
                  + ". Check the address.",
              null);
      case 507 ->
          new DeliveryException(
              Reason.FULL, where() + " has no room left" + said + ". Have room made there.", null);
      case 408, 425, 429, 500, 502, 503, 504 ->
          new DeliveryException(
              Reason.LOST,
              where() + " cannot take it just now" + said + ". It is tried again.",
              null);
      default ->
          new DeliveryException(
              Reason.REFUSED,
              where()
                  + (status >= 300 && status < 400
                      ? " points elsewhere, and files go only where Settings says"
                      : " does not want the file")
                  + said
                  + ". Check the address, or ask its administrator.",
              null);
    };
  }

  private String where() {
    return "The server " + folder.getAuthority();
  }

  private void connected(Sending sending, Work work) throws DeliveryException {
    Pinned trust = trust(sending);
    try (HttpClient client = client(trust)) {
      sending.stoppable(client::shutdownNow);
      sending.at(Step.CONNECT);
      try {
        work.with(new Link(client, sending, trust));
      } finally {
        client.shutdownNow();
      }
    } catch (DeliveryException e) {
      throw sending.told(e);
    } catch (IOException e) {
      throw sending.told(explained(sending.step(), trust, e));
    }
  }

  /** One client and whom it is for. */
  private record Link(HttpClient client, Sending sending, Pinned trust) {
    /** The courier watches over the time; an answer is bounded in size. */
    HttpResponse<byte[]> ask(HttpRequest.Builder request) throws IOException {
      CompletableFuture<HttpResponse<byte[]>> coming =
          client.sendAsync(
              request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
      try {
        return coming.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (CancellationException e) {
        throw new IOException("cancelled", e);
      }
    }
  }

  private Pinned trust(Sending sending) throws DeliveryException {
    try {
      return Pinned.of(access.identity(), () -> step(sending, Step.IDENTITY));
    } catch (CertificateException e) {
      throw new DeliveryException(
          Reason.SETTINGS, "The certificate to trust for this gateway is not one in PEM form.", e);
    }
  }

  private static void step(Sending sending, Step step) {
    try {
      sending.at(step);
    } catch (DeliveryException e) {
      throw new IllegalStateException("stopped", e);
    }
  }

  private HttpClient client(Pinned trust) throws DeliveryException {
    char[] password = access.keySecret().toCharArray();
    try {
      SSLParameters parameters = new SSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECTING)
          .sslContext(trust.context(Base64.getDecoder().decode(access.key()), password))
          .sslParameters(parameters)
          .build();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new DeliveryException(
          Reason.SETTINGS,
          "The client certificate for this gateway (PKCS#12) cannot be opened: wrong password or"
              + " damaged file. Choose it again in Settings.",
          e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private DeliveryException explained(Step step, Pinned trust, IOException e) {
    String why = Inert.brief(String.valueOf(e.getMessage()), 200);
    if (e instanceof SSLException) {
      Optional<ServerCertificate> refused =
          step == Step.IDENTITY && Causes.include(e, CertificateException.class)
              ? trust.refused(folder.getHost())
              : Optional.empty();
      return refused
          .map(c -> untrusted(c, e))
          .orElseGet(
              () ->
                  new DeliveryException(
                      Reason.SIGN_IN,
                      "TLS with "
                          + folder.getAuthority()
                          + " failed ("
                          + why
                          + "). Check the port, and whether it asks for a client certificate.",
                      e));
    }
    if (e instanceof HttpTimeoutException) {
      return new DeliveryException(
          Reason.UNREACHABLE, where() + " does not answer. Check the address.", e);
    }
    if (e instanceof ConnectException) {
      return new DeliveryException(
          Reason.UNREACHABLE,
          where() + " cannot be reached. Check the address, and that the server runs.",
          e);
    }
    return new DeliveryException(
        Reason.LOST, where() + " broke the connection (" + why + "). It is tried again.", e);
  }

  private DeliveryException untrusted(ServerCertificate shown, @Nullable Exception e) {
    return new DeliveryException(
        Reason.UNTRUSTED,
        "The certificate of "
            + folder.getAuthority()
            + " is not trusted: "
            + String.join("; ", shown.reasons(folder.getHost()))
            + ". "
            + shown.advice()
            + " "
            + shown.facts(),
        new Identity(
            shown.facts(),
            shown.fingerprint(),
            shown.pinnable() ? shown.pem() : "",
            shown.changed()),
        e);
  }
}
