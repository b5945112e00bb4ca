package org.postern.ui;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;

/** One entry of the rail and what it shows. Screens never see each other. FX thread only. */
public interface Screen {

  /** The name in the rail and the top bar, in sentence case: "Test address". */
  String title();

  /** A Feather icon literal, such as {@code fth-inbox}. */
  String icon();

  /** The same node each time; built in the constructor. */
  Node root();

  /** Single-key and combined shortcuts, alive while this screen is open. */
  default Keys keys() {
    return Keys.NONE;
  }

  /** How many things wait for an officer here; 0 shows no number. */
  default ObservableIntegerValue waiting() {
    return Bindings.createIntegerBinding(() -> 0);
  }

  /** Whether {@link #waiting()} is work that should not wait, and is drawn so. */
  default boolean pressing() {
    return false;
  }

  /**
   * Called after the screen came to the front: subscribe, refresh, put the focus where work begins.
   */
  default void shown() {}

  /** Called before another screen comes to the front: drop what {@link #shown()} subscribed to. */
  default void hidden() {}
}
