package org.postern.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.TrustFile;
import org.postern.mail.Inert;
import org.postern.officer.Signatures;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.Receipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern quarantine receipts}. */
@Command(
    name = "receipts",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the receipts that gateways sent into the box: what became of which bundle.",
      "Anybody who can send mail there can write one: only a good signature counts."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all printed, and every signature is good if --gateway-key is given",
      "1:a signature is missing or bad",
      "2:bad usage, or data directory or mailbox cannot be used"
    })
final class QuarantineReceipts implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(
      names = "--gateway-key",
      paramLabel = "FILE",
      description = "The gateway's public key, PEM, as postern-apply --init prints it.")
  private @Nullable Path keyFile;

  @Override
  public Integer call() {
    PublicKey key = key();
    return Objects.requireNonNull(box)
        .use(
            open -> {
              PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
              boolean good = true;
              for (HeldId id : open.quarantine().contents().receipts()) {
                Receipt receipt = open.quarantine().receipt(id);
                out.print(Inert.lines(receipt.text()));
                if (key != null) {
                  boolean signed = signed(receipt, key);
                  good &= signed;
                  out.println("signature: " + (signed ? "good" : "bad"));
                }
                out.println();
              }
              out.flush();
              return good ? 0 : 1;
            });
  }

  private @Nullable PublicKey key() {
    Path file = keyFile;
    if (file == null) {
      return null;
    }
    try {
      return TrustFile.publicKey(file);
    } catch (BundleException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), file + " is not an EC public key in PEM.", e);
    }
  }

  private static boolean signed(Receipt receipt, PublicKey key) {
    return !receipt.text().isEmpty()
        && Signatures.verify(
            key, receipt.text().getBytes(StandardCharsets.UTF_8), receipt.signature());
  }
}
