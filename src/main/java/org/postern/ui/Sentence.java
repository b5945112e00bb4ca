package org.postern.ui;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.AccessibleRole;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.postern.mail.Inert;

/**
 * A sentence of ours that wraps, with the names in it in the typeface that tells l, I and 1 apart.
 * FX thread only.
 */
public final class Sentence extends TextFlow {
  private static final Pattern NAME =
      Pattern.compile(
          "“[^”]*”|[=*]?[\\p{L}\\p{N}._+@-]*[\\p{L}\\p{N}](?:[.@][\\p{L}\\p{N}-]+)+|(?<= )\\.\\p{L}+");

  /** {@code styles} go to the ordinary words: "strong", "mute", "small". */
  public Sentence(String text, String... styles) {
    String inert = Inert.brief(text, 2000);
    Matcher names = NAME.matcher(inert);
    int from = 0;
    while (names.find()) {
      add(inert.substring(from, names.start()), styles);
      add(names.group(), styles);
      getChildren().getLast().getStyleClass().add("name");
      from = names.end();
    }
    add(inert.substring(from), styles);
    setMinHeight(USE_PREF_SIZE);
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(inert);
  }

  private void add(String piece, String... styles) {
    Text text = new Text(piece);
    text.getStyleClass().addAll(styles);
    getChildren().add(text);
  }
}
