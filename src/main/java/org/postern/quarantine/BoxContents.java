package org.postern.quarantine;

import java.util.List;

/**
 * What lies in the box.
 *
 * @param held held copies, newest first
 * @param receipts mails that look like a gateway's receipts and carry no mark of having been held
 * @param unreadable messages that the server counts but did not hand out: there is something there
 * @param missing messages that were not read yet: the next look reads on
 */
public record BoxContents(
    List<HeldMessage> held, List<HeldId> receipts, List<Long> unreadable, int missing) {
  /** Copies the lists. */
  public BoxContents {
    held = List.copyOf(held);
    receipts = List.copyOf(receipts);
    unreadable = List.copyOf(unreadable);
  }
}
