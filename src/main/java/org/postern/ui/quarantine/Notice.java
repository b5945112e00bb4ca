package org.postern.ui.quarantine;

import java.util.Optional;

/**
 * Something that was done or did not work, to be told in passing.
 *
 * @param text safe to show
 * @param undo takes it back, while that is possible
 */
record Notice(String text, Optional<Runnable> undo) {
  static Notice of(String text) {
    return new Notice(text, Optional.empty());
  }
}
