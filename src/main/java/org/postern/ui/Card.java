package org.postern.ui;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * A panel with a rounded border and, if it has one, a title with something to its right. FX thread
 * only.
 */
public final class Card extends VBox {

  /** A card without a title. */
  public Card(Node... content) {
    getStyleClass().add("card");
    getChildren().addAll(content);
  }

  /** A card with a title. */
  public static Card titled(String title, Node... content) {
    return headed(title, new Region(), content);
  }

  /** A card with a title and a node, usually a tag or a small button, at its right end. */
  public static Card headed(String title, Node right, Node... content) {
    Label name = new Label(title);
    name.getStyleClass().add("card-title");
    name.setMinWidth(USE_PREF_SIZE);
    HBox head = new HBox(10, name, Parts.spring(), right);
    head.getStyleClass().add("card-head");
    head.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    Card card = new Card();
    card.getChildren().add(head);
    card.getChildren().addAll(content);
    return card;
  }

  /** Lets one child take the height that is left, and returns this card. */
  public Card grow(Node child) {
    VBox.setVgrow(child, Priority.ALWAYS);
    return this;
  }
}
