package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Certificates;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.store.Settings.Oauth;
import org.postern.store.Settings.Oauth.Grant;

/**
 * Against a real Dovecot, where one is installed: TLS, tokens, IDLE, and what is left after it was
 * killed in the middle of an answer.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class DovecotTest {
  private static final Watch.Pace QUICK =
      new Watch.Pace(Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofMillis(100));
  private static final int MANY = 3000;

  @TempDir Path dir;
  private String pem;
  private Dovecot dovecot;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Dovecot.installed(), "Dovecot is not installed");
    pem = new Certificates(dir).selfSigned("server", "IP:127.0.0.1").pem();
  }

  @AfterEach
  void stop() {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  private void dovecot(String extra) throws IOException {
    dovecot = new Dovecot(dir, extra);
  }

  private static String message(int n) {
    return ScriptedImap.MESSAGE.replace("Convoy", "Convoy " + n).replace("4F2A1", "4F2A-" + n);
  }

  private Mailbox box() {
    return dovecot.box(Security.TLS, pem);
  }

  @ParameterizedTest
  @EnumSource(
      value = Security.class,
      names = {"TLS", "STARTTLS"})
  void everyStep_works(Security security) throws Exception {
    dovecot("");
    dovecot.deliver(1, message(1));
    ConnectionCheck check = ConnectionCheck.of(dovecot.box(security, pem), List.of("INBOX"));
    assertThat(check.works()).as(check.text()).isTrue();
    assertThat(check.text()).contains("INBOX holds 1 message.").contains("IDLE");
    ConnectionCheck unknown = ConnectionCheck.of(dovecot.box(security, ""), List.of("INBOX"));
    assertThat(unknown.failed().orElseThrow().step()).isEqualTo(Step.CERTIFICATE);
  }

  /** Dovecot's own words for what it can do, without some of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMAP4rev1 SASL-IR LITERAL+ IDLE NAMESPACE UIDPLUS CONDSTORE QRESYNC ENABLE",
        "IMAP4rev1 SASL-IR LITERAL+ IDLE NAMESPACE MOVE CONDSTORE QRESYNC ENABLE",
        "IMAP4rev1 SASL-IR LITERAL+ IDLE NAMESPACE MOVE UIDPLUS",
        "IMAP4rev1 SASL-IR LITERAL+ IDLE NAMESPACE MOVE UIDPLUS CONDSTORE ENABLE",
        "IMAP4rev1 SASL-IR LITERAL+ NAMESPACE MOVE UIDPLUS CONDSTORE QRESYNC ENABLE",
        "IMAP4rev1"
      })
  void wholeLoop_withoutSomeOfWhatItCan(String capabilities) throws Exception {
    dovecot("imap_capability = " + capabilities);
    dovecot.deliver(1, message(1));
    dovecot.deliver(2, message(2));
    try (Quarantine q = Quarantine.open(box(), Clock.systemUTC())) {
      HeldMessage held =
          q.list().stream().filter(m -> m.subject().equals("Convoy 1")).findFirst().orElseThrow();
      assertThat(new String(q.fetch(held.id()), StandardCharsets.ISO_8859_1)).isEqualTo(message(1));
      assertThat(q.file(held.id(), Filing.RELEASED)).isTrue();
      assertThat(q.list()).extracting(HeldMessage::subject).containsExactly("Convoy 2");
      dovecot.deliver(3, message(3));
      assertThat(q.list())
          .extracting(HeldMessage::subject)
          .containsExactlyInAnyOrder("Convoy 2", "Convoy 3");
    }
    assertThat(dovecot.files(".Released")).isEqualTo(1);
    try (Quarantine again = Quarantine.open(box(), Clock.systemUTC())) {
      assertThat(again.list()).hasSize(2);
    }
  }

  private static String token(String user, Instant until) throws GeneralSecurityException {
    Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
    String text =
        url.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + url.encodeToString(
                "{\"sub\":\"%s\",\"iat\":%d,\"nbf\":%d,\"exp\":%d}"
                    .formatted(
                        user,
                        until.getEpochSecond() - 3600,
                        until.getEpochSecond() - 3600,
                        until.getEpochSecond())
                    .getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Dovecot.KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return text + "." + url.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTH=XOAUTH2", "AUTH=OAUTHBEARER"})
  void signedToken_opensTheBox_expiredOneDoesNot(String mechanism) throws Exception {
    dovecot("auth_mechanisms = plain " + mechanism.substring(5).toLowerCase(java.util.Locale.ROOT));
    dovecot.deliver(1, message(1));
    Path file =
        Files.writeString(dir.resolve("token"), token("officer", Instant.now().plusSeconds(1800)));
    TokenSource source =
        new TokenSource(
            new Oauth(Grant.TOKEN_FILE, "", "", "", "", "", file.toString()),
            "",
            Clock.systemUTC(),
            _ -> {});
    Mailbox plain = box();
    Mailbox box =
        new Mailbox(
            plain.host(),
            plain.port(),
            plain.security(),
            plain.user(),
            "",
            "INBOX",
            pem,
            plain.timeout(),
            plain.deadline(),
            source,
            Mailbox.IDLE);
    try (Quarantine q = Quarantine.open(box, Clock.systemUTC())) {
      assertThat(q.list()).as(dovecot.log()).hasSize(1);
    }
    Files.writeString(file, token("officer", Instant.now().minusSeconds(60)));
    QuarantineException e =
        catchThrowableOfType(
            QuarantineException.class, () -> Quarantine.open(box, Clock.systemUTC()));
    assertThat(e.reason()).isEqualTo(Reason.LOGIN);
    assertThat(e.sentence())
        .contains("officer")
        .containsAnyOf("\"status\":\"401\"", "invalid_token");
  }

  private static Watch.Listener ear(BlockingQueue<String> heard) {
    return new Watch.Listener() {
      @Override
      public void changed() {
        heard.add("changed");
      }

      @Override
      public void lost(QuarantineException why) {
        heard.add("lost");
      }
    };
  }

  private static void hears(BlockingQueue<String> heard, String word) throws Exception {
    String next = heard.poll(60, TimeUnit.SECONDS);
    while (next != null && !next.equals(word)) {
      next = heard.poll(60, TimeUnit.SECONDS);
    }
    assertThat(next).isEqualTo(word);
  }

  @Test
  void arrival_isTold_alsoAfterTheServerWasKilled() throws Exception {
    dovecot("");
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (Quarantine q = Quarantine.open(box(), Clock.systemUTC());
        Watch watch = q.watch(ear(heard), QUICK)) {
      assertThat(watch).isNotNull();
      hears(heard, "changed");
      dovecot.deliver(1, message(1));
      hears(heard, "changed");
      assertThat(q.list()).hasSize(1);
      Instant before = q.lastContact().orElseThrow();
      dovecot.kill();
      hears(heard, "lost");
      assertThat(q.lastContact()).hasValue(before);
      dovecot.deliver(2, message(2));
      dovecot.again();
      hears(heard, "changed");
      assertThat(q.list()).hasSize(2);
      dovecot.deliver(3, message(3));
      hears(heard, "changed");
      assertThat(q.list()).hasSize(3);
    }
  }

  /** Killed again and again while the list is read; no row is lost and none is there twice. */
  @Test
  void killedInTheMiddleOfAnAnswer_theListBecomesWholeByItself() throws Exception {
    dovecot("");
    for (int n = 0; n < MANY; n++) {
      dovecot.deliver(n, message(n));
    }
    try (Quarantine q = Quarantine.of(box(), Clock.systemUTC())) {
      int cut = 0;
      for (int round = 0; round < 5; round++) {
        int millis = 20 + 60 * round;
        Thread killer =
            Thread.ofPlatform()
                .start(
                    () -> {
                      long at = System.nanoTime() + Duration.ofMillis(millis).toNanos();
                      while (System.nanoTime() < at) {
                        Thread.onSpinWait();
                      }
                      dovecot.kill();
                    });
        try {
          while (killer.isAlive()) {
            assertThat(q.contents(Duration.ofMillis(100)).held().size()).isLessThanOrEqualTo(MANY);
          }
        } catch (QuarantineException e) {
          assertThat(e.reason())
              .isIn(Reason.LOST, Reason.UNREACHABLE, Reason.TLS, Reason.TOO_SLOW, Reason.PROTOCOL);
          cut++;
        }
        killer.join();
        dovecot.again();
      }
      assertThat(cut).isPositive();
      List<HeldMessage> whole = q.list();
      assertThat(whole).hasSize(MANY);
      assertThat(new HashSet<>(whole.stream().map(HeldMessage::subject).toList())).hasSize(MANY);
      HeldMessage one = whole.get(MANY / 2);
      assertThat(HeldId.of(q.fetch(one.id()))).isEqualTo(one.id());
    }
  }
}
