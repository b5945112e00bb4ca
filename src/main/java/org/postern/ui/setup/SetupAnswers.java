package org.postern.ui.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.store.Settings;

/**
 * What an officer answered at the first start.
 *
 * @param officer the name for the officer's key
 * @param passphrase for the key, for the receiver to zero; empty for a key that the data directory
 *     itself opens
 * @param mailboxes none if left for later
 * @param release null if left for later
 * @param gateways empty if left for later
 */
@SuppressWarnings("ArrayRecordComponent") // a secret to be zeroed; never compared
public record SetupAnswers(
    String officer,
    char[] passphrase,
    List<Settings.Mailbox> mailboxes,
    Settings.@Nullable Release release,
    List<Settings.Gateway> gateways) {

  public SetupAnswers {
    mailboxes = List.copyOf(mailboxes);
    gateways = List.copyOf(gateways);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "SetupAnswers[" + officer + ", " + mailboxes + ", " + release + ", " + gateways + "]";
  }
}
