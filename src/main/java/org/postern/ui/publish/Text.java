package org.postern.ui.publish;

import javafx.scene.control.TextArea;
import org.postern.mail.Inert;

/** Text to read and copy, letter by letter as it is. */
final class Text {
  private Text() {}

  static TextArea area(String text, String name) {
    TextArea area = new TextArea(Inert.lines(text));
    area.setEditable(false);
    area.getStyleClass().addAll("field", "mono", "small");
    area.setAccessibleText(name);
    return area;
  }
}
