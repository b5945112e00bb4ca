package org.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.files.Pem;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern bundle cms}. */
@Command(
    name = "cms",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the signed text of a bundle, with its officers' signatures, as CMS SignedData (RFC 5652) for other programs to check.",
      "The signatures are those in the bundle: no key or card is needed. Gateways take the bundle, not this."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:the file is no bundle, or nobody signed it whose certificate is here; nothing was written",
      "2:bad usage"
    },
    footer = {
      "",
      "Examples:",
      "  postern bundle cms policy-42.postern",
      "  postern key certificate \"A. Carter\" > officers.pem",
      "  openssl cms -verify -binary -inform DER -in policy-42.postern.p7m -CAfile officers.pem -out manifest"
    })
final class BundleCms implements Callable<Integer> {
  private static final int LARGEST = 1 << 20;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable DataDirectory data;
  @Mixin private Output output = new Output();

  @Option(
      names = "--certificate",
      paramLabel = "PEM",
      description = {
        "Certificates of officers whose keys are elsewhere, or that an agency issued for their cards;",
        "repeat for more. Those of the keys in DIR/keys are used as well."
      })
  private List<Path> certificates = new ArrayList<>();

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      byte[] cms = Bundle.read(file).cms(officers());
      return output.write(file.resolveSibling(file.getFileName() + ".p7m"), cms, tell);
    } catch (BundleException | OfficerException | IOException e) {
      return tell.failed(e);
    }
  }

  /** What was named counts more than what lies in the directory. */
  private List<X509Certificate> officers() throws OfficerException, IOException {
    List<X509Certificate> all = new ArrayList<>();
    new OfficerKeys(Objects.requireNonNull(data).path(), Clock.systemUTC())
        .kept()
        .forEach(key -> all.add(key.certificate()));
    for (Path pem : certificates) {
      try (InputStream in = Files.newInputStream(pem)) {
        List<X509Certificate> given =
            Pem.certificates(new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1));
        if (given.isEmpty()) {
          throw new IOException(pem + " holds no certificate in PEM form.");
        }
        all.addAll(given);
      } catch (CertificateException e) {
        throw new IOException(pem + " holds no certificate in PEM form.", e);
      }
    }
    return all;
  }
}
