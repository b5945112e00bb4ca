package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.Certificates;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.tls.ServerCertificate;
import org.postern.tls.ServerCertificate.Problem;

/** What is wrong with a server's certificate is said in plain words, and nothing is sent to it. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before each test
class CertificateTest {
  private static final String HERE = "IP:127.0.0.1";

  @TempDir Path dir;
  private Certificates made;

  @BeforeEach
  void authority() {
    made = new Certificates(dir);
    made.authority("ours");
  }

  private static QuarantineException refused(Certificates.Server server, String trusted) {
    try (ScriptedImap imap = new ScriptedImap().over(server.context()).start()) {
      QuarantineException e =
          catchThrowableOfType(
              QuarantineException.class,
              () -> Quarantine.open(imap.box(Security.TLS, trusted), Clock.systemUTC()));
      assertThat(imap.heard()).isEmpty();
      assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED);
      return e;
    }
  }

  private static List<Problem> problems(QuarantineException e) {
    return e.certificate().orElseThrow().problems();
  }

  @ParameterizedTest
  @EnumSource(
      value = Security.class,
      names = {"TLS", "STARTTLS"})
  void goodCertificate_isTakenByAuthority_andByPin(Security security) throws Exception {
    Certificates.Server server = made.signed("good", "ours", HERE, true);
    for (String trusted : List.of(made.pem("ours"), server.pem())) {
      try (ScriptedImap imap = new ScriptedImap()) {
        if (security == Security.TLS) {
          imap.over(server.context());
        } else {
          imap.upgrading(server.context());
        }
        imap.start();
        try (Quarantine q = Quarantine.open(imap.box(security, trusted), Clock.systemUTC())) {
          assertThat(q.list()).hasSize(1);
        }
      }
    }
  }

  @Test
  void unknownIssuer_isNamed_withAllThatOneMustCompare() {
    Certificates.Server server = made.signed("stranger", "ours", HERE, true);
    QuarantineException e = refused(server, "");
    assertThat(problems(e)).containsExactly(Problem.UNKNOWN_ISSUER);
    ServerCertificate c = e.certificate().orElseThrow();
    assertThat(c.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    assertThat(c.pinnable()).isTrue();
    assertThat(e.sentence())
        .contains("nobody here knows its issuer, CN=ours")
        .contains(c.fingerprint())
        .contains("valid from 1 January 2020 until 1 January 2040")
        .contains("127.0.0.1")
        .contains("Compare the fingerprint");
  }

  @Test
  void selfSigned_saysThatNobodyElseVouches_andItsPinIsTaken() throws Exception {
    Certificates.Server server = made.selfSigned("self", HERE);
    QuarantineException e = refused(server, "");
    assertThat(problems(e)).containsExactly(Problem.SELF_SIGNED);
    try (ScriptedImap imap = new ScriptedImap().over(server.context()).start();
        Quarantine q =
            Quarantine.open(
                imap.box(Security.TLS, e.certificate().orElseThrow().pem()), Clock.systemUTC())) {
      assertThat(q.list()).hasSize(1);
    }
  }

  @Test
  void otherName_namesBoth() {
    Certificates.Server server =
        made.signed("other", "ours", "DNS:mail.example,DNS:*.mod.example", true);
    QuarantineException e = refused(server, made.pem("ours"));
    assertThat(problems(e)).containsExactly(Problem.OTHER_NAME);
    assertThat(e.sentence())
        .contains("it is for mail.example, *.mod.example, and not for 127.0.0.1");
  }

  @Test
  void expired_saysSince_andCannotBePinned() {
    Certificates.Server server = made.signed("old", "ours", HERE, false);
    QuarantineException e = refused(server, made.pem("ours"));
    assertThat(problems(e)).containsExactly(Problem.EXPIRED);
    assertThat(e.sentence()).contains("it expired on 1 January 2021").contains("a new one");
    assertThat(e.certificate().orElseThrow().pinnable()).isFalse();
    assertThat(problems(refused(server, server.pem()))).containsExactly(Problem.EXPIRED);
  }

  @Test
  void weakKey_isRefused_evenWhenPinned() {
    Certificates.Server server = made.weak("weak");
    QuarantineException e = refused(server, server.pem());
    assertThat(problems(e)).containsExactly(Problem.WEAK);
    assertThat(e.sentence()).contains("RSA 1024").contains("forged");
    assertThat(problems(refused(server, ""))).contains(Problem.WEAK);
  }

  @Test
  void changedPin_isAnAlarm() {
    Certificates.Server before = made.selfSigned("before", HERE);
    Certificates.Server after = made.selfSigned("after", HERE);
    QuarantineException e = refused(after, before.pem());
    assertThat(e.certificate().orElseThrow().changed()).isTrue();
    assertThat(e.sentence())
        .contains("not the certificate that was trusted until now")
        .contains("This may be an attack, and nothing was sent")
        .contains("by telephone");
  }

  @Test
  void strippedStarttls_isRefused_andNothingIsSent() {
    try (ScriptedImap imap = new ScriptedImap()) {
      imap.when("STARTTLS", (out, tag, c) -> ScriptedServer.say(out, tag + " BAD what?\r\n"));
      imap.start();
      QuarantineException e =
          catchThrowableOfType(
              QuarantineException.class,
              () -> Quarantine.open(imap.box(Security.STARTTLS, ""), Clock.systemUTC()));
      assertThat(e.reason()).isEqualTo(Reason.TLS);
      assertThat(e.sentence()).contains("does not offer STARTTLS").contains("Nothing was sent");
      assertThat(imap.heard()).containsExactly("STARTTLS");
    }
  }

  @Test
  void signedInBeforeTls_isRefused() {
    try (ScriptedImap imap = new ScriptedImap().greeting("* PREAUTH welcome\r\n").start()) {
      QuarantineException e =
          catchThrowableOfType(
              QuarantineException.class,
              () -> Quarantine.open(imap.box(Security.STARTTLS, ""), Clock.systemUTC()));
      assertThat(e.reason()).isEqualTo(Reason.PROTOCOL);
      assertThat(imap.heard()).isEmpty();
    }
  }

  @Test
  void textSlippedInBeforeTls_isNeverBelieved() {
    Certificates.Server server = made.selfSigned("self", HERE);
    try (ScriptedImap imap = new ScriptedImap()) {
      imap.when(
          "STARTTLS",
          (out, tag, c) ->
              ScriptedServer.say(
                  out, tag + " OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA1 OK done\r\n"));
      imap.start();
      QuarantineException e =
          catchThrowableOfType(
              QuarantineException.class,
              () -> Quarantine.open(imap.box(Security.STARTTLS, server.pem()), Clock.systemUTC()));
      assertThat(e.reason()).isEqualTo(Reason.TLS);
      assertThat(imap.heard()).noneMatch(c -> c.contains("LOGIN") || c.contains("AUTH"));
    }
  }
}
