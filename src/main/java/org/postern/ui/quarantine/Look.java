package org.postern.ui.quarantine;

import java.util.Objects;
import javafx.scene.Parent;

/**
 * Dresses nodes of this package; a sheet does not hang below the screen and is dressed by itself.
 */
final class Look {
  private Look() {}

  static <T extends Parent> T dressed(T node) {
    node.getStylesheets()
        .add(Objects.requireNonNull(Look.class.getResource("quarantine.css")).toExternalForm());
    return node;
  }
}
