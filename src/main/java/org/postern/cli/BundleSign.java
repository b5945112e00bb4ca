package org.postern.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.mail.Inert;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys;
import org.postern.officer.SigningKey;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern bundle sign}. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = {
      "Adds an officer's signature to a bundle file. What is signed stays as it is, byte for byte; other signatures stay, too.",
      "Look at it first: postern bundle show FILE."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:signed",
      "1:not signed; the file is as it was",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  postern bundle sign policy-42.postern --key \"A. Carter\" --passphrase-file pass.txt",
      "  postern bundle sign policy-42.postern --key \"A. Carter\" --token /usr/lib/opensc-pkcs11.so"
    })
final class BundleSign extends StoreCommand {
  @Mixin private @Nullable Passphrases passphrases;
  @Mixin private Token token = new Token();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      required = true,
      description = "The officer's name, or the key id or its first digits.")
  private String key = "";

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Override
  int run(Store store, Tell tell) throws StoreException, OfficerException {
    try {
      Bundle bundle = Bundle.read(file);
      OfficerKeys keys = new OfficerKeys(store.directory(), Clock.systemUTC());
      SigningKey officer = Objects.requireNonNull(passphrases).open(token, keys, key, store);
      Bundle signed = bundle.signedBy(officer);
      signed.write(file);
      List<String> signers = signed.signers();
      store
          .publications()
          .made(
              signed.manifest().serial(),
              signed.manifest().policyId(),
              signed.digest(),
              file.toAbsolutePath().toString(),
              signers,
              officer.officer());
      tell.say(
          file
              + "  signed by "
              + Inert.text(officer.officer())
              + " ("
              + officer.id()
              + "), now "
              + signers.size()
              + (signers.size() == 1 ? " signature" : " signatures"));
      return 0;
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }
}
