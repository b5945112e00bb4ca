package org.postern;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testfx.util.WaitForAsyncUtils;

/**
 * GreenMail's threads die loudly when a client leaves, and TestFX blames the next test for whatever
 * dies anywhere. This takes the server's threads out of that, and leaves everybody else's in.
 */
public final class ServerThreads implements BeforeAllCallback {

  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  @Override
  public void beforeAll(ExtensionContext context) {
    if (INSTALLED.getAndSet(true)) {
      return;
    }
    // TestFX installs its own handler when this class is first used: now, so that ours comes after
    // it.
    WaitForAsyncUtils.clearExceptions();
    Thread.UncaughtExceptionHandler usual = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          boolean server =
              Arrays.stream(e.getStackTrace())
                  .anyMatch(frame -> frame.getClassName().startsWith("com.icegreen."));
          if (!server && usual != null) {
            usual.uncaughtException(thread, e);
          }
        });
  }
}
