package org.postern.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.BundleException;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.Verification;
import org.postern.mail.Inert;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern bundle verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether a gateway would take a bundle, and if not, why: the same answer as `postern-apply --verify-only` there.",
      "Needs the gateway's trust folder; reads nothing else of the data directory."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the gateway would take it, or runs it already",
      "1:the gateway would refuse it",
      "2:bad usage"
    },
    footer = {
      "",
      "Examples:",
      "  postern bundle verify policy-42.postern --trust trust/ --gateway relay-1.example.mil --policy-id postern",
      "  postern bundle verify policy-42.postern --trust trust/ --gateway relay-1.example.mil --active 41:sha256:9f…"
    })
final class BundleVerify implements Callable<Integer> {
  private static final Pattern ACTIVE = Pattern.compile("([0-9]{1,12}):(sha256:[0-9a-f]{64})");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private @Nullable Believed believed;

  @Option(
      names = "--active",
      paramLabel = "SERIAL:DIGEST",
      description = "What the gateway runs now. Default: nothing.")
  private @Nullable String active;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      return switch (Objects.requireNonNull(believed).verifier().verify(file, running())) {
        case Verification.Accepted a -> {
          tell.say(
              "accepted  serial "
                  + a.manifest().serial()
                  + "  signed by "
                  + Inert.text(String.join(", ", a.officers()))
                  + (a.gap() ? "  (gap: a bundle in between never arrived)" : ""));
          yield 0;
        }
        case Verification.Trusting t -> {
          tell.say(
              "accepted  trust file "
                  + t.next().serial()
                  + "  signed by "
                  + Inert.text(String.join(", ", t.officers()))
                  + " of the one in force, and "
                  + Inert.text(String.join(", ", t.nextOfficers()))
                  + " of the new one");
          yield 0;
        }
        case Verification.Current c -> {
          tell.say("current  serial " + c.manifest().serial());
          yield 0;
        }
        case Verification.Refused r -> {
          tell.say("refused  " + r.refusal().word() + "  " + r.sentence());
          yield Tell.REFUSED;
        }
      };
    } catch (BundleException e) {
      return tell.failed(e);
    }
  }

  private Optional<BundleVerifier.Active> running() {
    if (active == null) {
      return Optional.empty();
    }
    Matcher matcher = ACTIVE.matcher(active);
    if (!matcher.matches()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--active takes a serial, a colon, and a digest: 41:sha256:9f…");
    }
    return Optional.of(
        new BundleVerifier.Active(Long.parseLong(matcher.group(1)), matcher.group(2)));
  }
}
