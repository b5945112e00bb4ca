package org.postern.app;

import java.time.Duration;
import java.util.function.LongSupplier;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.postern.store.Session;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Shell;
import org.postern.ui.officer.SignInView;

/**
 * Keeps everybody out who is not signed in: the sign-in page is in front until somebody is, and
 * comes back when nobody has touched the console for a while. In open mode it does nothing. FX
 * thread only.
 */
final class Lock {
  static final Duration IDLE = Duration.ofMinutes(10);
  private static final KeyCombination KEY = KeyCombination.valueOf("Ctrl+L");
  private static final Duration LOOK = Duration.ofSeconds(15);

  private final Shell shell;
  private final Session session;
  private final SignInView page;
  private final Background background;
  private final LongSupplier nanos;
  private long touched;
  private boolean enrolled;

  Lock(Shell shell, Session session, SignInView page, Background background, LongSupplier nanos) {
    this.shell = shell;
    this.session = session;
    this.page = page;
    this.background = background;
    this.nanos = nanos;
    this.touched = nanos.getAsLong();
    shell.scene().addEventFilter(InputEvent.ANY, _ -> touched = this.nanos.getAsLong());
    shell.everywhere(KEY.getName(), "Lock the console", this::lock);
    shell.scene().addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  /** Begins to watch; locks at once if officers are enrolled and nobody is signed in. */
  Background.Ticking start(boolean officersEnrolled, boolean signedIn) {
    enrolled = officersEnrolled;
    if (enrolled && !signedIn) {
      front();
    }
    return background.every(LOOK, this::look);
  }

  /** The first officer was enrolled, and is signed in. */
  void officersEnrolled() {
    enrolled = true;
  }

  void signedIn() {
    touched = nanos.getAsLong();
    shell.unlock();
  }

  /** Even while a sheet is open, when the other shortcuts are silent. */
  private void pressed(KeyEvent event) {
    if (enrolled && KEY.match(event)) {
      lock();
      event.consume();
    }
  }

  private void look() {
    if (!enrolled || shell.locked()) {
      return;
    }
    if (nanos.getAsLong() - touched > IDLE.toNanos()) {
      lock();
    } else {
      background.run(
          Background.Job.newest("lock.seal"),
          () -> {
            session.seal();
            return session.officer().isPresent();
          },
          here -> {
            if (!here) {
              front();
            }
          },
          _ -> front());
    }
  }

  /** Signs out and puts the sign-in page in front. */
  void lock() {
    if (!enrolled || shell.locked()) {
      return;
    }
    front();
    background.run(Background.Job.each("lock.sign-out"), this::signOut, _ -> {}, _ -> {});
  }

  private boolean signOut() throws StoreException {
    session.signOut();
    return true;
  }

  private void front() {
    shell.lock(page.root());
    page.opened();
  }
}
