package org.postern.ui.quarantine;

import java.time.Instant;
import org.postern.mail.ReadMessage;
import org.postern.mail.TraceBlock;
import org.postern.quarantine.HeldMessage;

/** How much of the chosen message an officer sees. Immutable. */
sealed interface Body {
  /** Not opened: only what the gateway and the envelope say. */
  record Hidden() implements Body {}

  /** Being fetched and read. */
  record Reading() implements Body {}

  /** It could not be shown; a sentence. */
  record Failed(String sentence) implements Body {}

  /**
   * Opened, and taken down in the journal.
   *
   * @param copy the copy that was fetched
   * @param trace what the gateway wrote above the message, and the message's exact bytes
   * @param at when
   */
  record Shown(HeldMessage copy, ReadMessage message, TraceBlock trace, Instant at)
      implements Body {}
}
