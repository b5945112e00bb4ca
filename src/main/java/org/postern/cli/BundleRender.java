package org.postern.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Verification;
import org.postern.policy.Unlisted;
import org.postern.target.Rendering;
import org.postern.target.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern bundle render}. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the rules of a bundle for another mail system than Postfix, into a new folder with a README.txt.",
      "Only of a bundle that the gateway would take: there is no way round the signatures.",
      "What does not fit is in left-out.tsv; where the target does something else: postern bundle compare."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:the bundle is refused, or the folder cannot be written; nothing was",
      "2:bad usage"
    },
    footer = {
      "",
      "Examples:",
      "  postern bundle render policy-42.postern --target exim --gateway relay-1.example.mil -o exim-42",
      "  postern bundle render policy-42.postern --target defender --most 10000 --gateway tenant.example.mil -o tabl-42"
    })
final class BundleRender implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Believed believed;
  @Mixin private @Nullable TargetChoice choice;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      required = true,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Target target = Target.PLAIN;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The folder to make; it must not be there yet.")
  private Path folder = Path.of("");

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    try {
      Bundle bundle = Bundle.read(file);
      // What is verified is what is written, also if the file changes meanwhile.
      return switch (Objects.requireNonNull(believed)
          .verifier()
          .verify(bundle.bytes(), Optional.empty())) {
        case Verification.Accepted _, Verification.Current _ -> {
          say(
              target.render(bundle, Objects.requireNonNull(choice).options(), folder),
              bundle,
              tell);
          yield 0;
        }
        case Verification.Trusting _ -> {
          tell.warn("This bundle brings a trust file; it holds no rules. Nothing was written.");
          yield Tell.REFUSED;
        }
        case Verification.Refused r -> {
          tell.warn(
              "refused  " + r.refusal().word() + "  " + r.sentence() + ". Nothing was written.");
          yield Tell.REFUSED;
        }
      };
    } catch (FileAlreadyExistsException e) {
      tell.warn(folder + " is there already; nothing was written. Name a new folder.");
      return Tell.REFUSED;
    } catch (BundleException | IOException e) {
      return tell.failed(e);
    }
  }

  private static void say(Rendering rendering, Bundle bundle, Tell tell) {
    tell.say(
        rendering.target().word()
            + "  serial "
            + rendering.serial()
            + "  "
            + rendering.written()
            + " rules");
    rendering.files().forEach(f -> tell.say(f.digest() + "  " + f.size() + "  " + f.name()));
    rendering
        .leftOut()
        .forEach((reason, count) -> tell.warn(count + " rules left out: " + reason.sentence()));
    if (bundle.manifest().unlisted() == Unlisted.HOLD && !rendering.target().holdsUnlisted()) {
      tell.warn("Names that are on no list are to be held; this target delivers mail for them.");
    }
  }
}
