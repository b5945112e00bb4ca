package org.postern.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/**
 * The window: the rail, the top bar, the open screen, and the keys that work everywhere. Ctrl+1…
 * opens a screen, Ctrl+K finds anything, ? shows the keys, Ctrl+Z takes back what the newest toast
 * offers. FX thread only.
 */
public final class Shell {
  private static final List<Integer> ICON_SIZES = List.of(16, 24, 32, 48, 64, 128, 256);

  private final List<Screen> screens;
  private final Overlay overlay;
  private final Rail rail;
  private final StackPane content = new StackPane();
  private final Label title = Parts.label("", "headline");
  private final ReadOnlyObjectWrapper<Screen> current;
  private final Scene scene;
  private final Theme theme;
  private final Keys everywhere = new Keys();
  private final Parent open;
  private boolean taken;

  /** Builds the window's scene and opens the first screen. {@code screens} is not empty. */
  public Shell(List<Screen> screens, Status status, Overlay overlay) {
    this.screens = List.copyOf(screens);
    this.overlay = overlay;
    rail = new Rail(this.screens, status, this::open);
    content.getStyleClass().add("content");
    BorderPane page = new BorderPane(content);
    page.setTop(top(status));
    BorderPane frame = new BorderPane(page);
    frame.setLeft(rail.root());
    open = overlay.over(frame);
    scene = new Scene(open, 1440, 900);
    theme = new Theme(scene);
    current = new ReadOnlyObjectWrapper<>(this.screens.getFirst());
    keys();
    show(this.screens.getFirst());
  }

  /**
   * Puts the scene into {@code stage}, with title, icons and the least size at which everything
   * works, and shows it.
   */
  public void show(Stage stage) {
    stage.setTitle("Postern");
    for (int size : ICON_SIZES) {
      stage.getIcons().add(new Image(resource("icons/postern-" + size + ".png")));
    }
    stage.setMinWidth(940);
    stage.setMinHeight(640);
    stage.setScene(scene);
    stage.show();
  }

  public Scene scene() {
    return scene;
  }

  /** Puts a page in front of everything; nothing of the screens shows or acts until unlocked. */
  public void lock(Parent page) {
    scene.setRoot(page);
  }

  /** Shows the screens again, as they were. */
  public void unlock() {
    if (locked()) {
      scene.setRoot(open);
      current.get().shown();
    }
  }

  public boolean locked() {
    return !open.equals(scene.getRoot());
  }

  /** A shortcut that works on every screen. */
  public void everywhere(String key, String what, Runnable action) {
    everywhere.on(key, what, action);
  }

  public Theme theme() {
    return theme;
  }

  /** The screen in front. */
  public ReadOnlyObjectProperty<Screen> current() {
    return current.getReadOnlyProperty();
  }

  /** Brings a screen to the front. */
  public void open(Screen screen) {
    if (!screen.equals(current.get())) {
      current.get().hidden();
      show(screen);
    }
  }

  private void show(Screen screen) {
    current.set(screen);
    title.setText(screen.title());
    content.getChildren().setAll(screen.root());
    rail.select(screen);
    // What has no skin yet is not in the scene, and would not take the focus.
    content.applyCss();
    screen.shown();
  }

  private HBox top(Status status) {
    Button find = find();
    Label notice = Tag.of(Tone.ACCENT, "");
    notice.textProperty().bind(status.notice());
    notice.visibleProperty().bind(status.notice().isNotEmpty());
    notice.managedProperty().bind(notice.visibleProperty());
    Button look = Parts.icon("fth-moon", "Light or dark", this::flip);
    Button help = Parts.icon("fth-help-circle", "Keys (?)", this::keySheet);
    title.setMinWidth(60);
    HBox top = new HBox(title, notice, Parts.spring(), find, look, help);
    top.getStyleClass().add("top");
    return top;
  }

  private Button find() {
    HBox inside =
        new HBox(
            10,
            Parts.label("Search or do anything…", "mute"),
            Parts.spring(),
            Parts.keyCap("Ctrl+K"));
    inside.setAlignment(Pos.CENTER_LEFT);
    inside.setPrefWidth(290);
    Button find = Parts.button("", null, this::palette);
    find.setId("palette-open");
    find.setGraphic(inside);
    find.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    find.setAccessibleText("Search or do anything, key Ctrl K");
    return find;
  }

  private void keys() {
    for (int i = 0; i < Math.min(9, screens.size()); i++) {
      Screen screen = screens.get(i);
      everywhere.on("Ctrl+" + (i + 1), "Open " + screen.title(), () -> open(screen));
    }
    everywhere
        .on("Ctrl+K", "Search or do anything", this::palette)
        .on("?", "Show the keys", this::keySheet)
        .on("Ctrl+Shift+L", "Light or dark", this::flip);
    // Not only at its release: that goes to the file chooser which the key has opened.
    scene.addEventFilter(KeyEvent.KEY_PRESSED, _ -> taken = false);
    scene.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    scene.addEventFilter(KeyEvent.KEY_TYPED, this::swallow);
    scene.addEventFilter(KeyEvent.KEY_RELEASED, _ -> taken = false);
  }

  private void pressed(KeyEvent event) {
    if (overlay.open() || locked()) {
      return;
    }
    if (KeyCombination.valueOf("Ctrl+Z").match(event) && overlay.undo()) {
      event.consume();
      return;
    }
    taken = current.get().keys().handle(event) || everywhere.handle(event);
  }

  /** A shortcut may move the focus into a field; its own letter must not be typed there. */
  private void swallow(KeyEvent event) {
    if (taken) {
      event.consume();
    }
  }

  private void flip() {
    theme.appearanceProperty().set(theme.dark() ? Theme.Appearance.LIGHT : Theme.Appearance.DARK);
  }

  private void keySheet() {
    KeySheet.open(overlay, current.get(), everywhere);
  }

  private void palette() {
    List<Keys.Shortcut> all = new ArrayList<>(current.get().keys().shortcuts());
    all.addAll(everywhere.shortcuts());
    all.add(
        new Keys.Shortcut(
            "",
            "Look as the desktop does",
            () -> theme.appearanceProperty().set(Theme.Appearance.SYSTEM)));
    Palette.open(overlay, all);
  }

  private static String resource(String name) {
    return Objects.requireNonNull(Shell.class.getResource(name)).toExternalForm();
  }
}
