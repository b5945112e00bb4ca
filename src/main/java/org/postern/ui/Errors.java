package org.postern.ui;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort for bugs: one dialog with a stable code and details to copy. Installed as the
 * default uncaught-exception handler before anything else; any thread may call it. Expected
 * failures never come here.
 */
public final class Errors implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
  private final AtomicReference<@Nullable Overlay> where = new AtomicReference<>();

  /** From now on bugs are shown there; before, they are only logged. */
  public void showIn(Overlay overlay) {
    where.set(overlay);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable bug) {
    LOG.error("Bug {} on {}", code(bug), thread.getName(), bug);
    Overlay overlay = where.get();
    if (overlay != null) {
      Platform.runLater(() -> overlay.bug(code(bug), details(bug)));
    }
  }

  /**
   * The same bug has the same code on every machine and in every run: the chain of exception types
   * and the first frames in our own code, without messages and line numbers.
   */
  static String code(Throwable bug) {
    int hash = 17;
    int depth = 0;
    for (Throwable t = bug; t != null && depth < 8; t = t.getCause(), depth++) {
      hash = 31 * hash + t.getClass().getName().hashCode();
      int frames = 0;
      for (StackTraceElement frame : t.getStackTrace()) {
        if (frame.getClassName().startsWith("org.postern.") && frames++ < 2) {
          hash = 31 * hash + frame.getClassName().replaceAll("\\$\\$Lambda.*", "").hashCode();
          hash = 31 * hash + frame.getMethodName().replaceAll("\\d+", "").hashCode();
        }
      }
    }
    String hex = String.format(Locale.ROOT, "%08X", hash);
    return "P-" + hex.substring(0, 4) + "-" + hex.substring(4);
  }

  static String details(Throwable bug) {
    StringWriter written = new StringWriter();
    written.append(code(bug)).append('\n');
    written.append("Java ").append(Runtime.version().toString()).append(", ");
    written
        .append(System.getProperty("os.name"))
        .append(' ')
        .append(System.getProperty("os.version"))
        .append('\n');
    bug.printStackTrace(new PrintWriter(written));
    String text = written.toString();
    return Inert.lines(text.substring(0, Math.min(text.length(), 20_000)));
  }
}
