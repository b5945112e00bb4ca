package org.postern.quarantine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One message as its sender knew it: the copies that were held, one a recipient, and who else it
 * was addressed to.
 *
 * @param copies at least one; each is decided, fetched and released for itself
 * @param notHeld addresses in To and Cc for which no copy is in the box: they were delivered, or
 *     already decided
 */
public record HeldGroup(List<HeldMessage> copies, List<String> notHeld) {

  /** Copies the lists; a group has at least one copy. */
  public HeldGroup {
    copies = List.copyOf(copies);
    notHeld = List.copyOf(notHeld);
    if (copies.isEmpty()) {
      throw new IllegalArgumentException("a group of nothing");
    }
  }

  /** Groups by Message-ID, envelope sender and Date; order as given. */
  public static List<HeldGroup> of(Collection<HeldMessage> held) {
    Map<List<String>, List<HeldMessage>> groups = new LinkedHashMap<>();
    for (HeldMessage m : held) {
      List<String> key =
          m.messageId().isEmpty()
              ? List.of(m.id().hex())
              : List.of(m.messageId(), m.sender(), m.date());
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(m);
    }
    return groups.values().stream().map(HeldGroup::of).toList();
  }

  private static HeldGroup of(List<HeldMessage> copies) {
    Set<String> held =
        copies.stream()
            .map(m -> m.recipient().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<String> others =
        copies.stream()
            .flatMap(m -> m.addressed().stream())
            .distinct()
            .filter(a -> !held.contains(a.toLowerCase(Locale.ROOT)))
            .toList();
    return new HeldGroup(copies, others);
  }

  /**
   * False if the copies differ in the header that the gateway received (its queue id is in it):
   * then somebody reused a Message-ID, and what one copy shows says nothing about the others.
   */
  public boolean uniform() {
    return copies.stream().map(HeldMessage::original).distinct().count() == 1;
  }
}
