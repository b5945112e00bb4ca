package org.postern.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Manifest;
import org.postern.bundle.TrustFile;
import org.postern.mail.Inert;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern bundle show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what is in a bundle, well-formed but not verified: whoever wrote the file wrote this.",
      "Whether to believe it: postern bundle verify."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "1:the file is no bundle, or was altered", "2:bad usage"})
final class BundleShow implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable DataDirectory data;

  @Option(names = "--manifest", description = "Print the signed text itself, exactly.")
  private boolean manifest;

  @Option(
      names = "--rules",
      description = "Print the rules, one a line: kind, coverage, name, trusted name meant.")
  private boolean rules;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      Bundle bundle = Bundle.read(file);
      if (manifest) {
        Objects.requireNonNull(spec)
            .commandLine()
            .getOut()
            .print(new String(bundle.signedBytes(), StandardCharsets.US_ASCII));
      }
      if (rules) {
        bundle.rules(rule -> tell.say(rule.line()));
      }
      if (!manifest && !rules) {
        show(bundle, tell);
      }
      return 0;
    } catch (BundleException | OfficerException e) {
      return tell.failed(e);
    }
  }

  private void show(Bundle bundle, Tell tell) throws BundleException, OfficerException {
    Manifest m = bundle.manifest();
    tell.say("serial       " + m.serial() + " of " + m.policyId() + ", follows " + m.previous());
    tell.say("manifest     " + bundle.digest());
    tell.say("made         " + m.created());
    tell.say("valid        " + m.notBefore() + " to " + m.notAfter());
    tell.say("gateways     " + String.join(", ", m.audience()));
    if (bundle.trust().isPresent()) {
      TrustFile trust = bundle.trust().get();
      tell.say(
          "trust file   "
              + trust.serial()
              + ", "
              + trust.threshold()
              + (trust.threshold() == 1 ? " officer must sign" : " officers must sign"));
      for (TrustFile.Key key : trust.keys()) {
        tell.say(
            (key.revoked() ? "revoked      " : "key          ")
                + key.id()
                + "  "
                + Inert.text(key.officer()));
      }
      for (TrustFile.Second key : trust.seconds()) {
        tell.say("second key   " + key.id() + "  " + Inert.text(key.officer()));
      }
      for (TrustFile.Key key : trust.heartbeats()) {
        tell.say("heartbeat    " + key.id() + "  " + Inert.text(key.officer()));
      }
    } else {
      tell.say("rules        " + counts(bundle));
      tell.say("unlisted     " + m.unlisted().word());
    }
    m.engine().forEach(fact -> tell.say("engine       " + fact));
    m.audit().ifPresent(head -> tell.say("audit head   " + head));
    tell.say("probes       " + m.probes().size());
    Map<String, String> officers = officers();
    for (String id : bundle.signers()) {
      tell.say(
          "signature    "
              + id
              + "  "
              + officers.getOrDefault(id, "(no key of this data directory)")
              + "  not verified");
    }
    bundle
        .secondSigners()
        .forEach(id -> tell.say("second       " + id + "  ML-DSA-65  not verified"));
    if (bundle.signers().isEmpty()) {
      tell.say("signature    none yet");
    }
  }

  private static String counts(Bundle bundle) throws BundleException {
    Map<String, Integer> counts = new HashMap<>();
    bundle.rules(rule -> counts.merge(rule.kind().word(), 1, Integer::sum));
    return String.join(
        ", ",
        List.of("trusted", "blocked", "lookalike", "monitor").stream()
            .map(kind -> counts.getOrDefault(kind, 0) + " " + kind)
            .toList());
  }

  private Map<String, String> officers() throws OfficerException {
    Map<String, String> names = new HashMap<>();
    new OfficerKeys(Objects.requireNonNull(data).path(), Clock.systemUTC())
        .kept()
        .forEach(key -> names.put(key.id(), Inert.text(key.officer())));
    return names;
  }
}
