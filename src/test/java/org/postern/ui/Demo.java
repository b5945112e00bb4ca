package org.postern.ui;

import java.time.Clock;
import java.util.List;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.postern.practice.PracticeLists;
import org.postern.ui.tester.TesterModel;
import org.postern.ui.tester.TesterView;

/**
 * Opens the screens over the practice lists in a real window, for looking at: {@code Demo [dark] [screen number] [typed=…]}, with the
 * size in {@code -Ddemo.size=1000x1000}.
 */
public final class Demo {
  private Demo() {}

  public static final class Window extends Application {
    @Override
    public void start(Stage stage) {
      Errors errors = new Errors();
      Thread.setDefaultUncaughtExceptionHandler(errors);
      Overlay overlay = new Overlay();
      errors.showIn(overlay);
      FxBackground background = new FxBackground(errors);
      Status status = new Status();
      status.mailbox().set(new Status.Line(Tone.OK, "quarantine.mod.example", "live · last contact 4 s ago"));
      status.gateways().set(new Status.Line(Tone.HOLD, "5 of 6 gateways", "run serial 41"));
      status.officer().set(new Status.Line(Tone.NEUTRAL, "Maj. A. Carter", "reviewer, list editor"));
      status.notice().set("Practice");
      TesterModel tester =
          new TesterModel(
              () -> PracticeLists.policy(Clock.systemUTC().instant()),
              background,
              (listing, pattern) -> overlay.toast(listing + " " + pattern));
      List<Screen> screens = List.of(new TesterView(tester, overlay), new Gallery(overlay));
      Shell shell = new Shell(screens, status, overlay);
      List<String> args = getParameters().getRaw();
      shell
          .theme()
          .appearanceProperty()
          .set(args.contains("dark") ? Theme.Appearance.DARK : Theme.Appearance.LIGHT);
      shell.show(stage);
      String[] size = System.getProperty("demo.size", "1440x900").split("x", -1);
      stage.setX(0);
      stage.setY(0);
      stage.setWidth(Double.parseDouble(size[0]));
      stage.setHeight(Double.parseDouble(size[1]));
      for (String arg : args) {
        if (arg.matches("\\d")) {
          shell.open(screens.get(Integer.parseInt(arg)));
        } else if (arg.startsWith("typed=")) {
          Platform.runLater(() -> tester.input().set(unescaped(arg.substring(6))));
        }
      }
    }
  }

  /** Hostile text on a command line: \\u202e. */
  private static String unescaped(String text) {
    return java.util.regex.Pattern.compile("\\\\u([0-9a-f]{4})")
        .matcher(text)
        .replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));
  }

  public static void main(String[] args) {
    Application.launch(Window.class, args);
  }
}
