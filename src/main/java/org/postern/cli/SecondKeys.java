package org.postern.cli;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.bundle.TrustFile;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import picocli.CommandLine.Option;

/** {@code --second}, as a picocli mixin: whether a trust file names officers' second keys. */
final class SecondKeys {
  @Option(
      names = "--second",
      description = {
        "Name the officers' second keys (ML-DSA-65), too: DIR/keys/<key id>.second, see: postern key second.",
        "Who has one then counts only with both signatures. Gateways older than second keys refuse such a trust file."
      })
  private boolean named;

  TrustFile with(TrustFile trust, OfficerKeys keys) throws OfficerException {
    if (!named) {
      return trust;
    }
    List<TrustFile.Second> seconds = new ArrayList<>();
    for (TrustFile.Key key : trust.keys()) {
      Optional<PublicKey> second = key.revoked() ? Optional.empty() : keys.second(key.id());
      second.ifPresent(
          k -> seconds.add(new TrustFile.Second(OfficerKey.idOf(k), key.officer(), k)));
    }
    return trust.with(seconds);
  }
}
