package org.postern.target;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Manifest;
import org.postern.bundle.Outcome;
import org.postern.policy.Unlisted;

/**
 * Where a target does something else than the officers signed, found by asking the written form
 * about each probe. Immutable.
 *
 * @param asked how many recipients it was asked about
 * @param differences the worst first
 * @param written how many rules stand in the files
 * @param leftOut how many do not, and why
 * @param files what was written to be asked, in that order
 */
public record Comparison(
    Target target,
    int asked,
    List<Difference> differences,
    int written,
    Map<LeftOut.Reason, Integer> leftOut,
    List<Rendering.Written> files) {

  /** No probe asks about a name that is on no list; where those are held, one must. */
  private static final String STRANGER = "nobody.postern.invalid";

  public Comparison {
    differences = List.copyOf(differences);
    leftOut = Map.copyOf(leftOut);
    files = List.copyOf(files);
  }

  static Comparison of(
      Target target,
      Bundle bundle,
      Collection<String> more,
      int written,
      Map<LeftOut.Reason, Integer> leftOut,
      List<Rendering.Written> files,
      Function<List<Recipient>, List<Answer>> evaluator)
      throws BundleException {
    List<String> further = new ArrayList<>(more);
    if (bundle.manifest().unlisted() == Unlisted.HOLD) {
      further.add(STRANGER);
    }
    Map<String, Outcome> signed = new LinkedHashMap<>(bundle.outcomes(further));
    for (Manifest.Probe probe : bundle.manifest().probes()) {
      signed.put(probe.name(), probe.outcome());
    }
    List<String> names = List.copyOf(signed.keySet());
    List<Answer> answers = evaluator.apply(names.stream().map(Recipient::of).toList());
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Difference.of(name, signed.getOrDefault(name, Outcome.UNLISTED), answers.get(i))
          .ifPresent(differences::add);
    }
    differences.sort(Comparator.comparing(Difference::kind).thenComparing(Difference::recipient));
    return new Comparison(target, names.size(), differences, written, leftOut, files);
  }

  /** Of all files together, in bytes. */
  public long size() {
    return files.stream().mapToLong(Rendering.Written::size).sum();
  }

  /** How many there are of each kind, the worst first. */
  public Map<Difference.Kind, Integer> counts() {
    Map<Difference.Kind, Integer> counts = new EnumMap<>(Difference.Kind.class);
    differences.forEach(d -> counts.merge(d.kind(), 1, Integer::sum));
    return counts;
  }
}
