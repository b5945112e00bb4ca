package org.postern.ui.setup;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** One of a few values, each a segment of one bar. */
final class Segments {
  private Segments() {}

  /**
   * Draws the values.
   *
   * @param id before the value's name in lower case, as each segment's id
   * @param now the value that is shown as chosen
   * @param choose called when the user chooses another
   */
  static <E extends Enum<E>> HBox of(
      List<E> values,
      Function<E, String> name,
      String id,
      ObservableValue<? extends @Nullable E> now,
      Consumer<E> choose) {
    ToggleGroup group = new ToggleGroup();
    HBox bar = new HBox();
    Runnable show =
        () -> {
          for (Toggle toggle : group.getToggles()) {
            toggle.setSelected(toggle.getUserData() == now.getValue());
          }
        };
    for (E value : values) {
      ToggleButton segment = new ToggleButton(name.apply(value));
      segment.setId(id + value.name().toLowerCase(java.util.Locale.ROOT));
      segment.getStyleClass().setAll("segment", place(values, value));
      segment.setUserData(value);
      segment.setToggleGroup(group);
      segment.setOnAction(
          _ -> {
            if (value != now.getValue()) {
              choose.accept(value);
            }
            show.run(); // until it is so, what is so stays chosen
          });
      bar.getChildren().add(segment);
    }
    now.addListener((_, _, _) -> show.run());
    show.run();
    return bar;
  }

  private static <E> String place(List<E> values, E value) {
    if (value.equals(values.getFirst())) {
      return "left-pill";
    }
    return value.equals(values.getLast()) ? "right-pill" : "center-pill";
  }
}
