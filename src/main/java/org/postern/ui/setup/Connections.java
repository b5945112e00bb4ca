package org.postern.ui.setup;

import java.util.function.Consumer;
import org.postern.delivery.Trial;
import org.postern.quarantine.ConnectionCheck;
import org.postern.quarantine.FolderList;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Settings;

/** Tries servers with settings that are not saved yet. Called off the FX thread; may block. */
public interface Connections {

  /**
   * @param rotated is given a refresh token that took the place of the one that was tried
   */
  ConnectionCheck mailbox(Settings.Mailbox mailbox, Consumer<String> rotated);

  ConnectionCheck release(Settings.Release release);

  /** Reaches the place of a gateway, and leaves nothing there. */
  Trial gateway(Settings.Gateway gateway);

  /** The folders to choose from. */
  FolderList folders(Settings.Mailbox mailbox, Consumer<String> rotated) throws QuarantineException;
}
