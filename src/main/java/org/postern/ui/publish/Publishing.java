package org.postern.ui.publish;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.bundle.Bundle;
import org.postern.delivery.Gateway;
import org.postern.store.Publications;
import org.postern.store.Publications.Made;
import org.postern.store.Store;
import org.postern.store.StoreException;

/**
 * What was handed over last: a bundle for all gateways of then, and perhaps further ones with the
 * same lists for gateways that came later. The later ones are not the bundle that the next one
 * follows: most gateways never saw them.
 *
 * @param bundles of the newest serial that was handed over, the newest first; empty if none was
 * @param reached the gateways that got one of them
 */
record Publishing(List<Made> bundles, Set<String> reached) {

  /** Blocks. */
  static Publishing of(List<Made> made, Store store) throws StoreException {
    Map<String, Set<String>> reached = new HashMap<>();
    for (Publications.Handover handover : store.publications().newestHandovers()) {
      reached.computeIfAbsent(handover.digest(), _ -> new HashSet<>()).add(handover.gateway());
    }
    List<Made> handed = made.stream().filter(m -> reached.containsKey(m.digest())).toList();
    long serial = handed.stream().mapToLong(Made::serial).max().orElse(0);
    List<Made> bundles = handed.stream().filter(m -> m.serial() == serial).toList();
    return new Publishing(
        bundles,
        bundles.stream()
            .flatMap(m -> reached.getOrDefault(m.digest(), Set.of()).stream())
            .collect(Collectors.toSet()));
  }

  /** The serial that was handed over last; 0 if none was. */
  long serial() {
    return bundles.isEmpty() ? 0 : bundles.getFirst().serial();
  }

  /** The bundle that was made for all gateways of then. */
  Optional<Made> main() {
    return bundles.isEmpty() ? Optional.empty() : Optional.of(bundles.getLast());
  }

  /** Those that none of the bundles was made for; none if that cannot be told. */
  List<Gateway> newcomers(List<Gateway> all) {
    Optional<Bundle> first = main().flatMap(Made::bundle);
    return first.isEmpty()
        ? List.of()
        : all.stream()
            .filter(g -> !reached.contains(g.name()))
            .filter(g -> !first.get().manifest().audience().contains(g.name()))
            .toList();
  }

  /** The newest of the bundles that was made for that gateway. */
  Optional<Bundle> bundleFor(String gateway) {
    return bundles.stream()
        .flatMap(m -> m.bundle().stream())
        .filter(b -> b.manifest().audience().contains(gateway))
        .findFirst();
  }
}
