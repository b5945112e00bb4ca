package org.postern.target;

import java.util.EnumMap;
import java.util.Map;

/** What lies beside the files of each target: where they come from, what is missing, what to do. */
final class Readme {
  private Readme() {}

  static void write(Target target, Source source, Tally tally, Text text) {
    text.add("Postern: rules for " + target.title() + "\n\n");
    text.add("policy    " + source.bundle().manifest().policyId() + "\n");
    text.add("serial    " + source.serial() + "\n");
    text.add("bundle    " + source.bundle().digest() + "\n");
    text.add("unlisted  " + source.bundle().manifest().unlisted().word() + "\n");
    text.add("rules     " + tally.written() + " written\n");
    Map<LeftOut.Reason, Integer> left = new EnumMap<>(LeftOut.Reason.class);
    tally.leftOut().forEach(l -> left.merge(l.reason(), 1, Integer::sum));
    left.forEach(
        (reason, count) ->
            text.add("left out  " + count + ": " + reason.sentence() + " (see left-out.tsv)\n"));
    text.add("\n");
    target.steps().forEach(step -> text.add(step + "\n"));
    text.add(
        "\nWhere this target does something else than the officers signed:\n"
            + "  postern bundle compare FILE --target "
            + target.word()
            + "\nWhat it can and cannot do: docs/targets.md\n");
  }
}
