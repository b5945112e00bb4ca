package org.postern.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * The shortcuts of a screen: what they do, for the key sheet and the palette, and doing it. A
 * shortcut without Ctrl or Alt stays silent while the officer types in a field. FX thread only.
 */
public final class Keys {

  /** No shortcuts. */
  public static final Keys NONE = new Keys(List.of());

  /**
   * One shortcut.
   *
   * @param key as JavaFX writes combinations: "C", "Shift+R", "Ctrl+Enter", "/"
   * @param what what it does, as a menu would say it
   */
  public record Shortcut(String key, String what, Runnable action) {
    public Shortcut {
      Objects.requireNonNull(action);
    }
  }

  private final List<Shortcut> shortcuts;

  private Keys(List<Shortcut> shortcuts) {
    this.shortcuts = shortcuts;
  }

  public Keys() {
    this(new ArrayList<>());
  }

  /** Adds a shortcut and returns this table. */
  public Keys on(String key, String what, Runnable action) {
    if (!named(key)) {
      KeyCombination.valueOf(key); // a mistyped combination fails when the screen is built
    }
    shortcuts.add(new Shortcut(key, what, action));
    return this;
  }

  /** In the order in which they were added. */
  public List<Shortcut> shortcuts() {
    return List.copyOf(shortcuts);
  }

  /** Runs the shortcut that the event stands for, consuming the event; false if there is none. */
  public boolean handle(KeyEvent event) {
    if (event.isConsumed() || event.getEventType() != KeyEvent.KEY_PRESSED) {
      return false;
    }
    boolean typing = typing(event);
    for (Shortcut shortcut : shortcuts) {
      if (matches(shortcut.key(), event) && !(typing && plain(shortcut.key()))) {
        event.consume();
        shortcut.action().run();
        return true;
      }
    }
    return false;
  }

  private static boolean plain(String key) {
    return !key.contains("Ctrl+") && !key.contains("Alt+") && !key.equals("Esc");
  }

  private static boolean named(String key) {
    return key.equals("?") || key.equals("/");
  }

  /** "?" and "/" sit on different keys on every layout: they are matched by the character. */
  private static boolean matches(String key, KeyEvent event) {
    if (named(key)) {
      boolean wanted =
          key.equals(event.getText())
              || (event.getCode() == KeyCode.SLASH && event.isShiftDown() == key.equals("?"));
      return wanted
          && !event.isControlDown()
          && !event.isAltDown()
          && (key.equals("?") || !event.isShiftDown());
    }
    return KeyCombination.valueOf(key).match(event);
  }

  private static boolean typing(KeyEvent event) {
    return event.getTarget() instanceof Node node
        && ((node instanceof TextInputControl text && text.isEditable())
            || (node instanceof ComboBoxBase<?> combo && combo.isEditable()));
  }

  /** The key as it is printed on a button: "⇧R" for Shift+R. */
  static String printed(String key) {
    return key.replace("Shift+", "⇧")
        .replace("Ctrl+", "Ctrl ")
        .replace("Alt+", "Alt ")
        .replace("Delete", "Del");
  }
}
