package org.postern.ui.publish;

import javafx.scene.control.TextArea;
import org.postern.ui.InertText;

/** Text to read and copy, letter by letter as it is. */
final class Text {
  private static final int MOST = 1 << 20;

  private Text() {}

  static TextArea area(String text, String name) {
    TextArea area = new TextArea(InertText.lines(text, MOST));
    area.setEditable(false);
    area.getStyleClass().addAll("field", "mono", "small");
    area.setAccessibleText(name);
    return area;
  }
}
