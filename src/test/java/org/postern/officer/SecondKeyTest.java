package org.postern.officer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerException.Reason;

class SecondKeyTest {
  private static final byte[] MESSAGE = "hold army.ml\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path dir;
  private OfficerKeys keys;
  private OfficerKeys.Kept kept;

  @BeforeEach
  void officer() throws Exception {
    keys = new OfficerKeys(dir, Clock.systemUTC());
    keys.create("Alice", "correct horse".toCharArray(), Sealed.PASSPHRASE);
    kept = keys.find("Alice");
  }

  /** Made with Bouncy Castle, checked with the JDK: two programs that agree on FIPS 204. */
  @Test
  void sign_verifiesWithTheJdkAndIsDeterministic() {
    SecondKey key = SecondKey.create();
    byte[] signature = key.sign(MESSAGE);
    assertThat(signature).hasSize(3_309).isEqualTo(key.sign(MESSAGE));
    assertThat(key.publicKey().getEncoded()).hasSize(1_974);
    assertThat(Signatures.verify(key.publicKey(), MESSAGE, signature)).isTrue();
    assertThat(Signatures.verify(key.publicKey(), new byte[] {1}, signature)).isFalse();
    assertThat(Signatures.verify(key.publicKey(), MESSAGE, new byte[] {1})).isFalse();
    assertThat(Signatures.verify(SecondKey.create().publicKey(), MESSAGE, signature)).isFalse();
    signature[700] ^= 4;
    assertThat(Signatures.verify(key.publicKey(), MESSAGE, signature)).isFalse();
  }

  @Test
  void load_opensBothKeysAndSignsWithBoth() throws Exception {
    assertThat(keys.load(kept, "correct horse".toCharArray()).signatures(MESSAGE)).hasSize(1);
    char[] passphrase = "correct horse".toCharArray();
    SecondKey made = keys.createSecond(kept, passphrase);
    assertThat(passphrase).containsOnly('\0');
    assertThat(keys.list()).hasSize(1);
    assertThat(keys.second(kept.id())).hasValue(made.publicKey());
    OfficerKey loaded = keys.load(kept, "correct horse".toCharArray());
    List<OfficerSignature> signatures = loaded.signatures(MESSAGE);
    assertThat(signatures.stream().map(OfficerSignature::keyId))
        .containsExactly(kept.id(), made.id());
    assertThat(signatures.getFirst().bytes()).isEqualTo(loaded.sign(MESSAGE));
    assertThat(signatures.getLast().bytes()).isEqualTo(made.sign(MESSAGE));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void createSecond_wrongPassphraseOrOneThere_nothingIsMade() throws Exception {
    assertThat(reason(() -> keys.createSecond(kept, "wrong".toCharArray())))
        .isEqualTo(Reason.WRONG_PASSPHRASE);
    assertThat(file()).doesNotExist();
    keys.createSecond(kept, "correct horse".toCharArray());
    byte[] before = Files.readAllBytes(file());
    assertThat(reason(() -> keys.createSecond(kept, "correct horse".toCharArray())))
        .isEqualTo(Reason.AMBIGUOUS);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void load_damagedOrForeignSecond_saysSo() throws Exception {
    keys.createSecond(kept, "correct horse".toCharArray());
    String sound = Files.readString(file());
    keys.create("Bob", "another".toCharArray(), Sealed.PASSPHRASE);
    keys.createSecond(keys.find("Bob"), "another".toCharArray());
    String bobs = Files.readString(dir.resolve("keys/" + keys.find("Bob").id() + ".second"));
    int secret = sound.indexOf("-----BEGIN ENCRYPTED");
    for (String bad :
        List.of(
            "",
            "noise \u202e",
            sound.substring(secret),
            sound.replace("A", "B"),
            sound.substring(0, secret) + bobs.substring(bobs.indexOf("-----BEGIN ENCRYPTED")),
            bobs,
            sound.substring(0, secret)
                + "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")) {
      Files.writeString(file(), bad);
      assertThat(reason(() -> keys.load(kept, "correct horse".toCharArray())))
          .as(bad)
          .isIn(Reason.DAMAGED, Reason.WRONG_PASSPHRASE);
    }
  }

  /** What a colleague's public part is for: a trust file is written where no secret lies. */
  @Test
  void publicPartAlone_isNamedButDoesNotSign() throws Exception {
    SecondKey made = keys.createSecond(kept, "correct horse".toCharArray());
    Files.writeString(file(), OfficerKey.pemOf(made.publicKey()));
    assertThat(keys.second(kept.id())).hasValue(made.publicKey());
    assertThat(keys.load(kept, "correct horse".toCharArray()).second()).isEmpty();
  }

  private Path file() {
    return dir.resolve("keys/" + kept.id() + ".second");
  }

  private interface Work {
    Object run() throws OfficerException;
  }

  private static Reason reason(Work work) {
    var caught = new OfficerException[1];
    assertThatExceptionOfType(OfficerException.class)
        .isThrownBy(work::run)
        .satisfies(e -> caught[0] = e);
    return caught[0].reason();
  }
}
