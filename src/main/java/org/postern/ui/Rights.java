package org.postern.ui;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.postern.officer.Right;
import org.postern.officer.Role;

/**
 * What whoever acts now may do, so that no screen offers what would be refused. The store checks
 * for itself. FX thread only.
 */
public final class Rights {
  private final ObjectProperty<Set<Right>> held =
      new SimpleObjectProperty<>(Set.copyOf(EnumSet.allOf(Right.class)));

  /** They may do this, and nothing else. */
  public void hold(Set<Right> now) {
    held.set(Set.copyOf(now));
  }

  /** Whether they may. */
  public boolean may(Right right) {
    return held.get().contains(right);
  }

  /** Whether they may not, as it changes. */
  public ObservableValue<Boolean> lacks(Right right) {
    return held.map(now -> !now.contains(right));
  }

  /** Disables what takes a right while they lack it; its own disabling belongs on its children. */
  public void guard(Right right, Node node) {
    node.disableProperty().bind(lacks(right));
  }

  /** {@link #sentence}, there only while they lack the right. */
  public Label reason(Right right) {
    Label reason = Parts.paragraph(sentence(right), "mute", "small");
    reason.visibleProperty().bind(lacks(right));
    reason.managedProperty().bind(reason.visibleProperty());
    return reason;
  }

  /** "To change the lists takes a list editor." */
  public static String sentence(Right right) {
    return "To "
        + right.act()
        + " takes "
        + right.roles().stream()
            .sorted()
            .map(Role::label)
            .map(label -> ("aeiou".indexOf(label.charAt(0)) >= 0 ? "an " : "a ") + label)
            .collect(Collectors.joining(" or "))
        + ".";
  }
}
