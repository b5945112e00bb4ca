package org.postern.ui.quarantine;

import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import javafx.application.Application;
import javafx.stage.Stage;
import org.postern.ui.FxBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.postern.ui.Theme;
import org.postern.ui.Tone;

/**
 * The screen in a real window on the practice messages, for looking at: {@code [dark] WIDTH
 * HEIGHT}.
 */
public final class QuarantineDemo {
  private QuarantineDemo() {}

  public static final class Window extends Application {
    @Override
    public void start(Stage stage) throws Exception {
      List<String> args = getParameters().getRaw();
      PracticeBox box =
          new PracticeBox(
              Files.createTempDirectory("postern-demo"), Clock.system(ZoneId.of("Europe/London")));
      if (!args.contains("empty")) {
        box.holdPractice();
      }
      for (String arg : args) {
        if (arg.startsWith("message=")) { // a message of one's own, for instance a hostile one
          byte[] raw = Files.readAllBytes(java.nio.file.Path.of(arg.substring(8)));
          box.hold("j.smith@mod.example", "gen.walker@army.ml", java.time.Instant.now(), raw);
        }
      }
      if (args.contains("offline")) {
        box.mail.getImap().stopService();
      }
      Overlay overlay = new Overlay();
      Status status = new Status();
      status.gateways().set(new Status.Line(Tone.OK, "2 of 2 gateways", "run serial 41"));
      status
          .officer()
          .set(new Status.Line(Tone.NEUTRAL, "Maj. A. Carter", "reviewer, list editor"));
      status.notice().set("Practice");
      FxBackground background = new FxBackground((_, bug) -> bug.printStackTrace());
      QuarantineModel model =
          new QuarantineModel(box.access(!args.contains("nogateway")), background, status);
      QuarantineView view =
          new QuarantineView(model, background, overlay, new Rights(), (_, _) -> {});
      Shell shell = new Shell(List.of(view), status, overlay);
      shell
          .theme()
          .appearanceProperty()
          .set(args.contains("dark") ? Theme.Appearance.DARK : Theme.Appearance.LIGHT);
      shell.show(stage);
      stage.setX(0);
      stage.setY(0);
      stage.setWidth(Integer.parseInt(args.get(args.size() - 2)));
      stage.setHeight(Integer.parseInt(args.getLast()));
      model.start();
    }
  }

  public static void main(String[] args) {
    Application.launch(Window.class, args);
  }
}
