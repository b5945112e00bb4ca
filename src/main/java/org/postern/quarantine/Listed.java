package org.postern.quarantine;

import org.postern.mail.MailHeaders;
import org.postern.mail.TraceBlock;

/**
 * One message of the folder as the list keeps it.
 *
 * @param receipt whether it looks like a gateway's receipt and no held mail
 */
record Listed(HeldMessage held, boolean receipt) {
  static Listed of(Stored stored) {
    TraceBlock block = TraceBlock.taking(stored.header());
    MailHeaders headers = MailHeaders.of(block);
    Trace trace = Trace.of(block, headers);
    return new Listed(
        HeldMessage.of(stored, block, headers, trace), ReceiptMail.looksLike(trace, headers));
  }
}
