package org.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.TokenKey;
import picocli.CommandLine.Option;

/**
 * {@code --token LIBRARY --slot N}, as a picocli mixin: a smartcard or HSM in place of a key file.
 */
final class Token {
  @Option(
      names = "--token",
      paramLabel = "LIBRARY",
      description = {
        "Use a smartcard or HSM: its PKCS#11 library.",
        "The PIN is taken where a passphrase would be."
      })
  private @Nullable Path library;

  @Option(
      names = "--slot",
      paramLabel = "N",
      defaultValue = "0",
      description = "Index of the token's slot. Default: ${DEFAULT-VALUE}.")
  private int slot;

  /** The library, if a token is to be used. */
  Optional<Path> library() {
    return Optional.ofNullable(library);
  }

  int slot() {
    return slot;
  }

  /** The key on a token that has this id or officer; the only one if {@code name} is empty. */
  static TokenKey choose(List<TokenKey> keys, String name) throws OfficerException {
    List<TokenKey> fitting =
        keys.stream()
            .filter(k -> name.isEmpty() || k.id().equals(name) || k.officer().equals(name))
            .toList();
    if (fitting.size() != 1) {
      throw OfficerException.choose(keys.stream().map(k -> k.id() + " " + k.officer()).toList());
    }
    return fitting.getFirst();
  }
}
