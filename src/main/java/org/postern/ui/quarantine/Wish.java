package org.postern.ui.quarantine;

import java.util.List;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;

/**
 * What an officer wants done with copies of one message.
 *
 * @param envelopes at least one
 */
record Wish(Act act, List<Envelope> envelopes, Why why) {

  /**
   * @param sendTo for a correction the new address, else the one as typed
   */
  record Envelope(HeldMessage copy, String sendTo) {}

  Wish {
    envelopes = List.copyOf(envelopes);
    if (envelopes.isEmpty()) {
      throw new IllegalArgumentException("a decision about nothing");
    }
  }
}
