package org.postern.ui.quarantine;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inline;
import org.postern.mail.Picture;
import org.postern.ui.Parts;

/**
 * Where the attached pictures of one message stand: words until an officer asks for the pictures,
 * then the pictures, each in a frame that says whose it is, so that none passes for a part of this
 * window. Only dots get here, never a file: JavaFX decodes nothing. FX thread only.
 */
final class PicturePlaces {
  private static final double MARGIN = 24;

  private record Place(Inline.Image image, StackPane node) {}

  private final int count;
  private final Runnable reveal;
  private final List<Place> places = new ArrayList<>();
  private final StackPane bar = new StackPane();
  private Revealed now = new Revealed.Covered();

  /**
   * @param count how many different pictures there are
   * @param reveal draws them
   */
  PicturePlaces(int count, Runnable reveal) {
    this.count = count;
    this.reveal = reveal;
    bar.setId("pictures");
    bar.getStyleClass().add("picture-bar");
    bar.setVisible(count > 0);
    bar.setManaged(count > 0);
    show(now);
  }

  /** Stands above the text: how many pictures there are, and how to see them. */
  Node bar() {
    return bar;
  }

  /** For one picture of the text. */
  Region place(Inline.Image image) {
    Place place = new Place(image, new StackPane());
    place.node().setAlignment(Pos.CENTER_LEFT);
    places.add(place);
    fill(place);
    return place.node();
  }

  void show(Revealed state) {
    now = state;
    if (count > 0) {
      bar.getChildren().setAll(line());
    }
    places.forEach(this::fill);
  }

  private Node line() {
    String pictures = Words.count(count, "attached picture");
    return switch (now) {
      case Revealed.Covered() ->
          line(
              pictures + (count == 1 ? " is" : " are") + " not shown.",
              "Nothing is fetched; that you looked is recorded with your name.",
              "Show pictures");
      case Revealed.Drawing() -> Parts.busy(new SimpleStringProperty("Drawing the pictures…"));
      case Revealed.Failed(String sentence) ->
          line("The pictures could not be shown.", sentence, "Try again");
      case Revealed.Open(Map<String, Picture> all) -> {
        long refused = all.values().stream().filter(Picture.Refused.class::isInstance).count();
        yield line(
            pictures + " of this message" + (count == 1 ? "" : ", from the message itself") + ".",
            refused == 0
                ? "What a picture says is what the sender says."
                : Words.count(refused, "picture") + " not shown; its place says why.",
            "");
      }
    };
  }

  private Node line(String what, String more, String act) {
    VBox words =
        new VBox(2, Parts.paragraph(what, "medium"), Parts.paragraph(more, "small", "mute"));
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox line = new HBox(10, new FontIcon("fth-image"), words);
    line.setAlignment(Pos.CENTER_LEFT);
    if (!act.isEmpty()) {
      Button button = Parts.button(act, "S", reveal);
      button.getStyleClass().add("compact");
      button.setId("show-pictures");
      line.getChildren().add(button);
    }
    return line;
  }

  private void fill(Place place) {
    String alt = place.image().alt();
    Node node =
        switch (now) {
          case Revealed.Open(Map<String, Picture> all) ->
              switch (all.get(place.image().contentId())) {
                case Picture.Drawn drawn -> framed(drawn, alt, place.node());
                case Picture.Refused(String why) ->
                    words("attached picture, not shown: " + why, alt);
                case null -> words("attached picture, not shown", alt);
              };
          case Revealed.Covered() -> covered(alt);
          case Revealed.Drawing(), Revealed.Failed _ -> words("attached picture, not shown", alt);
        };
    place.node().getChildren().setAll(node);
  }

  private Node covered(String alt) {
    Button button = new Button("attached picture, not shown" + SafeView.quoted(alt));
    button.getStyleClass().addAll("dead-link", "no-image");
    button.setGraphic(new FontIcon("fth-image"));
    button.setTooltip(new Tooltip("Click or press S: draws the pictures that are in the message."));
    button.setOnAction(_ -> reveal.run());
    return button;
  }

  private static Node words(String what, String alt) {
    return SafeView.imageWords(what, alt);
  }

  private static Node framed(Picture.Drawn drawn, String alt, StackPane place) {
    ImageView view = new ImageView(image(drawn));
    view.setPreserveRatio(true);
    view.setSmooth(true);
    view.fitWidthProperty().bind(width(drawn.width(), place));
    String size =
        Words.number(drawn.fileWidth()) + " × " + Words.number(drawn.fileHeight()) + " dots";
    Label caption =
        Parts.paragraph(
            "picture by the sender"
                + SafeView.quoted(alt)
                + " · "
                + size
                + (drawn.moving() ? " · it moves; this is its first picture" : ""),
            "mute",
            "small");
    view.setAccessibleText(caption.getText());
    VBox frame = new VBox(5, view, caption);
    frame.getStyleClass().add("picture-frame");
    frame.setMaxWidth(Region.USE_PREF_SIZE);
    return frame;
  }

  /** Never wider than its place, never larger than it is. */
  private static DoubleBinding width(int dots, StackPane place) {
    return Bindings.createDoubleBinding(
        () -> Math.max(16, Math.min(dots, place.getMaxWidth() - MARGIN)), place.maxWidthProperty());
  }

  /** The dots are used where they are: no copy of a large picture is made on this thread. */
  private static Image image(Picture.Drawn drawn) {
    return new WritableImage(
        new PixelBuffer<>(
            drawn.width(),
            drawn.height(),
            IntBuffer.wrap(drawn.dots()),
            PixelFormat.getIntArgbPreInstance()));
  }
}
