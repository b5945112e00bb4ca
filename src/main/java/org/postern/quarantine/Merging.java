package org.postern.quarantine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.Boxes.Drawer;

/**
 * Makes one list of what several folders hold; what did not change is not made anew. A copy that
 * was delivered into two folders is listed once. Thread-safe.
 */
final class Merging {
  private final Map<Drawer, Placed> placed = new HashMap<>();
  private Map<HeldId, List<Drawer>> holding = Map.of();
  private @Nullable BoxContents merged;

  private record Placed(BoxContents from, List<HeldMessage> held) {}

  @SuppressWarnings("ReferenceEquality") // a folder gives the same object while nothing changed
  synchronized BoxContents of(List<Drawer> drawers) {
    if (drawers.size() == 1) {
      BoxContents only = drawers.getFirst().contents();
      return only == null ? new BoxContents(List.of(), List.of(), List.of(), 0) : only;
    }
    boolean same = merged != null;
    for (Drawer drawer : drawers) {
      BoxContents now = drawer.contents();
      Placed before = placed.get(drawer);
      if (now != null && (before == null || before.from() != now)) {
        placed.put(
            drawer, new Placed(now, now.held().stream().map(m -> m.in(drawer.name)).toList()));
        same = false;
      }
    }
    BoxContents known = merged;
    if (!same || known == null) {
      known = made(drawers);
      merged = known;
    }
    return known;
  }

  private BoxContents made(List<Drawer> drawers) {
    Map<HeldId, List<Drawer>> where = new HashMap<>();
    List<HeldMessage> held = new ArrayList<>();
    List<HeldId> receipts = new ArrayList<>();
    List<Long> unreadable = new ArrayList<>();
    int missing = 0;
    for (Drawer drawer : drawers) {
      Placed all = placed.get(drawer);
      if (all == null) {
        continue;
      }
      for (HeldMessage copy : all.held()) {
        if (put(where, copy.id(), drawer)) {
          held.add(copy);
        }
      }
      for (HeldId id : all.from().receipts()) {
        if (put(where, id, drawer)) {
          receipts.add(id);
        }
      }
      unreadable.addAll(all.from().unreadable());
      missing += all.from().missing();
    }
    held.sort(Comparator.comparing(HeldMessage::received).reversed());
    holding = where;
    return new BoxContents(held, receipts, unreadable, missing);
  }

  /** Whether it is the first place where it lies. */
  private static boolean put(Map<HeldId, List<Drawer>> where, HeldId id, Drawer drawer) {
    List<Drawer> before = where.get(id);
    if (before == null) {
      where.put(id, List.of(drawer));
      return true;
    }
    List<Drawer> both = new ArrayList<>(before);
    both.add(drawer);
    where.put(id, List.copyOf(both));
    return false;
  }

  /** Where it was seen last; empty if nowhere, or if there is one folder only. */
  synchronized List<Drawer> holding(HeldId id, List<Drawer> drawers) {
    return drawers.size() == 1 ? drawers : holding.getOrDefault(id, List.of());
  }
}
