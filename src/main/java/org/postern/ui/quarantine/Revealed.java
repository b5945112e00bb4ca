package org.postern.ui.quarantine;

import java.util.Map;
import org.postern.mail.Picture;

/** How far an officer sees the attached pictures of the opened message. Immutable. */
sealed interface Revealed {
  /** Not asked for: their places are empty. */
  record Covered() implements Revealed {}

  /** Being drawn. */
  record Drawing() implements Revealed {}

  /** They could not be shown; a sentence. */
  record Failed(String sentence) implements Revealed {}

  /** Asked for, and taken down in the journal; what came of each, by its Content-ID. */
  record Open(Map<String, Picture> pictures) implements Revealed {
    public Open {
      pictures = Map.copyOf(pictures);
    }
  }
}
