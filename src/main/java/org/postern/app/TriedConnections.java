package org.postern.app;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.delivery.Gateway;
import org.postern.delivery.Trial;
import org.postern.quarantine.ConnectionCheck;
import org.postern.quarantine.FolderList;
import org.postern.quarantine.Mailbox;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.QuarantineException.Reason;
import org.postern.quarantine.ReleaseGateway;
import org.postern.store.Settings;
import org.postern.ui.setup.Connections;

/**
 * Tries servers for the settings form: signs in for real, changes and sends nothing. Thread-safe.
 */
final class TriedConnections implements Connections {

  @Override
  public ConnectionCheck mailbox(Settings.Mailbox settings, Consumer<String> rotated) {
    return tried(
        settings.host(),
        () -> ConnectionCheck.of(Mailbox.of(settings, rotated::accept), settings.folders()));
  }

  @Override
  public ConnectionCheck release(Settings.Release settings) {
    return tried(settings.host(), () -> ConnectionCheck.of(ReleaseGateway.of(settings)));
  }

  @Override
  public Trial gateway(Settings.Gateway settings) {
    return Trial.of(Gateway.of(settings));
  }

  @Override
  public FolderList folders(Settings.Mailbox settings, Consumer<String> rotated)
      throws QuarantineException {
    try {
      return FolderList.of(Mailbox.of(settings, rotated::accept));
    } catch (IllegalArgumentException e) {
      throw new QuarantineException(Reason.SETTINGS, String.valueOf(e.getMessage()), e);
    }
  }

  private static ConnectionCheck tried(String server, Supplier<ConnectionCheck> trial) {
    try {
      return trial.get();
    } catch (IllegalArgumentException e) {
      return ConnectionCheck.impossible(server, String.valueOf(e.getMessage()));
    }
  }
}
