package org.postern.cli;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.files.Pem;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys;
import org.postern.officer.TokenKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern key certificate}. */
@Command(
    name = "certificate",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the certificate of a key in PEM form: public key and name, no secret.",
      "A key file needs no passphrase for it; a card needs its PIN."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "1:there is no such key", "2:bad usage"})
final class KeyCertificate implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable DataDirectory data;
  @Mixin private @Nullable Passphrases passphrases;
  @Mixin private Token token = new Token();

  @Parameters(paramLabel = "KEY", description = "The key's id or its officer's name.")
  private String key = "";

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      tell.say(Pem.text("CERTIFICATE", certificate().getEncoded()).stripTrailing());
      return 0;
    } catch (OfficerException | CertificateEncodingException e) {
      return tell.failed(e);
    }
  }

  private X509Certificate certificate() throws OfficerException {
    return token.library().isPresent()
        ? Token.choose(
                TokenKey.open(
                    token.library().get(), token.slot(), Objects.requireNonNull(passphrases).pin()),
                key)
            .certificate()
        : new OfficerKeys(Objects.requireNonNull(data).path(), Clock.systemUTC())
            .find(key)
            .certificate();
  }
}
