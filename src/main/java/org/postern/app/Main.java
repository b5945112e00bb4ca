package org.postern.app;

import java.util.Locale;
import java.util.Map;
import org.postern.cli.PosternCommand;

/** Starts the console, or one command when arguments are given. */
public final class Main {

  private static final int CANNOT_START = 2;

  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(PosternCommand.run(args));
    }
    if (!hasDisplay(System.getenv())) {
      System.err.println(
          """
          postern: there is no display to open the console on (neither DISPLAY nor WAYLAND_DISPLAY is set).
          postern: start it from a desktop session, or use a command: `postern --help` lists them.""");
      System.exit(CANNOT_START);
    }
    ConsoleApp.open();
  }

  private static boolean hasDisplay(Map<String, String> environment) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return os.startsWith("windows")
        || os.startsWith("mac")
        || "Headless".equals(System.getProperty("glass.platform"))
        || isSet(environment, "DISPLAY")
        || isSet(environment, "WAYLAND_DISPLAY");
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }
}
