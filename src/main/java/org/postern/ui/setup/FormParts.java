package org.postern.ui.setup;

import java.io.File;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.ui.Parts;

/** Fields with their name above, and help or what is wrong below. */
final class FormParts {
  private FormParts() {}

  static void dress(Parent root) {
    root.getStylesheets()
        .add(Objects.requireNonNull(FormParts.class.getResource("setup.css")).toExternalForm());
  }

  static VBox text(Field field, String name, String prompt, String help) {
    return around(field, Parts.field(prompt), name, help);
  }

  static VBox secret(Field field, String name, String prompt, String help) {
    PasswordField box = new PasswordField();
    box.getStyleClass().add("field");
    box.setPromptText(prompt);
    return around(field, box, name, help);
  }

  static VBox file(Field field, String name, String help, String kinds) {
    return chosen(
        field,
        name,
        "",
        help,
        window -> {
          FileChooser chooser = new FileChooser();
          chooser.setTitle(name);
          chooser
              .getExtensionFilters()
              .addAll(
                  new FileChooser.ExtensionFilter("Certificates", kinds.split(" ")),
                  new FileChooser.ExtensionFilter("All files", "*"));
          return chooser.showOpenDialog(window);
        });
  }

  static VBox folder(Field field, String name, String prompt, String help) {
    return chosen(
        field,
        name,
        prompt,
        help,
        window -> {
          DirectoryChooser chooser = new DirectoryChooser();
          chooser.setTitle(name);
          return chooser.showDialog(window);
        });
  }

  /** The words in the empty field follow {@code prompt}. */
  static VBox prompted(VBox around, ObservableValue<String> prompt) {
    if (firstField(around) instanceof TextField box) {
      box.promptTextProperty().bind(prompt);
    }
    return around;
  }

  private static VBox chosen(
      Field field,
      String name,
      String prompt,
      String help,
      Function<Window, @Nullable File> choose) {
    TextField box = Parts.field(prompt);
    VBox all = around(field, box, name, help);
    HBox line = new HBox(2);
    var browse =
        Parts.icon(
            "fth-folder",
            "Choose: " + name,
            () -> {
              File file = choose.apply(box.getScene().getWindow());
              if (file != null) {
                field.value().set(file.getPath());
                field.left();
              }
            });
    all.getChildren().set(1, line);
    line.getChildren().addAll(box, browse);
    HBox.setHgrow(box, Priority.ALWAYS);
    return all;
  }

  private static VBox around(Field field, TextField box, String name, String help) {
    box.textProperty().bindBidirectional(field.value());
    VBox all = Parts.named(name, box);
    Label below = Parts.paragraph("", "field-help");
    all.getChildren().add(below);
    Runnable show =
        () -> {
          String wrong = field.problem().get();
          below.setText(wrong.isEmpty() ? help : Inert.text(wrong));
          below.getStyleClass().setAll("label", wrong.isEmpty() ? "field-help" : "field-problem");
          below.setVisible(!below.getText().isEmpty());
          below.setManaged(below.isVisible());
          box.getStyleClass().remove("wrong");
          if (!wrong.isEmpty()) {
            box.getStyleClass().add("wrong");
          }
          box.setAccessibleHelp(below.getText());
        };
    field.problem().addListener((_, _, _) -> show.run());
    show.run();
    box.focusedProperty()
        .addListener(
            (_, _, focused) -> {
              if (!focused && !field.blank()) {
                field.left();
              }
            });
    all.setMinWidth(0);
    all.setPrefWidth(260); // the help below must not decide how wide a field is
    return all;
  }

  /** Fields beside each other, sharing the width by their weights. */
  static HBox row(Node... fields) {
    HBox row = new HBox(14, fields);
    for (Node field : fields) {
      HBox.setHgrow(field, Priority.ALWAYS);
    }
    return row;
  }

  static VBox wide(VBox field, double width) {
    field.setPrefWidth(width);
    return field;
  }

  static VBox fixed(VBox field, double width) {
    field.setMinWidth(width);
    field.setMaxWidth(width);
    return field;
  }

  /** Brings a node of the scrolled page to its top, and the focus into it. */
  static void reveal(ScrollPane scroll, Node node) {
    double height =
        scroll.getContent().getBoundsInLocal().getHeight() - scroll.getViewportBounds().getHeight();
    double y =
        scroll.getContent().sceneToLocal(node.localToScene(node.getBoundsInLocal())).getMinY();
    scroll.setVvalue(height <= 0 ? 0 : Math.clamp((y - 16) / height, 0, 1));
    Node first = firstField(node);
    if (first != null) {
      first.requestFocus();
    }
  }

  static @Nullable Node firstField(Node node) {
    if (node instanceof TextField) {
      return node;
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Node found = firstField(child);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
