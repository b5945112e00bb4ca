package org.postern.ui.quarantine;

import org.postern.ui.quarantine.HeldItem.Bucket;

/** A line of the list: a heading, or a message under it. Immutable. */
sealed interface ListRow {
  /** Over messages that a sender or a domain has in common; {@code name} is safe to show. */
  record Common(String what, String name, int count) implements ListRow {}

  record Heading(Bucket bucket, int count) implements ListRow {}

  record Message(HeldItem item) implements ListRow {}
}
