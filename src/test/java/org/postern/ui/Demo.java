package org.postern.ui;

import java.util.List;
import javafx.application.Application;
import javafx.stage.Stage;

/** Opens the gallery in a real window, for looking at: {@code Demo [dark]}. */
public final class Demo {
  private Demo() {}

  public static final class Window extends Application {
    @Override
    public void start(Stage stage) {
      Overlay overlay = new Overlay();
      Status status = new Status();
      status
          .mailbox()
          .set(new Status.Line(Tone.OK, "quarantine.mod.example", "live · last contact 4 s ago"));
      status.gateways().set(new Status.Line(Tone.HOLD, "5 of 6 gateways", "run serial 41"));
      status
          .officer()
          .set(new Status.Line(Tone.NEUTRAL, "Maj. A. Carter", "reviewer, list editor"));
      status.notice().set("Practice");
      Shell shell = new Shell(List.of(new Gallery(overlay)), status, overlay);
      List<String> args = getParameters().getRaw();
      shell
          .theme()
          .appearanceProperty()
          .set(args.contains("dark") ? Theme.Appearance.DARK : Theme.Appearance.LIGHT);
      shell.show(stage);
    }
  }

  public static void main(String[] args) {
    Application.launch(Window.class, args);
  }
}
