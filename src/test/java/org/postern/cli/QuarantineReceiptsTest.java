package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.GatewayFile;
import org.postern.bundle.TestGateway;
import org.postern.officer.OfficerKey;
import org.postern.store.Store;

/** What lies in the box as a receipt is believed by its signature, not by what it says. */
@Timeout(120)
class QuarantineReceiptsTest {
  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "imap"));
  private final Typed typed = new Typed();
  @TempDir Path dir;

  @BeforeEach
  void start() {
    mail.start();
    mail.setUser("officer@quarantine.example", "officer", "secret");
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  private int run(String... words) throws Exception {
    Path settings = dir.resolve("mail.properties");
    Files.writeString(
        settings,
        "imap.host = 127.0.0.1\nimap.port = %d\nimap.security = loopback-plain\n"
                .formatted(mail.getImap().getPort())
            + "imap.user = officer\nimap.password = secret\n");
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--settings";
    all[words.length + 1] = settings.toString();
    return typed.run(dir.resolve("data"), List.of("quarantine", "receipts"), all);
  }

  private void arrives(TestGateway gateway) throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setSubject("POSTERN-RECEIPT " + gateway.name());
    message.setText(gateway.applies(1, "sha256:" + "0".repeat(64)));
    mail.getUserManager().getUser("officer").deliver(message);
  }

  private void enrol(TestGateway gateway) throws Exception {
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      store
          .gatewayKeys()
          .enrol(
              GatewayFile.parse(gateway.file(store.setup().settings().policyId())),
              dir.toString(),
              false,
              "Maj. A. Carter");
    }
  }

  @Test
  void receipt_ofAnEnrolledGateway_isGood_ofAnybodyElseNot() throws Exception {
    TestGateway relay = new TestGateway("relay-1.example", Clock.systemUTC());
    arrives(relay);
    assertThat(run()).isEqualTo(1);
    assertThat(typed.out()).contains("signature: bad: It names a gateway that is not enrolled");
    enrol(relay);
    assertThat(run()).as(typed.out() + typed.err()).isZero();
    assertThat(typed.out())
        .contains("gateway: relay-1.example", "result: applied")
        .containsPattern("signature: good, by the key [0-9a-f]{4} ");
    arrives(new TestGateway("relay-1.example", Clock.systemUTC()));
    assertThat(run()).isEqualTo(1);
    assertThat(typed.out())
        .contains("signature: good", "signature: bad: Its signature is not that of the gateway");
  }

  @Test
  void oneKey_canBeGiven_insteadOfTheEnrolledOnes() throws Exception {
    TestGateway relay = new TestGateway("relay-1.example", Clock.systemUTC());
    arrives(relay);
    Path key = dir.resolve("gateway.pub");
    Files.writeString(key, pem(relay.publicKey()));
    assertThat(run("--gateway-key", key.toString())).as(typed.err()).isZero();
    Files.writeString(key, pem(OfficerKey.create("other", Clock.systemUTC()).publicKey()));
    assertThat(run("--gateway-key", key.toString())).isEqualTo(1);
    Files.writeString(key, "no key");
    assertThat(run("--gateway-key", key.toString())).isEqualTo(2);
    assertThat(typed.err()).contains("is not an EC public key");
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
