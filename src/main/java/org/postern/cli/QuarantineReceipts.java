package org.postern.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.Fingerprint;
import org.postern.bundle.Receipt;
import org.postern.bundle.TrustFile;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldId;
import org.postern.store.GatewayKeys.ReceiptKey;
import org.postern.store.Store;
import org.postern.store.StoreException;
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
      "Anybody who can send mail there can write one: only the signature of an enrolled gateway counts."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all printed, and every signature is good",
      "1:a signature is missing or bad, or of a gateway that is not enrolled",
      "2:bad usage, or data directory or mailbox cannot be used"
    })
final class QuarantineReceipts implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable OpenBox box;

  @Option(
      names = "--gateway-key",
      paramLabel = "FILE",
      description =
          "A gateway's public key, PEM, as postern-apply --init prints it, instead of the keys of the enrolled gateways.")
  private @Nullable Path keyFile;

  @Override
  public Integer call() {
    Optional<PublicKey> key = Optional.ofNullable(keyFile).map(this::key);
    return Objects.requireNonNull(box)
        .use(
            open -> {
              PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
              Function<String, List<PublicKey>> keys = keys(key, open.store());
              boolean good = true;
              for (HeldId id : open.quarantine().contents().receipts()) {
                var mail = open.quarantine().receipt(id);
                Receipt.Reading reading = Receipt.read(mail.text(), mail.signature(), keys);
                good &= reading instanceof Receipt.Genuine;
                out.print(Inert.lines(mail.text()));
                out.println("signature: " + said(reading));
                out.println();
              }
              out.flush();
              return good ? 0 : 1;
            });
  }

  private static String said(Receipt.Reading reading) {
    return switch (reading) {
      case Receipt.Genuine(_, PublicKey by) ->
          "good, by the key " + Fingerprint.aloud(Fingerprint.of(by));
      case Receipt.Bad(_, String sentence) -> "bad: " + sentence;
    };
  }

  private static Function<String, List<PublicKey>> keys(Optional<PublicKey> given, Store store)
      throws StoreException {
    if (given.isPresent()) {
      return _ -> List.of(given.get());
    }
    List<ReceiptKey> enrolled = store.gatewayKeys().all();
    return name ->
        enrolled.stream().filter(k -> k.gateway().equals(name)).map(ReceiptKey::key).toList();
  }

  private PublicKey key(Path file) {
    try {
      return TrustFile.publicKey(file);
    } catch (BundleException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), file + " is not an EC public key in PEM.", e);
    }
  }
}
