package org.postern.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.policy.slip.Sensitivity;
import org.postern.policy.slip.SlipEngine;
import org.postern.policy.slip.Trusted;

/**
 * What known names do to the false alarms, and what they would do to the slips if every one of them
 * had been written to before. Used once.
 *
 * @param registrable what somebody registered of each known name
 */
record Relief(Set<String> registrable) {

  static Relief of(Collection<String> known) {
    return new Relief(
        known.stream()
            .map(SlipEngine::registrable)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()));
  }

  void print(
      List<Trusted> trusted,
      List<EvaluateCommand.Pair> slips,
      List<String> legitimate,
      @Nullable Sensitivity only,
      PrintWriter out) {
    List<String> typed = slips.stream().map(EvaluateCommand.Pair::typed).toList();
    out.printf(
        "%nWith %d known names (-%.1f log odds):%n", registrable.size(), SlipEngine.KNOWN_RELIEF);
    for (Sensitivity s : Sensitivity.values()) {
      if (only == null || only == s) {
        SlipEngine engine = SlipEngine.of(trusted, s);
        out.printf(
            "%s: %s legitimate names flagged, %s with the known ones; %s slips, %s if each of them were"
                + " known%n",
            s,
            percent(legitimate, n -> flagged(engine, n, false)),
            percent(legitimate, n -> flagged(engine, n, isKnown(n))),
            percent(typed, n -> flagged(engine, n, false)),
            percent(typed, n -> flagged(engine, n, true)));
      }
    }
  }

  private boolean isKnown(String name) {
    return SlipEngine.registrable(name).filter(registrable::contains).isPresent();
  }

  private static boolean flagged(SlipEngine engine, String name, boolean known) {
    return known
        ? engine.isLookalike(engine.resemblancesOfKnown(name))
        : !engine.resemblances(name).isEmpty();
  }

  private static String percent(List<String> names, java.util.function.Predicate<String> flagged) {
    long n = names.stream().filter(flagged).count();
    return "%.3f%%".formatted(100.0 * n / Math.max(1, names.size()));
  }
}
