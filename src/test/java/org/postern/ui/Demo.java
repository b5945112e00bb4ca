package org.postern.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.practice.PracticeLists;
import org.postern.store.Author;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.domains.DomainsModel;
import org.postern.ui.domains.DomainsView;
import org.postern.ui.domains.OpenedDoor;
import org.postern.ui.tester.TesterModel;
import org.postern.ui.tester.TesterView;

/**
 * Opens the screens over the practice lists in a real window, for looking at: {@code Demo [dark]
 * [screen number] [typed=…]}, with the size in {@code -Ddemo.size=1000x1000}.
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
      status
          .mailbox()
          .set(new Status.Line(Tone.OK, "quarantine.mod.example", "live · last contact 4 s ago"));
      status.gateways().set(new Status.Line(Tone.HOLD, "5 of 6 gateways", "run serial 41"));
      status
          .officer()
          .set(new Status.Line(Tone.NEUTRAL, "Maj. A. Carter", "reviewer, list editor"));
      status.notice().set("Practice");
      Clock clock = Clock.system(ZoneId.systemDefault());
      Store store = store(clock);
      DomainsModel domains =
          new DomainsModel(store, store::policy, background, clock, () -> "A. Carter", () -> {});
      DomainsView domainsView = new DomainsView(domains, new Rights(), overlay, new OpenedDoor());
      List<Shell> window = new ArrayList<>();
      TesterModel tester =
          new TesterModel(
              store::policy,
              background,
              (listing, pattern) -> {
                window.getFirst().open(domainsView);
                domains.propose(listing, pattern);
              });
      List<Screen> screens =
          List.of(new TesterView(tester, overlay), domainsView, new Gallery(overlay));
      Shell shell = new Shell(screens, status, overlay);
      window.add(shell);
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

  private static Store store(Clock clock) {
    try {
      Store store = Store.open(Files.createTempDirectory("postern-demo"), clock);
      List<Entry> entries = new ArrayList<>(PracticeLists.entries(clock.instant()));
      entries.add(
          hostile(
              "hq.armу.example", "Cyrillic у; note with \u202e a turn and <b>markup</b>", clock));
      entries.add(
          hostile(
              "a".repeat(60) + "." + "b".repeat(60) + ".headquarters.example",
              "long ".repeat(40),
              clock));
      store.lists().add(entries, new Author("A. Carter", "demo"));
      return store;
    } catch (IOException | StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Entry hostile(String pattern, String note, Clock clock) {
    return new Entry(
        EntryPattern.parse(pattern).ok().orElseThrow(),
        Listing.TRUSTED,
        Mode.MONITOR,
        note,
        "R. Osei",
        "case 7",
        clock.instant().plus(Duration.ofDays(12)));
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
