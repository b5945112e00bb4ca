package org.postern.ui.tester;

import java.util.Arrays;
import java.util.List;
import javafx.scene.layout.ColumnConstraints;

/** Columns that share the width by percent. */
final class Columns {
  private Columns() {}

  static List<ColumnConstraints> of(double... percents) {
    return Arrays.stream(percents)
        .mapToObj(
            percent -> {
              ColumnConstraints column = new ColumnConstraints();
              column.setPercentWidth(percent);
              return column;
            })
        .toList();
  }
}
