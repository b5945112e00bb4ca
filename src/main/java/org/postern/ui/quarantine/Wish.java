package org.postern.ui.quarantine;

import java.util.List;
import java.util.Optional;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.ReturnNote;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;

/**
 * What an officer wants done with copies of one message.
 *
 * @param envelopes at least one
 */
record Wish(Act act, List<Envelope> envelopes, Why why) {

  /**
   * @param sendTo for a correction the new address, for a return the sender, else the one as typed
   * @param note what the sender is told; only for a return
   */
  record Envelope(HeldMessage copy, String sendTo, Optional<ReturnNote> note) {
    Envelope(HeldMessage copy, String sendTo) {
      this(copy, sendTo, Optional.empty());
    }
  }

  Wish {
    envelopes = List.copyOf(envelopes);
    if (envelopes.isEmpty()) {
      throw new IllegalArgumentException("a decision about nothing");
    }
  }
}
