package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Settings.Oauth;
import org.postern.store.Settings.Oauth.Grant;

/** Signing in by OAuth 2.0: a real token endpoint on loopback, a mailbox that takes tokens. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before each test
class OauthTest {
  private static final String GOOD = "eyJhbGciOi.good.one";

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> rotated = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
  private ScriptedImap imap;
  private HttpServer endpoint;
  private int status = 200;

  @BeforeEach
  void start() throws Exception {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/token",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body =
              (answers.isEmpty() ? "" : answers.removeFirst()).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    endpoint.createContext(
        "/elsewhere",
        exchange -> {
          asked.add("followed");
          exchange.close();
        });
    endpoint.start();
    imap = new ScriptedImap().capabilities("IMAP4rev1 SASL-IR AUTH=XOAUTH2");
    imap.when(
        "AUTHENTICATE XOAUTH2 ",
        (out, tag, c) -> {
          String said = decoded(c.substring("AUTHENTICATE XOAUTH2 ".length()));
          tokens.add(said);
          ScriptedServer.say(
              out,
              said.equals("user=officer\1auth=Bearer " + GOOD + "\1\1")
                  ? tag + " OK signed in\r\n"
                  : "+ "
                      + encoded("{\"status\":\"401\",\"schemes\":\"bearer \u001b[31m\"}")
                      + "\r\n");
          failing = tag;
        });
    imap.line((out, line) -> ScriptedServer.say(out, failing + " NO AUTHENTICATE failed.\r\n"));
    imap.start();
  }

  private volatile String failing = "";

  @AfterEach
  void stop() {
    endpoint.stop(0);
    imap.close();
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String granted(String token, int seconds) {
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
        .formatted(token, seconds);
  }

  private Oauth oauth(Grant grant) {
    return new Oauth(
        grant,
        "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token",
        "postern",
        "s3cret&",
        "refresh-1",
        "https://outlook.office365.com/.default",
        "");
  }

  private Mailbox box(Oauth oauth) {
    return box(new TokenSource(oauth, "", now::get, rotated::add));
  }

  private Mailbox box(TokenSource source) {
    return new Mailbox(
        "127.0.0.1",
        imap.port(),
        Security.LOOPBACK_PLAIN,
        "officer",
        "",
        "INBOX",
        "",
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        source,
        Mailbox.IDLE);
  }

  private void opens(Mailbox box) throws QuarantineException {
    try (Quarantine q = Quarantine.open(box, Clock.systemUTC())) {
      assertThat(q.list()).hasSize(1);
    }
  }

  private QuarantineException refused(Mailbox box) {
    return catchThrowableOfType(
        QuarantineException.class, () -> Quarantine.open(box, Clock.systemUTC()));
  }

  @Test
  void clientCredentials_areExchanged_andTheTokenIsKeptWhileItHolds() throws Exception {
    answers.add(granted(GOOD, 3600));
    Mailbox box = box(oauth(Grant.CLIENT_CREDENTIALS));
    opens(box);
    opens(box);
    assertThat(asked)
        .containsExactly(
            "grant_type=client_credentials&client_id=postern&client_secret=s3cret%26"
                + "&scope=https%3A%2F%2Foutlook.office365.com%2F.default");
    assertThat(tokens).hasSize(2);
    answers.add(granted(GOOD, 3600));
    now.set(now.get().plusSeconds(3600 - 59));
    opens(box);
    assertThat(asked).hasSize(2);
  }

  @Test
  void tokenThatWasRevokedBeforeItsTime_isReplacedOnce() throws Exception {
    answers.add(granted("eyJhbGciOi.old", 3600));
    TokenSource source =
        new TokenSource(oauth(Grant.CLIENT_CREDENTIALS), "", now::get, rotated::add);
    assertThat(source.token().text()).isEqualTo("eyJhbGciOi.old");
    answers.add(granted(GOOD, 3600));
    opens(box(source));
    assertThat(tokens).hasSize(2);
    assertThat(asked).hasSize(2);
  }

  @Test
  void refusedToken_showsWhatTheServerSaid_harmlessly_andIsNotAskedForAgainAndAgain() {
    answers.add(granted("eyJhbGciOi.bad", 3600));
    QuarantineException e = refused(box(oauth(Grant.CLIENT_CREDENTIALS)));
    assertThat(e.reason()).isEqualTo(Reason.LOGIN);
    assertThat(e.sentence())
        .contains("officer")
        .contains("{\"status\":\"401\",\"schemes\":\"bearer [U+001B][31m\"}")
        .doesNotContain("eyJhbGciOi");
    assertThat(asked).hasSize(1);
  }

  @Test
  void refreshToken_isExchanged_andItsSuccessorKept() throws Exception {
    answers.add(
        granted(GOOD, 60).replace("}", ",\"refresh_token\":\"refresh-2\"}")); // too short to keep
    answers.add(granted(GOOD, 3600));
    Mailbox box = box(oauth(Grant.REFRESH_TOKEN));
    opens(box);
    opens(box);
    assertThat(asked.getFirst())
        .startsWith("grant_type=refresh_token&refresh_token=refresh-1&client_id=postern");
    assertThat(asked.get(1)).contains("refresh_token=refresh-2");
    assertThat(rotated).containsExactly("refresh-2");
  }

  @Test
  void refusalOfTheEndpoint_isShown_withWhatToDo() {
    status = 400;
    answers.add("{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS700082 \\u001b[0m\"}");
    QuarantineException e = refused(box(oauth(Grant.REFRESH_TOKEN)));
    assertThat(e.reason()).isEqualTo(Reason.LOGIN);
    assertThat(e.sentence())
        .contains("invalid_grant AADSTS700082 [U+001B][0m")
        .contains("get a new one")
        .doesNotContain("refresh-1", "s3cret");
    status = 401;
    answers.add("{\"error\":\"invalid_client\"}");
    assertThat(refused(box(oauth(Grant.CLIENT_CREDENTIALS))).sentence())
        .contains("Check client id and secret");
    assertThat(tokens).isEmpty();
  }

  @Test
  void endpointThatIsNone_saysSo_andIsFollowedNowhere() {
    answers.add("<html>Sign in</html>");
    assertThat(refused(box(oauth(Grant.CLIENT_CREDENTIALS))).reason()).isEqualTo(Reason.PROTOCOL);
    status = 307;
    assertThat(refused(box(oauth(Grant.CLIENT_CREDENTIALS))).sentence()).contains("HTTP 307");
    status = 200;
    answers.add(" ".repeat(100_000) + granted(GOOD, 3600));
    assertThat(refused(box(oauth(Grant.CLIENT_CREDENTIALS)))).isNotNull();
    assertThat(asked).hasSize(3).doesNotContain("followed");
  }

  @Test
  void tokenWithALineBreak_isNotSent() {
    answers.add(granted("good\\r\\nA9 DELETE INBOX", 3600));
    QuarantineException e = refused(box(oauth(Grant.CLIENT_CREDENTIALS)));
    assertThat(e.sentence()).contains("RFC 6750");
    assertThat(tokens).isEmpty();
  }

  @Test
  void plainHttpOverTheNetwork_isRefused() {
    for (String address : List.of("http://login.example/token", "ftp://x", "https://", "x y")) {
      assertThat(TokenSource.addressProblem(address)).as(address).contains("https://");
    }
    assertThat(TokenSource.addressProblem("https://login.example/token")).isEmpty();
  }

  @Test
  void tokenFile_isReadAtEachSignIn(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("token"), GOOD + "\n");
    Mailbox box = box(new Oauth(Grant.TOKEN_FILE, "", "", "", "", "", file.toString()));
    opens(box);
    Files.writeString(file, "another");
    assertThat(refused(box).reason()).isEqualTo(Reason.LOGIN);
    Files.delete(file);
    assertThat(refused(box).sentence()).contains(file.toString()).contains("cannot be read");
    assertThat(asked).isEmpty();
  }

  @Test
  void serverWithoutSaslIr_isGivenTheTokenOnItsOwnLine() throws Exception {
    try (ScriptedImap slow = new ScriptedImap().capabilities("IMAP4rev1 AUTH=OAUTHBEARER")) {
      List<String> lines = new CopyOnWriteArrayList<>();
      AtomicReference<String> waiting = new AtomicReference<>("");
      slow.when(
          "AUTHENTICATE OAUTHBEARER",
          (out, tag, c) -> {
            waiting.set(tag);
            lines.add(c);
            ScriptedServer.say(out, "+ \r\n");
          });
      slow.line(
          (out, line) -> {
            lines.add(decoded(line));
            ScriptedServer.say(out, waiting.get() + " OK signed in\r\n");
          });
      slow.start();
      answers.add(granted(GOOD, 3600));
      Mailbox here = box(oauth(Grant.CLIENT_CREDENTIALS));
      Mailbox there =
          new Mailbox(
              "127.0.0.1",
              slow.port(),
              here.security(),
              "a=b,c",
              "",
              "INBOX",
              "",
              here.timeout(),
              here.deadline(),
              here.tokens(),
              here.idle());
      opens(there);
      assertThat(lines)
          .containsExactly(
              "AUTHENTICATE OAUTHBEARER",
              "n,a=a=3Db=2Cc,\1host=127.0.0.1\1port="
                  + slow.port()
                  + "\1auth=Bearer "
                  + GOOD
                  + "\1\1");
    }
  }

  @Test
  void check_hasAStepForTheToken() {
    status = 401;
    answers.add("{\"error\":\"invalid_client\"}");
    ConnectionCheck check =
        ConnectionCheck.of(box(oauth(Grant.CLIENT_CREDENTIALS)), List.of("INBOX"));
    assertThat(check.failed().orElseThrow().step()).isEqualTo(Step.TOKEN);
    assertThat(Arrays.asList("s3cret", "refresh-1")).noneMatch(check.text()::contains);
  }
}
