package org.postern.ui;

import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;

/**
 * The small parts: buttons with their key printed on them, labels, fields, space. FX thread only.
 */
public final class Parts {
  private Parts() {}

  /**
   * An ordinary button; {@code key} is printed on it and must also be in the screen's {@link Keys}.
   */
  public static Button button(String text, @Nullable String key, Runnable action) {
    Button button = new Button(text);
    button.getStyleClass().add("act");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    if (key != null) {
      button.setGraphic(keyCap(key));
      button.setAccessibleText(text + ", key " + key.replace("+", " "));
    }
    return button;
  }

  /** The safe and likely action; one per view. */
  public static Button primary(String text, @Nullable String key, Runnable action) {
    return styled(button(text, key, action), "primary");
  }

  /** An action that loses or refuses something. */
  public static Button danger(String text, @Nullable String key, Runnable action) {
    return styled(button(text, key, action), "danger");
  }

  /** A small button, for cards and rows. */
  public static Button compact(String text, Runnable action) {
    return styled(button(text, null, action), "compact");
  }

  /** A button that looks like a word in running text. */
  public static Button link(String text, Runnable action) {
    Button button = new Button(text);
    button.getStyleClass().add("link");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }

  /** A button that is only an icon; {@code name} is its tooltip and what a screen reader says. */
  public static Button icon(String literal, String name, Runnable action) {
    Button button = new Button();
    button.getStyleClass().addAll("act", "quiet");
    button.setGraphic(new FontIcon(literal));
    button.setTooltip(new Tooltip(name));
    button.setAccessibleText(name);
    button.setOnAction(_ -> action.run());
    return button;
  }

  /** The key as printed on buttons and in the key sheet. */
  public static Label keyCap(String key) {
    Label cap = new Label(Keys.printed(key));
    cap.getStyleClass().add("key-cap");
    cap.setMinWidth(Region.USE_PREF_SIZE);
    return cap;
  }

  /** Text for officers, written by us. */
  public static Label label(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styles);
    return label;
  }

  /** The same, wrapping over as many lines as it needs. */
  public static Label paragraph(String text, String... styles) {
    Label label = label(text, styles);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /**
   * A name or an address from outside: inert, monospaced, cut in the middle of nowhere but whole in
   * its tooltip.
   */
  public static Label address(String text) {
    Label label = label(Inert.brief(text, 400), "mono");
    label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS); // both ends of an address matter
    if (text.length() > 24) {
      label.setTooltip(new Tooltip(Inert.brief(text, 400)));
    }
    return label;
  }

  /** A label above its field. The label names the field for a screen reader. */
  public static VBox named(String name, Node field) {
    Label label = label(name, "field-name");
    label.setLabelFor(field);
    if (field.getAccessibleText() == null) {
      field.setAccessibleText(name);
    }
    return new VBox(4, label, field);
  }

  /** What did not work, as long as the label says something. */
  public static HBox problem(Label said) {
    HBox banner = new HBox(8, new FontIcon("fth-alert-octagon"), said);
    banner.getStyleClass().addAll("banner", "bad");
    banner.visibleProperty().bind(said.textProperty().isNotEmpty());
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  /** A turning wheel beside what is being done, as long as something is. */
  public static HBox busy(ObservableStringValue doing) {
    ProgressIndicator turning = new ProgressIndicator();
    turning.setPrefSize(18, 18);
    Label what = label("", "mute");
    what.textProperty().bind(doing);
    HBox busy = new HBox(8, turning, what);
    busy.setAlignment(Pos.CENTER_LEFT);
    busy.visibleProperty().bind(what.textProperty().isNotEmpty());
    busy.managedProperty().bind(busy.visibleProperty());
    return busy;
  }

  /** A one-line field. */
  public static TextField field(String prompt) {
    TextField field = new TextField();
    field.getStyleClass().add("field");
    field.setPromptText(prompt);
    return field;
  }

  /** A search field with a magnifier and, at its right end, the key that leads to it. */
  public static TextField search(String prompt, String key) {
    CustomTextField field = (CustomTextField) TextFields.createClearableTextField();
    field.getStyleClass().add("field");
    field.setPromptText(prompt);
    field.setAccessibleText(prompt);
    field.setLeft(new FontIcon("fth-search"));
    Node clear = field.getRight();
    Label cap = keyCap(key);
    field.rightProperty().bind(field.textProperty().isEmpty().map(empty -> empty ? cap : clear));
    return field;
  }

  /** Space that takes what is left in a row. */
  public static Region spring() {
    Region spring = new Region();
    HBox.setHgrow(spring, Priority.ALWAYS);
    return spring;
  }

  /** Puts text on the clipboard. */
  public static void copy(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static Button styled(Button button, String style) {
    button.getStyleClass().add(style);
    return button;
  }
}
