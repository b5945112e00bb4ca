package org.postern.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;

/**
 * What lies above the screens of one window: toasts with an undo, questions, sheets, and the dialog
 * for bugs. Questions live in the window itself, so they look like the product and never hide
 * behind it. Esc closes, Enter takes the default button, and the focus returns to where it was. FX
 * thread only.
 */
public final class Overlay {
  private static final Duration TOAST = Duration.seconds(8);
  private static final int TOASTS = 3;

  /**
   * A question with two answers.
   *
   * @param yes the name of the act, never just "OK": "Remove 3 entries"
   * @param dangerous whether the act loses something; then Enter takes "Cancel"
   */
  public record Question(String title, String text, String yes, boolean dangerous) {}

  /** An open sheet. */
  public interface Opened {
    void close();
  }

  private record Layer(StackPane veil, @Nullable Node focusBefore) {}

  private final StackPane root = new StackPane();
  private final VBox toasts = new VBox(10);
  private final Deque<Layer> layers = new ArrayDeque<>();

  /** An overlay above {@code content}. */
  public Overlay() {
    toasts.setAlignment(Pos.BOTTOM_CENTER);
    toasts.setPadding(new Insets(0, 0, 84, 0));
    toasts.setPickOnBounds(false);
    toasts.setMouseTransparent(false);
    toasts.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    StackPane.setAlignment(toasts, Pos.BOTTOM_CENTER);
    root.getChildren().add(toasts);
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::escape);
  }

  /** The root of the scene: {@code content} with this above it. */
  public Parent over(Node content) {
    root.getChildren().addFirst(content);
    return root;
  }

  /** Whether a question or sheet is open; shortcuts of the screen below are silent then. */
  public boolean open() {
    return !layers.isEmpty();
  }

  /** Closes every sheet and question, and takes the toasts away with what they offer. */
  public void clear() {
    while (!layers.isEmpty()) {
      close(layers.getFirst());
    }
    toasts.getChildren().clear();
  }

  /** Says that something was done. */
  public void toast(String text) {
    show(toastBox(text), TOAST);
  }

  /** Says that something was done and offers one way back, usually "Undo". */
  public void toast(String text, String act, Runnable action) {
    toast(text, act, action, java.time.Duration.ZERO);
  }

  /** The same, for as long as there is a way back, and at least as long as any toast. */
  public void toast(String text, String act, Runnable action, java.time.Duration open) {
    HBox box = toastBox(text);
    Button button =
        Parts.link(
            act,
            () -> {
              toasts.getChildren().remove(box);
              action.run();
            });
    button.setId("toast-act");
    box.getChildren().add(2, button);
    show(box, Duration.millis(Math.max(TOAST.toMillis(), (double) open.toMillis())));
  }

  /** Runs the newest toast's act, as Ctrl+Z does; false if no toast offers one. */
  boolean undo() {
    for (Node toast : toasts.getChildren().reversed()) {
      if (toast.lookup("#toast-act") instanceof Button act) {
        act.fire();
        return true;
      }
    }
    return false;
  }

  /** Asks; {@code onYes} runs after the question has closed. */
  public void ask(Question question, Runnable onYes) {
    Label text = Parts.paragraph(question.text());
    text.setMaxWidth(440);
    Opened[] opened = new Opened[1];
    Runnable close = () -> opened[0].close();
    Button no = Parts.button("Cancel", null, close);
    Runnable yes =
        () -> {
          close.run();
          onYes.run();
        };
    Button act =
        question.dangerous()
            ? Parts.danger(question.yes(), null, yes)
            : Parts.primary(question.yes(), null, yes);
    act.setId("question-yes");
    no.setId("question-no");
    (question.dangerous() ? no : act).setDefaultButton(true);
    opened[0] = sheet(question.title(), text, List.of(no, act));
  }

  /**
   * Opens a sheet with its own content; the last button stands at the right end. The first field or
   * button gets the focus.
   */
  public Opened sheet(String title, Node content, List<Button> buttons) {
    Label heading = Parts.paragraph(title, "sheet-title");
    HBox actions = new HBox();
    actions.getStyleClass().add("actions");
    actions.getChildren().addAll(buttons);
    VBox sheet = new VBox(heading, content);
    if (!buttons.isEmpty()) {
      sheet.getChildren().add(actions);
    }
    VBox.setVgrow(content, Priority.ALWAYS);
    sheet.getStyleClass().add("overlay-sheet");
    sheet.setAccessibleText(title);
    sheet.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    return raise(sheet, buttons);
  }

  /** The dialog for bugs. A second bug while it is open is only logged. */
  void bug(String code, String details) {
    if (root.lookup("#bug-details") != null) {
      return;
    }
    Label text =
        Parts.paragraph(
            "This is a fault in the program, not in what you did. Nothing was sent or changed by the step that failed. Please report"
                + " the code "
                + code
                + " with the details.");
    text.setMaxWidth(560);
    TextArea area = new TextArea(details);
    area.setId("bug-details");
    area.setEditable(false);
    area.getStyleClass().addAll("field", "mono", "small");
    area.setPrefSize(560, 220);
    Opened[] opened = new Opened[1];
    Button copy = Parts.button("Copy details", null, () -> Parts.copy(details));
    Button close = Parts.primary("Close", null, () -> opened[0].close());
    close.setDefaultButton(true);
    opened[0] =
        sheet("Something went wrong  ·  " + code, new VBox(12, text, area), List.of(copy, close));
  }

  private Opened raise(VBox sheet, List<Button> buttons) {
    StackPane veil = new StackPane(sheet);
    veil.getStyleClass().add("veil");
    Node before = root.getScene() == null ? null : root.getScene().getFocusOwner();
    Layer layer = new Layer(veil, before);
    beneath().forEach(node -> node.setDisable(true));
    layers.push(layer);
    root.getChildren().add(root.getChildren().indexOf(toasts), veil);
    Node first = firstField(sheet);
    Node start =
        first != null
            ? first
            : buttons.stream().filter(Button::isDefaultButton).findFirst().orElse(null);
    if (start != null) {
      start.requestFocus();
    } else {
      sheet.setFocusTraversable(true);
      sheet.requestFocus();
    }
    return () -> close(layer);
  }

  /**
   * Everything under the topmost layer is disabled while it is open: Tab stays inside and clicks do
   * not pass.
   */
  private List<Node> beneath() {
    return List.of(layers.isEmpty() ? root.getChildren().getFirst() : layers.getFirst().veil());
  }

  private void close(Layer layer) {
    if (!layers.remove(layer)) {
      return;
    }
    root.getChildren().remove(layer.veil());
    beneath().forEach(node -> node.setDisable(false));
    if (layer.focusBefore() != null) {
      layer.focusBefore().requestFocus();
    }
  }

  private void escape(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !layers.isEmpty()) {
      event.consume();
      close(layers.getFirst());
    }
  }

  private HBox toastBox(String text) {
    Label label = Parts.paragraph(Inert.brief(text, 300));
    label.setMaxWidth(460);
    HBox box = new HBox(new FontIcon("fth-check"), label);
    box.getStyleClass().add("toast");
    box.setMaxWidth(Region.USE_PREF_SIZE);
    Button close = Parts.icon("fth-x", "Dismiss", () -> toasts.getChildren().remove(box));
    close.setFocusTraversable(false);
    box.getChildren().add(close);
    return box;
  }

  private void show(HBox toast, Duration stays) {
    toasts.getChildren().add(toast);
    if (toasts.getChildren().size() > TOASTS) {
      toasts.getChildren().removeFirst();
    }
    PauseTransition life = new PauseTransition(stays);
    life.setOnFinished(_ -> toasts.getChildren().remove(toast));
    toast
        .hoverProperty()
        .addListener(
            (_, _, over) -> {
              if (over) {
                life.stop();
              } else {
                life.playFromStart();
              }
            });
    life.play();
  }

  private static @Nullable Node firstField(Parent parent) {
    for (Node child : parent.getChildrenUnmodifiable()) {
      if (child instanceof javafx.scene.control.TextInputControl field && field.isEditable()) {
        return field;
      }
      if (child instanceof Parent inner) {
        Node found = firstField(inner);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
