package org.postern.ui.quarantine;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What officers said about a message beside deciding about it. Immutable; hostile: keywords of a
 * mailbox say it.
 *
 * @param assigned who shall look at it
 * @param note what they should know; "" if nothing was said, or not here
 * @param tags in alphabetical order
 * @param incidents by number
 */
record Marks(Optional<String> assigned, String note, List<String> tags, List<Long> incidents) {
  static final Marks NONE = new Marks(Optional.empty(), "", List.of(), List.of());

  Marks {
    tags = List.copyOf(tags);
    incidents = List.copyOf(incidents);
  }

  /** What is said of either of two copies. */
  Marks and(Marks other) {
    if (equals(other) || other.equals(NONE)) {
      return this;
    }
    TreeSet<String> allTags = new TreeSet<>(tags);
    allTags.addAll(other.tags);
    TreeSet<Long> allIncidents = new TreeSet<>(incidents);
    allIncidents.addAll(other.incidents);
    return new Marks(
        assigned.or(() -> other.assigned),
        note.isEmpty() ? other.note : note,
        List.copyOf(allTags),
        List.copyOf(allIncidents));
  }
}
