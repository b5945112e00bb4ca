package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayFileTest {
  private final TestGateway gateway = new TestGateway("relay.example", Fixtures.CLOCK);

  @Test
  void file_readBack() throws Exception {
    GatewayFile read = GatewayFile.parse(gateway.losing(17).file("7f3c"));
    assertThat(read.gateway()).isEqualTo("relay.example");
    assertThat(read.policyId()).isEqualTo("7f3c");
    assertThat(read.key()).isEqualTo(gateway.publicKey());
    assertThat(read.sequence()).isEqualTo(17);
    assertThat(read.time()).isEqualTo(Fixtures.NOW);
    assertThat(read.previous()).isEmpty();
    assertThat(read.follows(gateway.publicKey())).isFalse();
  }

  @Test
  void renewed_followsTheKeyBefore_andNoOther() throws Exception {
    var before = gateway.publicKey();
    GatewayFile read = GatewayFile.parse(gateway.renewed("7f3c"));
    assertThat(read.key()).isEqualTo(gateway.publicKey()).isNotEqualTo(before);
    assertThat(read.follows(before)).isTrue();
    assertThat(read.follows(Fixtures.officer("mallory").publicKey())).isFalse();
  }

  @Test
  void renewed_withoutTheOldKeysSignature_followsNobody() throws Exception {
    var before = gateway.publicKey();
    String file = gateway.renewed("7f3c");
    String own = file.lines().filter(l -> l.startsWith("signature: ")).findFirst().orElseThrow();
    String forged =
        file.replaceFirst(
            "previous-signature: .*", "previous-" + own.replace("\\", "\\\\").replace("$", "\\$"));
    assertThat(forged).isNotEqualTo(file);
    assertThat(GatewayFile.parse(forged).follows(before)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s/gateway: relay/gateway: relax/",
        "s/policy-id: 7f3c/policy-id: 7f3d/",
        "s/sequence: 0/sequence: 1/",
        "s/sequence: 0/sequence: -1/",
        "s/time: 2026/time: 2027/",
        "s/time: 2026-11/time: 2026-13/",
        "s/gateway: relay/gateway: RELAY/",
        "s/gateway: relay/gateway: ..\\/relay/",
        "s/key: MF/key: MG/",
        "s/key: .*/key: AAAA/",
        "s/previous: none/previous: no/",
        "s/end: postern-gateway/end: postern/",
        "s/postern-gateway: 1/postern-gateway: 2/",
        "s/signature: .*//",
        "s/signature: (.*)/signature: $1\nmore: 1/",
        "s/signature: ./signature: @/",
        "s/policy-id: 7f3c/policy-id: 7f3c\u202e/"
      })
  void changed_refused(String change) {
    String[] parts = change.split("(?<!\\\\)/", -1);
    String good = gateway.file("7f3c");
    String bad = good.replaceFirst(parts[1], parts[2].replace("\\/", "/"));
    assertThat(bad).isNotEqualTo(good);
    assertThatThrownBy(() -> GatewayFile.parse(bad))
        .isInstanceOfSatisfying(
            BundleException.class,
            e -> assertThat(e.reason()).isEqualTo(BundleException.Reason.NOT_A_GATEWAY_FILE))
        .message()
        .matches("[ -~]+");
  }

  @Test
  void noise_refused() {
    for (String noise : List.of("", "\n", "postern-gateway: 1\n", "x".repeat(100_000), "\0")) {
      assertThatThrownBy(() -> GatewayFile.parse(noise)).isInstanceOf(BundleException.class);
    }
  }

  @Test
  void keyOnAnotherCurve_refused() throws Exception {
    var pair = java.security.KeyPairGenerator.getInstance("EC");
    pair.initialize(new java.security.spec.ECGenParameterSpec("secp384r1"));
    String text =
        gateway
            .file("7f3c")
            .replaceFirst(
                "key: .*",
                "key: "
                    + java.util.Base64.getEncoder()
                        .encodeToString(pair.generateKeyPair().getPublic().getEncoded()));
    assertThatThrownBy(() -> GatewayFile.parse(text)).hasMessageContaining("not on P-256");
  }

  @Test
  void fingerprint_isReadInGroupsOfFour() {
    assertThat(Fingerprint.aloud("sha256:" + "0123456789abcdef".repeat(4)))
        .isEqualTo("0123 4567 89ab cdef 0123 4567 89ab cdef");
  }

  @Test
  void receiptsOfAFile_oneByOne_evenWhenOneIsCutShort(@TempDir Path dir) throws Exception {
    String one = gateway.applies(1, "sha256:" + "a".repeat(64));
    String two = gateway.applies(2, "sha256:" + "b".repeat(64));
    Path file = dir.resolve("receipts");
    Files.writeString(
        file,
        "From: relay\r\nSubject: POSTERN-RECEIPT\r\n\r\n"
            + one.replace("\n", "\r\n")
            + one.substring(0, 100)
            + "\n"
            + two);
    List<String> found = Receipt.in(file);
    assertThat(found).hasSize(3);
    assertThat(found)
        .extracting(
            text ->
                Receipt.read(text, _ -> List.of(gateway.publicKey())) instanceof Receipt.Genuine)
        .containsExactly(true, false, true);
    Files.writeString(file, "nothing of the kind");
    assertThat(Receipt.in(file)).hasSize(1);
    assertThat(Receipt.kept(one).orElseThrow().serial()).isEqualTo(1);
    assertThat(Receipt.kept("nothing of the kind")).isEmpty();
  }
}
