package org.postern.app;

import java.time.Clock;
import java.time.Duration;
import org.postern.quarantine.DecisionDesk;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.Quarantine;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.ReleaseGateway;
import org.postern.store.Settings;
import org.postern.ui.setup.Connections;

/** Tries servers for the settings form: signs in for real, reads and sends nothing. Thread-safe. */
final class TriedConnections implements Connections {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Clock clock;

  TriedConnections(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Tested mailbox(Settings.Mailbox settings) {
    try {
      Mailbox mailbox = Mailbox.of(settings);
      Quarantine.test(mailbox, PATIENCE);
      try (Quarantine box = Quarantine.open(mailbox, clock)) {
        int held = box.list().size();
        return new Works(
            "Signed in; "
                + settings.folder()
                + " holds "
                + held
                + (held == 1 ? " message." : " messages."));
      }
    } catch (QuarantineException e) {
      return new Fails(step(e.reason()), e.sentence());
    } catch (IllegalArgumentException e) {
      return new Fails(Step.REACH, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Tested release(Settings.Release settings) {
    try {
      DecisionDesk.test(ReleaseGateway.of(settings));
      return new Works("Signed in; the gateway would take released mail.");
    } catch (QuarantineException e) {
      return new Fails(step(e.reason()), e.sentence());
    } catch (IllegalArgumentException e) {
      return new Fails(Step.REACH, String.valueOf(e.getMessage()));
    }
  }

  private static Step step(QuarantineException.Reason reason) {
    return switch (reason) {
      case SETTINGS, UNREACHABLE, PROTOCOL, TOO_SLOW, FLOOD, LOST -> Step.REACH;
      case UNTRUSTED, TLS -> Step.SECURE;
      case LOGIN, REFUSED -> Step.SIGN_IN;
      case FOLDER, INCOMPLETE, TOO_LARGE, GONE, CLAIMED -> Step.FOLDER;
    };
  }
}
