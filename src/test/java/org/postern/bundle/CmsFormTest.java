package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.policy;
import static org.postern.bundle.Fixtures.terms;
import static org.postern.bundle.Fixtures.trust;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.files.Pem;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerSignature;

/** Other programs check a bundle's signatures in the form of CMS: openssl stands for them. */
class CmsFormTest {
  private static final OfficerKey ALICE = Fixtures.officer("Alice Carter");
  private static final OfficerKey BOB = Fixtures.officer("Bob Ève");
  private static final OfficerKey MALLORY = Fixtures.officer("Mallory");
  private static final List<X509Certificate> BOTH =
      List.of(ALICE.certificate(), BOB.certificate(), MALLORY.certificate());

  @TempDir Path dir;
  private Bundle bundle;

  @BeforeEach
  void officers() throws Exception {
    bundle =
        Bundle.of(policy(7, trust("army.mil"), block("ml")), terms()).signedBy(ALICE).signedBy(BOB);
    authorities(ALICE, BOB);
  }

  @Test
  void cms_opensslVerifiesItAndGivesTheManifest() throws Exception {
    byte[] cms = bundle.cms(BOTH);
    assertThat(verifies(cms)).isTrue();
    assertThat(Files.readAllBytes(dir.resolve("manifest"))).isEqualTo(bundle.signedBytes());
    assertThat(text("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "cms"))
        .contains("Alice Carter")
        .doesNotContain("Mallory");
    assertThat(bundle.cms(BOTH.reversed())).isEqualTo(cms);
  }

  /** Whoever checks it says whose certificates count: those in the file are no proof. */
  @Test
  void cms_officerWhomTheReaderDoesNotKnow_isRefused() throws Exception {
    authorities(ALICE);
    assertThat(verifies(bundle.cms(BOTH))).isFalse();
    assertThat(verifies(bundle.cms(List.of(ALICE.certificate())))).isTrue();
  }

  @Test
  void cms_flippedBitInTextOrSignature_isRefused() throws Exception {
    byte[] cms = bundle.cms(BOTH);
    byte[] signature = ALICE.sign(bundle.signedBytes());
    Random random = new Random(7);
    for (byte[] part : List.of(bundle.signedBytes(), signature)) {
      int from = indexOf(cms, part);
      for (int i = 0; i < 20; i++) {
        byte[] bad = cms.clone();
        int at = from + random.nextInt(part.length);
        bad[at] ^= (byte) (1 << random.nextInt(8));
        assertThat(verifies(bad)).as("bit in byte " + at).isFalse();
      }
    }
  }

  @Test
  void cms_nobodyWhoSigned_isRefused() {
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(() -> bundle.cms(List.of(MALLORY.certificate())))
        .matches(e -> e.reason() == BundleException.Reason.NO_SIGNER);
    byte[] byAlice = ALICE.sign(bundle.signedBytes());
    Bundle forged = bundle.signed(List.of(new OfficerSignature(MALLORY.id(), false, byAlice)));
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(() -> forged.cms(List.of(MALLORY.certificate())));
  }

  private void authorities(OfficerKey... officers) throws Exception {
    StringBuilder pem = new StringBuilder();
    for (OfficerKey officer : officers) {
      pem.append(Pem.text("CERTIFICATE", officer.certificate().getEncoded()));
    }
    Files.writeString(dir.resolve("officers.pem"), pem);
  }

  private boolean verifies(byte[] cms) throws Exception {
    Files.write(dir.resolve("cms"), cms);
    String[] command = {
      "openssl",
      "cms",
      "-verify",
      "-binary",
      "-inform",
      "DER",
      "-in",
      "cms",
      "-CAfile",
      "officers.pem",
      "-out",
      "manifest"
    };
    return start(command).waitFor() == 0;
  }

  private String text(String... command) throws Exception {
    Process process = start(command);
    process.waitFor();
    return Files.readString(dir.resolve("out"), StandardCharsets.ISO_8859_1);
  }

  private Process start(String... command) throws Exception {
    return new ProcessBuilder(command)
        .directory(dir.toFile())
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("out").toFile())
        .start();
  }

  private static int indexOf(byte[] all, byte[] part) {
    return Stream.iterate(0, i -> i <= all.length - part.length, i -> i + 1)
        .filter(i -> startsAt(all, i, part))
        .findFirst()
        .orElseThrow();
  }

  private static boolean startsAt(byte[] all, int from, byte[] part) {
    for (int i = 0; i < part.length; i++) {
      if (all[from + i] != part[i]) {
        return false;
      }
    }
    return true;
  }
}
