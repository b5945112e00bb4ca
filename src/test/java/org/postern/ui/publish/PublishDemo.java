package org.postern.ui.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.application.Application;
import javafx.stage.Stage;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.practice.PracticeLists;
import org.postern.store.Author;
import org.postern.ui.Errors;
import org.postern.ui.FxBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.postern.ui.Theme;
import org.postern.ui.Tone;

/**
 * Opens the Publish screen in a real window, for looking at: {@code PublishDemo [dark]
 * [draft|signed|handed|refused|done|empty|first] [WIDTHxHEIGHT]}.
 */
public final class PublishDemo {
  private PublishDemo() {}

  private static Desk desk(String scene) throws Exception {
    Path directory = Files.createTempDirectory("postern-demo");
    Desk desk = new Desk(directory, Instant.now().minus(Duration.ofDays(3)));
    if (scene.equals("empty")) {
      return desk;
    }
    desk.officer("Maj. A. Carter");
    desk.officerWithPassphrase("Lt. B. Lowe");
    desk.officerElsewhere("Cdr. S. Okafor");
    for (String name : List.of("relay-1", "relay-2", "relay-3", "relay-4", "relay-5", "relay-6")) {
      desk.gateway(name + ".mod.example");
    }
    desk.store
        .lists()
        .add(
            PracticeLists.entries(desk.clock.instant()),
            new Author("Maj. A. Carter", "First lists"));
    if (scene.equals("first")) {
      desk.clock.pass(Duration.ofDays(3));
      return desk;
    }
    desk.past = List.of("gen@ministry.ml", "a@ministry.ml", "b@army.ml", "c@army.mil");
    desk.publish();
    desk.clock.pass(Duration.ofMinutes(3));
    for (int i = 1; i <= 6; i++) {
      desk.applied("relay-" + i + ".mod.example");
    }
    desk.clock.pass(Duration.ofDays(2).plusHours(22));
    desk.machine("relay-2.mod.example").losing(1);
    for (int i = 1; i <= 5; i++) {
      desk.applied("relay-" + i + ".mod.example");
    }
    if (!scene.equals("done")) {
      desk.block("ml", "Mali, after case 7");
      desk.clock.pass(Duration.ofMinutes(2));
      desk.trust("navy-lodge.example");
      desk.trust("marines.mil");
      desk.clock.pass(Duration.ofMinutes(2));
      desk.store
          .lists()
          .remove(
              Listing.TRUSTED,
              List.of(EntryPattern.parse("homeoffice.gov.uk").ok().orElseThrow()),
              new Author("Lt. B. Lowe", "Not needed since the desk moved"));
    }
    if (scene.equals("signed")) {
      Board board = desk.press.look();
      desk.press.sign(
          board.sheet().orElseThrow().digest(), board.signers().getFirst().keyId(), new char[0]);
    }
    if (scene.equals("handed") || scene.equals("refused")) {
      desk.publish();
      desk.clock.pass(Duration.ofMinutes(4));
      for (int i = 1; i <= 4; i++) {
        desk.applied("relay-" + i + ".mod.example");
      }
      if (scene.equals("refused")) {
        desk.refused("relay-5.mod.example", "not-yet", "it is not valid before noon");
        desk.strays =
            List.of(
                new Stray("relay-9.mod.example", "It names a gateway that is not enrolled here."));
      }
    }
    desk.clock.pass(Duration.ofMinutes(6));
    return desk;
  }

  public static final class Window extends Application {
    @Override
    public void start(Stage stage) throws Exception {
      List<String> args = getParameters().getRaw();
      Desk desk =
          desk(
              args.stream()
                  .filter(a -> a.matches("draft|signed|handed|refused|done|empty|first"))
                  .findFirst()
                  .orElse("draft"));
      Overlay overlay = new Overlay();
      FxBackground background = new FxBackground(new Errors());
      Status status = new Status();
      status
          .mailbox()
          .set(new Status.Line(Tone.OK, "quarantine.mod.example", "live · last contact 4 s ago"));
      status.gateways().set(new Status.Line(Tone.HOLD, "5 of 6 gateways", "run serial 1"));
      status
          .officer()
          .set(new Status.Line(Tone.NEUTRAL, "Maj. A. Carter", "reviewer, list editor"));
      PublishModel model = new PublishModel(desk.press, background, overlay::toast);
      PublishView view =
          new PublishView(
              model, desk.fleet(background, overlay::toast, model::look), new Rights(), overlay);
      Shell shell = new Shell(List.of(view), status, overlay);
      shell
          .theme()
          .appearanceProperty()
          .set(args.contains("dark") ? Theme.Appearance.DARK : Theme.Appearance.LIGHT);
      shell.show(stage);
      args.stream()
          .filter(a -> a.matches("\\d+x\\d+"))
          .findFirst()
          .ifPresent(
              size -> {
                stage.setWidth(Double.parseDouble(size.split("x")[0]));
                stage.setHeight(Double.parseDouble(size.split("x")[1]));
              });
      stage.setX(0);
      stage.setY(0);
    }
  }

  public static void main(String[] args) {
    Application.launch(Window.class, args);
  }
}
