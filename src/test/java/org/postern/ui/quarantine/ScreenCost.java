package org.postern.ui.quarantine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.postern.quarantine.BoxContents;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.SenderHistory;
import org.postern.ui.FxBackground;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;

/**
 * What keys cost on the FX thread with a full list, in processor time, and how long an opened
 * message takes to be seen: {@code [ROWS]}. Prints; nothing is checked, because it depends on the
 * machine.
 */
public final class ScreenCost {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Stage stage;
  private final QuarantineModel model;

  private ScreenCost(Stage stage, QuarantineModel model) {
    this.stage = stage;
    this.model = model;
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  /** Runs it, and everything up to the end of the next layout. */
  private void cost(String what, Runnable act) throws Exception {
    CompletableFuture<double[]> done = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          Scene scene = stage.getScene();
          long start = THREADS.getCurrentThreadCpuTime();
          act.run();
          long acted = THREADS.getCurrentThreadCpuTime();
          Runnable[] after = new Runnable[1];
          after[0] =
              () -> {
                scene.removePostLayoutPulseListener(after[0]);
                long end = THREADS.getCurrentThreadCpuTime();
                done.complete(new double[] {millis(acted - start), millis(end - acted)});
              };
          scene.addPostLayoutPulseListener(after[0]);
          Platform.requestNextPulse();
        });
    double[] spent = done.get(60, TimeUnit.SECONDS);
    System.out.printf("%-34s %6.1f ms, and %5.1f ms of layout%n", what, spent[0], spent[1]);
  }

  private void key(String what, KeyCode code) throws Exception {
    cost(
        what,
        () -> {
          Node focus = stage.getScene().getFocusOwner();
          focus.fireEvent(
              new KeyEvent(
                  KeyEvent.KEY_PRESSED,
                  code.getChar(),
                  code.getChar(),
                  code,
                  false,
                  false,
                  false,
                  false));
        });
  }

  private void pause(Duration time) throws Exception {
    CompletableFuture<Void> later = new CompletableFuture<>();
    var _ = later.completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
    later.get();
  }

  private void until(BooleanSupplier reached) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    do {
      done = new CompletableFuture<>();
      CompletableFuture<Boolean> asked = done;
      Platform.runLater(() -> asked.complete(reached.getAsBoolean()));
      pause(Duration.ofMillis(20));
    } while (!done.get(60, TimeUnit.SECONDS));
  }

  /** From the key until the text is laid out. */
  private void open(String what) throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    long[] times = new long[4];
    times[3] = PROCESS.getProcessCpuTime();
    Platform.runLater(
        () -> {
          times[0] = System.nanoTime();
          times[2] = THREADS.getCurrentThreadCpuTime();
          Runnable[] after = new Runnable[1];
          after[0] =
              () -> {
                if (model.body().get() instanceof Body.Shown) {
                  stage.getScene().removePostLayoutPulseListener(after[0]);
                  times[1] = System.nanoTime();
                  times[2] = THREADS.getCurrentThreadCpuTime() - times[2];
                  times[3] = PROCESS.getProcessCpuTime() - times[3];
                  seen.countDown();
                }
              };
          stage.getScene().addPostLayoutPulseListener(after[0]);
          model.open();
        });
    if (!seen.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not shown");
    }
    System.out.printf(
        "%-34s %6.1f ms until it is seen; processor time %5.1f ms on the FX thread, %5.1f ms of"
            + " the process with its mail server%n",
        what, millis(times[1] - times[0]), millis(times[2]), millis(times[3]));
  }

  private void fill(PracticeBox box, int rows) throws Exception {
    until(() -> model.browse().snapshot().isPresent());
    Intake.Snapshot real = model.browse().snapshot().orElseThrow();
    List<HeldMessage> all = new ArrayList<>();
    real.items().forEach(i -> all.addAll(i.copies()));
    int real0 = all.size();
    for (int i = 0; all.size() < rows; i++) {
      HeldMessage m = all.get(i % real0);
      String id = String.format("%016x", 0x5000_0000_0000L + i);
      all.add(
          new HeldMessage(
              m.id(), // so that it can be fetched
              m.uid(),
              m.recipient().replace("@", i % 977 + "@"),
              m.heldAs(),
              m.serial(),
              m.gateway(),
              i % 3 == 0 ? m.sender() : "s" + i % 5000 + "@mod.example",
              m.from(),
              "No " + i + ": " + m.subject(),
              real.at().minusSeconds(60 + i / 2),
              m.size(),
              Set.of(),
              m.addressed(),
              "<" + id + "@mod.example>",
              m.date(),
              m.files(),
              id.repeat(4),
              ""));
    }
    Intake.Snapshot full =
        new Intake()
            .read(
                new Intake.Sources(
                    new BoxContents(all, List.of(), List.of(), 0),
                    List.of(),
                    new Standing(List.of(), Set.of(), Map.of()),
                    real.team(),
                    real.policy(),
                    real.at(),
                    true));
    history(all, box);
    Platform.runLater(() -> model.browse().show(full));
    until(() -> model.rows().size() >= rows);
  }

  private static void history(List<HeldMessage> all, PracticeBox box) throws Exception {
    for (int i = 0; i < 4; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      SenderHistory.of(all.getFirst(), "army.mil", all, box.store.decisions());
      System.out.printf(
          "%-34s %6.1f ms, off the FX thread%n",
          "a sender's history", millis(THREADS.getCurrentThreadCpuTime() - start));
    }
  }

  private void measure() throws Exception {
    pause(Duration.ofSeconds(3));
    key("first J", KeyCode.J);
    for (int i = 0; i < 3; i++) {
      key("J", KeyCode.J);
    }
    open("first message opened");
    for (int i = 0; i < 6; i++) {
      pause(Duration.ofMillis(700));
      key("J", KeyCode.J);
      open("next message opened");
    }
    Platform.runLater(() -> model.browse().move(-50));
    pause(Duration.ofSeconds(1));
    for (String which : List.of("first ", "", "")) {
      cost(
          which + "menu of views",
          () -> ((MenuButton) stage.getScene().lookup("#quarantine-views")).show());
      Platform.runLater(() -> ((MenuButton) stage.getScene().lookup("#quarantine-views")).hide());
      pause(Duration.ofMillis(300));
    }
    for (String which : List.of("first ", "", "")) {
      key(which + "decision sheet", KeyCode.C);
      key("(closed)", KeyCode.ESCAPE);
      pause(Duration.ofMillis(300));
    }
  }

  public static void main(String[] args) throws Exception {
    int rows = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
    PracticeBox box =
        new PracticeBox(
            Files.createTempDirectory("postern-cost"), Clock.system(ZoneId.of("Europe/London")));
    box.holdPractice();
    CompletableFuture<ScreenCost> started = new CompletableFuture<>();
    Platform.startup(
        () -> {
          Overlay overlay = new Overlay();
          Status status = new Status();
          FxBackground background = new FxBackground((_, bug) -> bug.printStackTrace());
          QuarantineModel model = new QuarantineModel(box.access(), background, status);
          QuarantineView view =
              new QuarantineView(model, background, overlay, new Rights(), (_, _) -> {});
          Stage stage = new Stage();
          new Shell(List.of(view), status, overlay).show(stage);
          stage.setWidth(1440);
          stage.setHeight(900);
          model.start();
          started.complete(new ScreenCost(stage, model));
        });
    ScreenCost cost = started.get(60, TimeUnit.SECONDS);
    cost.fill(box, rows);
    cost.measure();
    System.exit(0);
  }
}
