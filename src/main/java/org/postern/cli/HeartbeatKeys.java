package org.postern.cli;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.bundle.BundleException;
import org.postern.bundle.TrustFile;
import org.postern.officer.OfficerKey;
import picocli.CommandLine.Option;

/** Whose heartbeats a trust file lets gateways believe, as a picocli mixin. */
final class HeartbeatKeys {
  @Option(
      names = "--heartbeat",
      paramLabel = "NAME=FILE",
      description = {
        "A machine whose heartbeats gateways believe, and its public key (see: postern key heartbeat);",
        "repeat for more. It is no officer: it can only raise the alarm."
      })
  private Map<String, Path> keys = new LinkedHashMap<>();

  /** The same trust file with these keys in it. */
  TrustFile in(TrustFile trust) throws BundleException {
    List<TrustFile.Key> named = new ArrayList<>();
    for (Map.Entry<String, Path> key : keys.entrySet()) {
      PublicKey half = TrustFile.publicKey(key.getValue());
      named.add(new TrustFile.Key(OfficerKey.idOf(half), key.getKey(), half, false));
    }
    return trust.withHeartbeats(named);
  }
}
