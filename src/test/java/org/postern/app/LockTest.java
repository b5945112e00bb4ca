package org.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.officer.OfficerKey;
import org.postern.officer.SigningKey;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.Keys;
import org.postern.ui.Overlay;
import org.postern.ui.Screen;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.postern.ui.officer.KeyRing;
import org.postern.ui.officer.SignInModel;
import org.postern.ui.officer.SignInView;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The lock over a real store. */
@Timeout(60)
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set in start, before each test
class LockTest {
  private final AtomicLong nanos = new AtomicLong();
  private final DirectBackground background = new DirectBackground();
  private final Overlay overlay = new Overlay();
  private Store store;
  private Shell shell;
  private Lock lock;

  private static final class Page implements Screen {
    private final TextField field = new TextField();

    @Override
    public String title() {
      return "Page";
    }

    @Override
    public String icon() {
      return "fth-circle";
    }

    @Override
    public Node root() {
      return field;
    }

    @Override
    public Keys keys() {
      return new Keys();
    }
  }

  /** No key lies here: the test signs in by itself. */
  private static final class NoKeys implements KeyRing {
    @Override
    public List<Key> keys() {
      return List.of();
    }

    @Override
    public OfficerKey unlock(String id, char[] passphrase) {
      throw new AssertionError("nothing to unlock");
    }

    @Override
    public OfficerKey make(String officer, char[] passphrase) {
      throw new AssertionError("nothing to make");
    }

    @Override
    public List<? extends SigningKey> token(Path library, int slot, char[] pin) {
      return List.of();
    }
  }

  @Start
  void start(Stage stage) throws Exception {
    store = Store.open(Files.createTempDirectory("postern-lock"), Clock.systemUTC());
    shell = new Shell(List.of(new Page()), new Status(), overlay);
    lock =
        new Lock(
            shell,
            store.session(),
            new SignInView(new SignInModel(new NoKeys(), store.session(), background, () -> {})),
            background,
            nanos::get);
    shell.show(stage);
    lock.start(false, false);
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
  }

  private void enrol(FxRobot robot) throws Exception {
    store.session().enrol(OfficerKey.create("Maj. A. Carter", Clock.systemUTC()));
    robot.interact(lock::officersEnrolled);
  }

  private static void ctrlL(FxRobot robot) {
    robot.press(KeyCode.CONTROL).type(KeyCode.L).release(KeyCode.CONTROL);
  }

  @Test
  void openMode_hasNothingToLock(FxRobot robot) {
    ctrlL(robot);
    assertThat(shell.locked()).isFalse();
  }

  @Test
  void ctrlL_locksAndSignsOut_evenOverASheet(FxRobot robot) throws Exception {
    enrol(robot);
    robot.interact(() -> overlay.sheet("A sheet", new TextField("secret"), List.of()));
    ctrlL(robot);
    assertThat(shell.locked()).isTrue();
    assertThat(store.session().officer()).isEmpty();
  }

  @Test
  void idle_locks_whoTouchesTheConsoleIsNotIdle(FxRobot robot) throws Exception {
    enrol(robot);
    nanos.addAndGet(Lock.IDLE.toNanos() - 1);
    robot.type(KeyCode.A);
    nanos.addAndGet(Lock.IDLE.toNanos());
    robot.interact(background::tick);
    assertThat(shell.locked()).isFalse();
    nanos.addAndGet(1);
    robot.interact(background::tick);
    assertThat(shell.locked()).isTrue();
    assertThat(store.session().officer()).isEmpty();
  }

  @Test
  void whoIsRevokedElsewhere_isLockedOut(FxRobot robot) throws Exception {
    enrol(robot);
    store.session().signOut();
    robot.interact(background::tick);
    assertThat(shell.locked()).isTrue();
  }
}
