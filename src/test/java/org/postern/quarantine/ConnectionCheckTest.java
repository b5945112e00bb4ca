package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Certificates;
import org.postern.quarantine.ConnectionCheck.Line;
import org.postern.quarantine.ConnectionCheck.Outcome;

/** The connection test says which step failed, in words that say what to do. */
@Timeout(60)
class ConnectionCheckTest {
  private static ConnectionCheck check(Mailbox box) {
    return ConnectionCheck.of(box, List.of(box.folder()));
  }

  private static Mailbox at(String host, int port, Security security) {
    return new Mailbox(
        host,
        port,
        security,
        "officer",
        "hunter2",
        "INBOX",
        "",
        Duration.ofSeconds(1),
        Duration.ofSeconds(2));
  }

  /** The step that failed; all before it went, none after it was tried. */
  private static Line failed(ConnectionCheck check) {
    Line failed = check.failed().orElseThrow();
    int at = check.lines().indexOf(failed);
    assertThat(check.lines().subList(0, at)).allMatch(l -> l.outcome() == Outcome.WENT);
    assertThat(check.lines().subList(at + 1, check.lines().size()))
        .allMatch(l -> l.outcome() == Outcome.UNTRIED && l.took().isZero());
    assertThat(check.text()).doesNotContain("hunter2").contains(failed.says());
    return failed;
  }

  private static Line refusing(String command, String answer) {
    try (ScriptedImap imap = new ScriptedImap()) {
      imap.when(command, (out, tag, c) -> ScriptedServer.say(out, answer.replace("TAG", tag)));
      imap.start();
      return failed(check(imap.box()));
    }
  }

  @Test
  void everyStep_isTakenInTurn_withItsTime(@TempDir Path dir) {
    Certificates.Server server = new Certificates(dir).selfSigned("self", "IP:127.0.0.1");
    try (ScriptedImap imap = new ScriptedImap().over(server.context())) {
      imap.when("IDLE", (out, tag, c) -> ScriptedServer.say(out, "+ idling\r\n"));
      imap.when("DONE", (out, tag, c) -> {});
      imap.start();
      ConnectionCheck check = check(imap.box(Security.TLS, server.pem()));
      assertThat(check.lines())
          .extracting(Line::step)
          .containsExactly(
              Step.NAME,
              Step.CONNECT,
              Step.TLS,
              Step.CERTIFICATE,
              Step.GREETING,
              Step.CAPABILITY,
              Step.SIGN_IN,
              Step.FOLDER,
              Step.RIGHTS,
              Step.LIVE);
      assertThat(check.lines().subList(0, 9)).allMatch(l -> l.took().isPositive());
      assertThat(check.text()).contains("TLSv1.3").contains("SHA-256 fingerprint").contains("MOVE");
      assertThat(imap.heard())
          .noneMatch(c -> c.startsWith("CREATE") || c.contains("STORE") || c.contains("MOVE"));
    }
  }

  @Test
  void unknownName() {
    Line failed = failed(check(at("no-such-host.invalid", 993, Security.TLS)));
    assertThat(failed.step()).isEqualTo(Step.NAME);
    assertThat(failed.says()).contains("no-such-host.invalid").contains("Check it");
  }

  @Test
  void closedPort() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertThat(failed(check(at("127.0.0.1", port, Security.TLS))).step()).isEqualTo(Step.CONNECT);
  }

  @Test
  void plainTextWhereTlsIsExpected() {
    try (ScriptedImap imap = new ScriptedImap().start()) {
      assertThat(failed(check(at("127.0.0.1", imap.port(), Security.TLS))).step())
          .isEqualTo(Step.TLS);
    }
  }

  @Test
  void strippedStarttls() {
    try (ScriptedImap imap = new ScriptedImap()) {
      imap.when("STARTTLS", (out, tag, c) -> ScriptedServer.say(out, tag + " BAD what?\r\n"));
      imap.start();
      assertThat(failed(check(at("127.0.0.1", imap.port(), Security.STARTTLS))).step())
          .isEqualTo(Step.TLS);
    }
  }

  @Test
  void untrustedCertificate_isHandedOutForTheChoice(@TempDir Path dir) {
    Certificates.Server server = new Certificates(dir).selfSigned("self", "IP:127.0.0.1");
    try (ScriptedImap imap = new ScriptedImap().over(server.context()).start()) {
      ConnectionCheck check = check(imap.box(Security.TLS, ""));
      assertThat(failed(check).step()).isEqualTo(Step.CERTIFICATE);
      assertThat(check.certificate().orElseThrow().pem().strip()).isEqualTo(server.pem().strip());
    }
  }

  @Test
  void noImapServer() {
    try (ScriptedImap imap = new ScriptedImap().greeting("SSH-2.0-OpenSSH_9.2\r\n").start()) {
      assertThat(failed(check(at("127.0.0.1", imap.port(), Security.LOOPBACK_PLAIN))).step())
          .isIn(Step.GREETING, Step.CAPABILITY);
    }
  }

  @Test
  void silentServer() {
    try (ScriptedImap imap = new ScriptedImap().greeting("").start()) {
      Line failed = failed(check(imap.box(Duration.ofMillis(200), Duration.ofMillis(500))));
      assertThat(failed.step()).isEqualTo(Step.GREETING);
    }
  }

  @Test
  void capabilityNotAnswered() {
    assertThat(refusing("CAPABILITY", "* BYE\r\n").step()).isEqualTo(Step.CAPABILITY);
  }

  @Test
  void wrongPassword() {
    Line failed = refusing("LOGIN", "TAG NO [AUTHENTICATIONFAILED] no\r\n");
    assertThat(failed.step()).isEqualTo(Step.SIGN_IN);
    assertThat(failed.says()).contains("officer").contains("password");
  }

  @Test
  void passwordNotWanted() {
    try (ScriptedImap imap =
        new ScriptedImap().capabilities("IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2").start()) {
      Line failed = failed(check(imap.box()));
      assertThat(failed.step()).isEqualTo(Step.SIGN_IN);
      assertThat(failed.says()).contains("choose OAuth 2.0").contains("Nothing was sent");
      assertThat(imap.heard()).noneMatch(c -> c.contains("secret"));
    }
  }

  @Test
  void missingFolder_namesThoseThatThereAre() {
    try (ScriptedImap imap = new ScriptedImap()) {
      imap.when("SELECT", (out, tag, c) -> ScriptedServer.say(out, tag + " NO none\r\n"));
      imap.when(
          "LIST",
          (out, tag, c) ->
              ScriptedServer.say(
                  out,
                  "* LIST () \"/\" INBOX\r\n* LIST (\\Noselect) \"/\" Shared\r\n"
                      + "* LIST () \"/\" \"Held \u001b[31mmail\"\r\n"
                      + tag
                      + " OK done\r\n"));
      imap.start();
      Line failed = failed(check(imap.box()));
      assertThat(failed.step()).isEqualTo(Step.FOLDER);
      assertThat(failed.says()).contains("There are: INBOX, Held [U+001B][31mmail.");
    }
  }

  @Test
  void readOnlyFolder() {
    Line failed =
        refusing("SELECT", "* 1 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\nTAG OK [READ-ONLY] done\r\n");
    assertThat(failed.step()).isEqualTo(Step.RIGHTS);
    assertThat(failed.says()).contains("may only read");
  }

  @Test
  void missingRights_areNamed() {
    try (ScriptedImap imap = new ScriptedImap().capabilities("IMAP4rev1 ACL MOVE")) {
      imap.when(
          "MYRIGHTS",
          (out, tag, c) ->
              ScriptedServer.say(out, "* MYRIGHTS INBOX lrs\r\n" + tag + " OK done\r\n"));
      imap.start();
      Line failed = failed(check(imap.box()));
      assertThat(failed.step()).isEqualTo(Step.RIGHTS);
      assertThat(failed.says())
          .contains(
              "may not mark messages, nor mark messages as deleted, nor remove what is marked")
          .contains("RFC 4314");
    }
  }
}
