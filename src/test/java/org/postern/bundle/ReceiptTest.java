package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.officer.OfficerKey;

class ReceiptTest {
  private static final OfficerKey GATEWAY = Fixtures.officer("relay.example");
  private static final Receipt RECEIPT = numbered(7);

  private static Receipt numbered(long sequence) {
    return new Receipt(
        "relay.example",
        Fixtures.NOW,
        sequence,
        42,
        "sha256:" + "a".repeat(64),
        Receipt.Result.ROLLED_BACK,
        "reload",
        "Postfix is not running",
        41,
        "sha256:" + "b".repeat(64),
        "sha256:" + "c".repeat(64),
        3);
  }

  @Test
  void signed_readBack() {
    assertThat(read(RECEIPT.signed(GATEWAY::sign)))
        .isEqualTo(new Receipt.Genuine(RECEIPT, GATEWAY.publicKey()));
  }

  @Test
  void read_lineEndsOfMail_doNotMatter() {
    assertThat(read("\r\n" + RECEIPT.signed(GATEWAY::sign).replace("\n", "\r\n") + "\r\n"))
        .isEqualTo(new Receipt.Genuine(RECEIPT, GATEWAY.publicKey()));
  }

  @Test
  void read_apartFromItsSignature() {
    String text = RECEIPT.signed(GATEWAY::sign);
    String signed = text.substring(0, text.indexOf("signature: "));
    byte[] signature = GATEWAY.sign(Fixtures.ascii(signed));
    assertThat(Receipt.read(signed, signature, _ -> List.of(GATEWAY.publicKey())))
        .isEqualTo(new Receipt.Genuine(RECEIPT, GATEWAY.publicKey()));
    assertThat(Receipt.read(signed, new byte[0], _ -> List.of(GATEWAY.publicKey())))
        .isInstanceOf(Receipt.Bad.class);
  }

  @Test
  void read_otherGatewaysKey_bad() {
    assertThat(read(RECEIPT.signed(Fixtures.officer("mallory")::sign)))
        .isEqualTo(
            new Receipt.Bad(
                "relay.example", "Its signature is not that of the gateway that it names."));
  }

  @Test
  void read_unknownGateway_bad() {
    assertThat(Receipt.read(RECEIPT.signed(GATEWAY::sign), _ -> List.of()))
        .isEqualTo(
            new Receipt.Bad("relay.example", "It names a gateway that is not enrolled here."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s/serial: 42/serial: 43/", "s/result: rolled-back/result: applied/",
            "s/sequence: 7/sequence: 8/", "s/sequence: 7/sequence: -7/",
            "s/serial: 42/serial: 99999999999999/",
        "s/time: 2026/time: 9999/", "s/reason: reload /reason: /", "s/Postfix is/Postfix \u202eis/",
            "s/end: postern-receipt/end/", "s/suppressed: 3/suppressed: 3\nextra: 1/",
        "s/postern-receipt: 1/postern-receipt: 2/", "s/signature: /signature: @/",
            "s/signature: .*//", "s/sha256:a/sha256:/"
      })
  void read_changed_bad(String change) {
    String[] parts = change.split("/", -1);
    String good = RECEIPT.signed(GATEWAY::sign);
    String bad = good.replaceFirst(parts[1], parts[2]);
    assertThat(bad).isNotEqualTo(good);
    assertThat(read(bad))
        .isInstanceOfSatisfying(
            Receipt.Bad.class, b -> assertThat(b.sentence()).matches("[ -~]+\\."));
  }

  @Test
  void read_noise_bad() {
    for (String noise :
        List.of(
            "",
            "\n",
            "postern-receipt: 1\n",
            "x".repeat(1_000_000),
            "signature: AAAA",
            "\0\u202e")) {
      assertThat(read(noise)).isInstanceOf(Receipt.Bad.class);
    }
  }

  private static Receipt.Reading read(String text) {
    return Receipt.read(
        text, name -> name.equals("relay.example") ? List.of(GATEWAY.publicKey()) : List.of());
  }
}
