package org.postern.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Manifest;
import org.postern.target.Comparison;
import org.postern.target.Difference;
import org.postern.target.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern bundle compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Says where another mail system would do something else than the officers signed.",
      "Writes the rules for each target in memory and asks that form about every probe of the bundle.",
      "The bundle is not verified: whoever wrote the file wrote this."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:compared; no mail leaves that should be held",
      "1:mail leaves that should be held, or the bundle cannot be used",
      "2:bad usage"
    },
    footer = {
      "",
      "Examples:",
      "  postern bundle compare policy-42.postern",
      "  postern bundle compare policy-42.postern --target rpz --address liaison@gov.ml --json"
    })
final class BundleCompare implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable TargetChoice choice;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "One of: ${COMPLETION-CANDIDATES}; repeat for more. Default: all.")
  private List<Target> targets = new ArrayList<>();

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "A further address or domain to ask about; repeat for more.")
  private List<String> addresses = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object a line, one for each target.")
  private boolean json;

  @Option(names = "--all", description = "Show every difference, not the first 20 of a target.")
  private boolean all;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Tell tell = new Tell(spec);
    List<String> more = addresses.stream().map(this::recipient).toList();
    boolean leaves = false;
    try {
      Bundle bundle = Bundle.read(file);
      for (Target target : targets.isEmpty() ? List.of(Target.values()) : targets) {
        Comparison comparison =
            target.compare(bundle, Objects.requireNonNull(choice).options(), more);
        leaves |= comparison.counts().containsKey(Difference.Kind.LEAVES);
        if (json) {
          tell.say(Tell.mapper().writeValueAsString(object(bundle, comparison)));
        } else {
          say(comparison, tell);
        }
      }
    } catch (BundleException e) {
      return tell.failed(e);
    }
    return leaves ? Tell.REFUSED : 0;
  }

  private String recipient(String typed) {
    return Manifest.Probe.named(typed)
        .orElseThrow(
            () ->
                new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--address takes an address or a domain that a gateway can look up."));
  }

  private void say(Comparison comparison, Tell tell) {
    tell.say(
        comparison.target().title()
            + ": "
            + comparison.asked()
            + " asked, "
            + comparison.differences().size()
            + " different; "
            + comparison.files().size()
            + (comparison.files().size() == 1 ? " file, " : " files, ")
            + comparison.size()
            + " bytes");
    comparison.counts().forEach((kind, count) -> tell.say("  " + count + " " + kind.sentence()));
    comparison
        .leftOut()
        .forEach(
            (reason, count) -> tell.say("  " + count + " rules left out: " + reason.sentence()));
    comparison.differences().stream()
        .limit(all ? Long.MAX_VALUE : SHOWN)
        .forEach(
            d ->
                tell.say(
                    "    "
                        + d.recipient()
                        + "  signed: "
                        + d.signed().word()
                        + "  there: "
                        + d.there().words()));
    if (!all && comparison.differences().size() > SHOWN) {
      tell.say("    and " + (comparison.differences().size() - SHOWN) + " more (--all)");
    }
  }

  private static Map<String, Object> object(Bundle bundle, Comparison comparison) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("target", comparison.target().word());
    object.put("serial", bundle.manifest().serial());
    object.put("bundle", bundle.digest());
    object.put("asked", comparison.asked());
    object.put("rules", comparison.written());
    object.put("bytes", comparison.size());
    Map<String, Integer> left = new TreeMap<>();
    comparison.leftOut().forEach((reason, count) -> left.put(reason.word(), count));
    object.put("leftOut", left);
    Map<String, Integer> counts = new LinkedHashMap<>();
    comparison.counts().forEach((kind, count) -> counts.put(kind.word(), count));
    object.put("counts", counts);
    object.put(
        "differences",
        comparison.differences().stream()
            .map(
                d -> {
                  Map<String, String> one = new LinkedHashMap<>();
                  one.put("recipient", d.recipient());
                  one.put("kind", d.kind().word());
                  one.put("signed", d.signed().word());
                  one.put("there", d.there().effect().word());
                  d.there().heldAs().ifPresent(outcome -> one.put("heldAs", outcome.word()));
                  return one;
                })
            .toList());
    return object;
  }
}
