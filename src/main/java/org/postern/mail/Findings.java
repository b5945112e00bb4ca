package org.postern.mail;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Collects findings without repeating itself and without drowning the reader. Confined to one
 * thread.
 */
final class Findings {
  private final List<Finding> list = new ArrayList<>();
  private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);

  /** {@code detail} must be inert: pass attacker's strings through {@link Inert} first. */
  void add(Finding.Kind kind, String detail) {
    Finding finding = new Finding(kind, detail);
    int soFar = counts.getOrDefault(kind, 0);
    if (soFar < Limits.FINDINGS_OF_A_KIND && list.contains(finding)) {
      return;
    }
    counts.merge(kind, 1, Integer::sum);
    if (soFar < Limits.FINDINGS_OF_A_KIND) {
      list.add(finding);
    }
  }

  boolean has(Finding.Kind kind) {
    return counts.containsKey(kind);
  }

  List<Finding> sorted() {
    List<Finding> all = new ArrayList<>(list);
    counts.forEach(
        (kind, count) -> {
          if (count > Limits.FINDINGS_OF_A_KIND) {
            all.add(
                new Finding(
                    kind, "… and " + (count - Limits.FINDINGS_OF_A_KIND) + " more of this kind."));
          }
        });
    all.sort(
        java.util.Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::kind));
    return List.copyOf(all);
  }
}
