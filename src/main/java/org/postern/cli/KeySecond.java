package org.postern.cli;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Right;
import org.postern.officer.SecondKey;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern key second}. */
@Command(
    name = "second",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the second key of an officer: ML-DSA-65 (FIPS 204), for signatures that hold when ECDSA no longer does.",
      "It lies beside the first, DIR/keys/<key id>.second, and opens with the same passphrase; whoever signs a bundle signs with both.",
      "What is printed is its public part: whoever writes the trust file elsewhere keeps it there under the same name."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:made",
      "1:it could not be made; nothing was changed",
      "2:bad usage, or the data directory cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  postern key second \"A. Carter\" --passphrase-file pass.txt",
      "  postern key trust --threshold 2 --serial 4 --second trust-4/"
    })
final class KeySecond extends StoreCommand {
  @Mixin private @Nullable Passphrases passphrases;

  @Parameters(paramLabel = "KEY", description = "The key's id or its officer's name.")
  private String key = "";

  @Override
  int run(Store store, Tell tell) throws StoreException, OfficerException {
    OfficerKeys keys = new OfficerKeys(store.directory(), Clock.systemUTC());
    OfficerKeys.Kept first = keys.find(key);
    SecondKey made =
        keys.createSecond(first, Objects.requireNonNull(passphrases).secret(first, store));
    store
        .journal()
        .append(
            Right.LOOK, first.officer(), "key.made", made.id(), Map.of("second of", first.id()));
    tell.say(made.id() + "  second key of " + Inert.text(first.officer()));
    tell.say(OfficerKey.pemOf(made.publicKey()).stripTrailing());
    return 0;
  }
}
