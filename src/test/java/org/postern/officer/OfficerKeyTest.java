package org.postern.officer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.officer.OfficerException.Reason;

class OfficerKeyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:40:00Z"), ZoneOffset.UTC);
  private static final byte[] MESSAGE = "hold army.ml\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path dir;

  @Test
  void save_thenLoad_sameOfficerSameSignature() throws Exception {
    OfficerKey made = OfficerKey.create("Maj. Ève O'Neill, 2nd", CLOCK);
    made.save(dir.resolve("k.p12"), "correct horse".toCharArray());

    OfficerKey loaded = OfficerKey.load(dir.resolve("k.p12"), "correct horse".toCharArray());

    assertThat(loaded.officer()).isEqualTo("Maj. Ève O'Neill, 2nd");
    assertThat(loaded.id()).isEqualTo(made.id()).matches("[0-9a-f]{16}");
    assertThat(loaded.sign(MESSAGE)).isEqualTo(made.sign(MESSAGE));
  }

  @Test
  void sign_verifiesWithTheJdk() throws Exception {
    OfficerKey key = OfficerKey.create("alice", CLOCK);
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(key.publicKey());
    verifier.update(MESSAGE);
    assertThat(verifier.verify(key.sign(MESSAGE))).isTrue();
    assertThat(
            Signatures.verify(
                key.publicKey(),
                "hold army.mil\n".getBytes(StandardCharsets.US_ASCII),
                key.sign(MESSAGE)))
        .isFalse();
    assertThat(Signatures.verify(key.publicKey(), MESSAGE, new byte[] {1, 2, 3})).isFalse();
  }

  @Test
  void sign_verifiesWithOpenssl() throws Exception {
    OfficerKey key = OfficerKey.create("alice", CLOCK);
    Files.writeString(dir.resolve("alice.pem"), key.publicKeyPem());
    Files.write(dir.resolve("m"), MESSAGE);
    Files.write(dir.resolve("s"), key.sign(MESSAGE));
    assertThat(run("openssl", "dgst", "-sha256", "-verify", "alice.pem", "-signature", "s", "m"))
        .isEqualTo("Verified OK\n");
    assertThat(
            run(
                "sh",
                "-c",
                "openssl pkey -pubin -in alice.pem -outform DER | openssl dgst -sha256 -r | cut -c1-16"))
        .isEqualTo(key.id() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"correct horse", "pässwörd", "пароль ключа"})
  void save_opensWithAnyPassphrase(String passphrase) throws Exception {
    OfficerKey made = OfficerKey.create("alice", CLOCK);
    made.save(dir.resolve("k.p12"), passphrase.toCharArray());
    assertThat(OfficerKey.load(dir.resolve("k.p12"), passphrase.toCharArray()).id())
        .isEqualTo(made.id());
  }

  @Test
  void save_otherProgramsReadTheFile() throws Exception {
    OfficerKey made = OfficerKey.create("alice", CLOCK);
    made.save(dir.resolve("k.p12"), "correct horse".toCharArray());

    KeyStore store =
        KeyStore.getInstance(dir.resolve("k.p12").toFile(), "correct horse".toCharArray());
    String alias = store.aliases().nextElement();
    assertThat(store.getKey(alias, "correct horse".toCharArray())).isInstanceOf(PrivateKey.class);
    assertThat(store.getCertificate(alias)).isEqualTo(made.certificate());
    assertThat(
            run(
                "openssl",
                "pkcs12",
                "-in",
                "k.p12",
                "-passin",
                "pass:correct horse",
                "-nodes",
                "-nocerts"))
        .contains("BEGIN PRIVATE KEY");
  }

  @Test
  void save_onlyTheOwnerMayRead() throws Exception {
    assumeThat(Files.getFileStore(dir).supportsFileAttributeView("posix")).isTrue();
    OfficerKey.create("alice", CLOCK)
        .save(dir.resolve("keys/k.p12"), "correct horse".toCharArray());
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("keys/k.p12"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("keys"))))
        .isEqualTo("rwx------");
    assertThat(files(dir.resolve("keys"))).containsExactly("k.p12");
  }

  @Test
  void saveAndLoad_zeroThePassphrase() throws Exception {
    char[] saving = "correct horse".toCharArray();
    char[] loading = "correct horse".toCharArray();
    char[] wrong = "wrong horse".toCharArray();
    OfficerKey key = OfficerKey.create("alice", CLOCK);
    key.save(dir.resolve("k.p12"), saving);
    OfficerKey.load(dir.resolve("k.p12"), loading);
    reasonOf(dir.resolve("k.p12"), wrong);
    assertThat(List.of(new String(saving), new String(loading), new String(wrong)))
        .allMatch(s -> s.chars().allMatch(c -> c == 0));
  }

  @Test
  void save_emptyPassphrase_refusedAndNothingWritten() throws Exception {
    OfficerKey key = OfficerKey.create("alice", CLOCK);
    assertThatExceptionOfType(OfficerException.class)
        .isThrownBy(() -> key.save(dir.resolve("k.p12"), new char[0]))
        .matches(e -> e.reason() == Reason.NO_PASSPHRASE);
    assertThat(files(dir)).isEmpty();
  }

  @Test
  void load_wrongPassphrase_saysSoAndChangesNothing() throws Exception {
    OfficerKey.create("alice", CLOCK).save(dir.resolve("k.p12"), "correct horse".toCharArray());
    byte[] before = Files.readAllBytes(dir.resolve("k.p12"));
    assertThat(reasonOf(dir.resolve("k.p12"), "wrong".toCharArray()))
        .isEqualTo(Reason.WRONG_PASSPHRASE);
    assertThat(reasonOf(dir.resolve("k.p12"), new char[0])).isEqualTo(Reason.WRONG_PASSPHRASE);
    assertThat(Files.readAllBytes(dir.resolve("k.p12"))).isEqualTo(before);
  }

  @Test
  void load_missing_notFound() {
    assertThat(reasonOf(dir.resolve("none.p12"), "x".toCharArray())).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void load_folder_disk() {
    assertThat(reasonOf(dir, "x".toCharArray())).isEqualTo(Reason.DISK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not a key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "0\u0080",
        "0"
      })
  void load_text_damaged(String text) throws Exception {
    Files.write(dir.resolve("k.p12"), text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(reasonOf(dir.resolve("k.p12"), "x".toCharArray())).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void load_hugeFile_foreign() throws Exception {
    try (OutputStream out = Files.newOutputStream(dir.resolve("k.p12"))) {
      out.write(new byte[200_000]);
    }
    assertThat(reasonOf(dir.resolve("k.p12"), "x".toCharArray())).isEqualTo(Reason.FOREIGN);
  }

  @Test
  void load_rsaKeyOfAnotherProgram_foreign() throws Exception {
    run(
        "sh",
        "-c",
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout r.key -out r.crt -subj /CN=alice -days 2 2>/dev/null"
            + " && openssl pkcs12 -export -inkey r.key -in r.crt -out k.p12 -passout pass:x -certpbe NONE");
    assertThat(reasonOf(dir.resolve("k.p12"), "x".toCharArray())).isEqualTo(Reason.FOREIGN);
  }

  @Test
  void load_otherJavaKeyStore_foreign() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    OfficerKey key = OfficerKey.create("alice", CLOCK);
    store.setKeyEntry("a", key.secret(), "x".toCharArray(), new Certificate[] {key.certificate()});
    try (OutputStream out = Files.newOutputStream(dir.resolve("k.p12"))) {
      store.store(out, "x".toCharArray());
    }
    assertThat(reasonOf(dir.resolve("k.p12"), "x".toCharArray())).isEqualTo(Reason.FOREIGN);
  }

  @Test
  void load_certificateOfAnotherKey_foreign() throws Exception {
    OfficerKey alice = OfficerKey.create("alice", CLOCK);
    OfficerKey mallory = OfficerKey.create("mallory", CLOCK);
    new OfficerKey("alice", alice.certificate(), mallory.secret())
        .save(dir.resolve("k.p12"), "x".toCharArray(), Sealed.DIRECTORY);
    assertThat(reasonOf(dir.resolve("k.p12"), "x".toCharArray())).isEqualTo(Reason.FOREIGN);
  }

  @Test
  void load_oneByteChangedAnywhere_neverAnotherKey() throws Exception {
    OfficerKey key = OfficerKey.create("alice", CLOCK);
    key.save(dir.resolve("k.p12"), "x".toCharArray(), Sealed.DIRECTORY);
    byte[] good = Files.readAllBytes(dir.resolve("k.p12"));
    for (int at = 0; at < good.length; at += 5) {
      byte[] bad = good.clone();
      bad[at] ^= 0x04;
      Files.write(dir.resolve("bad.p12"), bad);
      try {
        OfficerKey opened = OfficerKey.load(dir.resolve("bad.p12"), "x".toCharArray());
        assertThat(opened.id()).as("byte %d", at).isEqualTo(key.id());
        assertThat(opened.officer()).as("byte %d", at).isEqualTo("alice");
      } catch (OfficerException refused) {
        assertThat(refused.getMessage()).as("byte %d", at).isNotBlank();
      }
    }
  }

  @Test
  void load_truncatedAnywhere_refused() throws Exception {
    OfficerKey.create("alice", CLOCK)
        .save(dir.resolve("k.p12"), "x".toCharArray(), Sealed.DIRECTORY);
    byte[] good = Files.readAllBytes(dir.resolve("k.p12"));
    for (int length = 0; length < good.length; length += 7) {
      Files.write(dir.resolve("bad.p12"), java.util.Arrays.copyOf(good, length));
      assertThat(reasonOf(dir.resolve("bad.p12"), "x".toCharArray()))
          .as("%d bytes", length)
          .isEqualTo(Reason.DAMAGED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "a\nb",
        "a\u0000",
        "alice\u202e",
        "al\u200bice",
        "a  b",
        "0123456789012345678901234567890123456789012345678901234567890123X"
      })
  void create_badName(String name) {
    assertThatExceptionOfType(OfficerException.class)
        .isThrownBy(() -> OfficerKey.create(name, CLOCK))
        .matches(e -> e.reason() == Reason.BAD_NAME);
  }

  private static Reason reasonOf(Path file, char[] passphrase) {
    try {
      OfficerKey.load(file, passphrase);
      throw new AssertionError("was accepted");
    } catch (OfficerException e) {
      return e.reason();
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(f -> f.getFileName().toString()).toList();
    }
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
