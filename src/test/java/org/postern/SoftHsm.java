package org.postern;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A token, played by SoftHSM 2 (Debian: softhsm2; .ci/run installs it). For processes of their own,
 * because its library finds its store by the environment.
 */
public final class SoftHsm {
  public static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  public static final String PIN = "1234";

  private final Path conf;

  /** An empty one; leaves the test out where SoftHSM is not installed. */
  public SoftHsm(Path dir) throws IOException, InterruptedException {
    assumeTrue(Files.exists(LIBRARY), "softhsm2 is not installed");
    Path tokens = Files.createDirectory(dir.resolve("tokens"));
    conf = dir.resolve("conf");
    Files.writeString(conf, "directories.tokendir = " + tokens + "\n");
    run(
        PIN,
        List.of(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "t",
            "--so-pin",
            "0000",
            "--pin",
            PIN));
  }

  /** What a command says that finds the token there. */
  public String run(String pin, List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", conf.toString());
    builder.environment().put("POSTERN_PASSPHRASE", pin);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** The same of a class with a {@code main}. */
  public String java(String pin, String main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main));
    command.addAll(arguments);
    return run(pin, command);
  }
}
