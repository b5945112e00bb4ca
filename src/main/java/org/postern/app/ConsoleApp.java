package org.postern.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import javafx.application.Application;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.postern.cli.DataDirectory;
import org.postern.store.Settings;
import org.postern.store.Setup.State;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Errors;
import org.postern.ui.FxBackground;
import org.postern.ui.StatePane;
import org.postern.ui.Theme;
import org.postern.ui.ViewState;
import org.postern.ui.setup.SetupModel;
import org.postern.ui.setup.SetupView;

/**
 * The console's window from start to end: opens the data directory, asks the one question of a
 * first start, shows the screens. What cannot be opened is said in the window, and nothing is
 * changed on disk.
 */
public final class ConsoleApp extends Application {

  private static final double WIDTH = 1280;
  private static final double HEIGHT = 860;
  private static final double MIN_SIZE = 600;

  private final Errors errors = new Errors();
  private final FxBackground background = new FxBackground(errors);
  private final Clock clock = Clock.system(ZoneId.systemDefault());
  private @Nullable Store store;
  private @Nullable Wiring wiring;

  /** What to say once the console is open. */
  private String told = "";

  static void open() {
    launch(ConsoleApp.class);
  }

  @Override
  public void start(Stage stage) {
    Thread.setDefaultUncaughtExceptionHandler(errors);
    stage.setTitle("Postern");
    dial(stage);
  }

  private void dial(Stage stage) {
    Path directory = DataDirectory.standard(System.getenv(), System.getProperties());
    say(stage, new ViewState.Loading("Opening " + directory + "…"));
    background.run(
        org.postern.ui.Background.Job.newest("app.open"),
        () -> opened(directory),
        store -> begin(stage, store),
        e ->
            say(
                stage,
                new ViewState.Failed(
                    "The data directory cannot be opened",
                    String.valueOf(e.getMessage()),
                    new ViewState.Act("Try again", () -> dial(stage)))));
  }

  /**
   * The store, also kept here at once, so that closing the window closes it whenever that happens.
   */
  private synchronized Store opened(Path directory) throws StoreException {
    Store opened = Store.open(directory, clock);
    store = opened;
    return opened;
  }

  private void begin(Stage stage, Store store) {
    background.run(
        org.postern.ui.Background.Job.newest("app.state"),
        () -> store.setup().state(),
        state -> {
          if (state == State.UNSET) {
            ask(stage, store);
          } else {
            console(stage, store);
          }
        },
        e ->
            say(
                stage,
                new ViewState.Failed(
                    "The data directory cannot be read", String.valueOf(e.getMessage()), null)));
  }

  private void ask(Stage stage, Store store) {
    var model =
        new SetupModel(
            new FirstStart(store, clock),
            new TriedConnections(),
            background,
            () -> console(stage, store));
    var view = new SetupView(model);
    var scene = new Scene(view.root(), WIDTH, HEIGHT);
    var _ = new Theme(scene);
    stage.setScene(scene);
    stage.show();
    view.opened();
  }

  private void console(Stage stage, Store store) {
    say(stage, new ViewState.Loading("Opening the console…"));
    background.run(
        org.postern.ui.Background.Job.newest("app.site"),
        () ->
            new Begun(
                Site.open(store, clock), store.setup().settings(), !store.session().openMode()),
        begun -> {
          var wired =
              new Wiring(
                  store,
                  begun.site,
                  appearance(begun.settings),
                  background,
                  errors,
                  clock,
                  (restored, sentence) -> replace(stage, store, restored, sentence));
          wiring = wired;
          wired.show(stage, begun.enrolled);
          if (!told.isEmpty()) {
            wired.say(told);
            told = "";
          }
          place(stage, begun.settings.window());
          stage.setOnHiding(_ -> keepPlace(stage, store));
        },
        e ->
            say(
                stage,
                new ViewState.Failed(
                    "The console cannot be opened", String.valueOf(e.getMessage()), null)));
  }

  /** Goes on with a restored directory; the one that was open stays beside it. */
  private void replace(Stage stage, Store store, Path restored, String sentence) {
    Wiring before = wiring;
    wiring = null;
    stage.setOnHiding(_ -> {});
    say(stage, new ViewState.Loading("Opening what was restored…"));
    if (before != null) {
      before.stop();
    }
    background.run(
        org.postern.ui.Background.Job.each("app.replace"),
        () -> {
          if (before != null) {
            before.close();
          }
          store.close();
          return Replacing.replace(store.directory(), restored);
        },
        kept -> {
          told = sentence + " What was here before lies in " + kept + ".";
          dial(stage);
        },
        e ->
            say(
                stage,
                new ViewState.Failed(
                    "What was restored could not be put in place",
                    "It lies in "
                        + restored
                        + ". The console goes on with what it had. "
                        + e.getMessage(),
                    new ViewState.Act("Go on", () -> dial(stage)))));
  }

  /** What the screens are built on. */
  private record Begun(Site site, Settings settings, boolean enrolled) {}

  /** A word that this version does not know is the standard look. */
  private static Theme.Appearance appearance(Settings settings) {
    return Arrays.stream(Theme.Appearance.values())
        .filter(a -> a.name().equals(settings.theme()))
        .findFirst()
        .orElse(Theme.Appearance.SYSTEM);
  }

  /** Where it was, if a screen is still there; else as large as it is good at or fits. */
  private static void place(Stage stage, Settings.@Nullable Window was) {
    if (was != null
        && was.width() >= MIN_SIZE
        && was.height() >= MIN_SIZE
        && !Screen.getScreensForRectangle(was.x() + 40, was.y() + 10, 100, 20).isEmpty()) {
      stage.setX(was.x());
      stage.setY(was.y());
      stage.setWidth(was.width());
      stage.setHeight(was.height());
      stage.setMaximized(was.maximized());
      return;
    }
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    stage.setWidth(Math.min(1440, screen.getWidth()));
    stage.setHeight(Math.min(900, screen.getHeight()));
    stage.centerOnScreen();
  }

  /** Remembers where the window is; losing that is no reason to keep somebody from closing it. */
  private void keepPlace(Stage stage, Store store) {
    var place =
        new Settings.Window(
            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized());
    background.run(
        org.postern.ui.Background.Job.newest("app.place"),
        () -> store.setup().change(Desk.user(), s -> s.withWindow(place)),
        _ -> {},
        _ -> {});
  }

  private static void say(Stage stage, ViewState state) {
    var pane = new StatePane(new StackPane(), new SimpleObjectProperty<>(state));
    if (stage.getScene() == null) {
      var scene = new Scene(pane, WIDTH, HEIGHT);
      var _ = new Theme(scene);
      stage.setScene(scene);
    } else {
      stage.getScene().setRoot(pane);
    }
    stage.show();
  }

  /** Closes in reverse: first what uses the store, then the store. */
  @Override
  public synchronized void stop() throws StoreException {
    if (wiring != null) {
      wiring.stop();
    }
    background.close();
    if (wiring != null) {
      wiring.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
