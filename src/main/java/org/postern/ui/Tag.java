package org.postern.ui;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;

/**
 * A state in one or two words, with the colour and the shape of its {@link Tone}. FX thread only.
 */
public final class Tag extends Label {

  private Tag(Tone tone, String text, boolean shape) {
    super(Inert.brief(text, 120));
    getStyleClass().addAll("tag", tone.css());
    setAccessibleRole(AccessibleRole.TEXT);
    setMinWidth(USE_PREF_SIZE);
    if (shape) {
      setGraphic(new FontIcon(tone.icon()));
    }
  }

  /** A state: "held", "trusted", "expired". */
  public static Tag of(Tone tone, String text) {
    return new Tag(tone, text, true);
  }

  /** The same, in the size of a headline. */
  public static Tag large(Tone tone, String text) {
    Tag tag = new Tag(tone, text, true);
    tag.getStyleClass().add("large");
    return tag;
  }

  /**
   * A plain fact, without a shape: "omission of i", "suffix .mil → .ml". It may be cut if space is
   * short.
   */
  public static Tag fact(Tone tone, String text) {
    Tag tag = new Tag(tone, text, tone == Tone.BAD || tone == Tone.HOLD);
    tag.setMinWidth(0);
    return tag;
  }
}
