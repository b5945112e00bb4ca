package org.postern.ui.setup;

import org.postern.store.Settings;

/** Tries a connection with settings that are not saved yet. Called off the FX thread; may block. */
public interface Connections {

  /** The steps of a connection, in order. */
  enum Step {
    REACH("reach"),
    SECURE("secure"),
    SIGN_IN("sign in"),
    /** The folder of a mailbox; a release listener has none. */
    FOLDER("folder");

    private final String label;

    Step(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** What came of it. */
  sealed interface Tested {}

  /**
   * @param sentence what was found: "Signed in; INBOX holds 17 messages."
   */
  record Works(String sentence) implements Tested {}

  /**
   * @param at the step that failed; those before it went well
   * @param sentence what happened and what to do
   */
  record Fails(Step at, String sentence) implements Tested {}

  Tested mailbox(Settings.Mailbox mailbox);

  Tested release(Settings.Release release);
}
