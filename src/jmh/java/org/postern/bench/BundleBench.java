package org.postern.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bundle of a million names, from the policy to the table that a gateway asks: made and verified
 * in a process with 512 MB of heap, applied by the script, and beside it the same table made by
 * Postfix alone. Wall time, and processor time, which a busy machine distorts less.
 */
final class BundleBench {
  private static final Path GATEWAY = Path.of("installer/gateway").toAbsolutePath();
  private static final Pattern TIMES =
      Pattern.compile("(?s).*real\\s([0-9.]+).user\\s([0-9.]+).sys\\s([0-9.]+).*");

  private final Path dir;
  private final List<String[]> rows = new ArrayList<>();

  private BundleBench(Path dir) {
    this.dir = dir;
  }

  /** One line of the table each: what, measured, aim. */
  static List<String[]> rows() throws IOException, InterruptedException {
    BundleBench bench = new BundleBench(Files.createTempDirectory("bundles"));
    bench.made("bundle of 1,000,000 names", "0");
    bench.made("with 1,500 lookalikes of 100", "1500");
    bench.applied();
    return bench.rows;
  }

  private void made(String what, String neighbours) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                BundleWork.class.getName(),
                dir.toString(),
                "100",
                neighbours)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, String> said = new HashMap<>();
    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .forEach(l -> said.put(l.substring(0, l.indexOf(' ')), l.substring(l.indexOf(' ') + 1)));
    if (process.waitFor() != 0) {
      throw new IOException("the process failed: " + said);
    }
    row(what + ": build, sign, write", said, "build", "3 s in 512 MB of heap");
    row("  again, now warm", said, "again", "");
    row("  size", said, "size", "");
    row("  verify, in Java", said, "verify", "");
    row("  delta to it, 100 names changed", said, "delta", "");
    row("  rebuilt from the delta, in Java", said, "rebuild", "");
    row("  the delta is smaller", said, "smaller", "10 times");
  }

  private void row(String what, Map<String, String> said, String figure, String aim) {
    rows.add(new String[] {what, said.getOrDefault(figure, "none"), aim});
  }

  /** With Postfix's own postmap; the Postfix of this machine is neither reloaded nor asked. */
  private void applied() throws IOException, InterruptedException {
    Path stub = Files.createDirectory(dir.resolve("stub")).resolve("postfix");
    Files.writeString(stub, "#!/bin/sh\nexit 0\n");
    if (!stub.toFile().setExecutable(true)) {
      throw new IOException(stub + " cannot be made a program");
    }
    Files.writeString(
        dir.resolve("conf"),
        "GATEWAY=relay.example\nPOLICY_ID=postern\nQUARANTINE_NEXTHOP=inet:127.0.0.1:24\nASK_POSTFIX=no\n"
            + "STATE=%1$s/state\nTRUST=%1$s/trust\n".formatted(dir));
    String apply = "sh " + GATEWAY + "/postern-apply ";
    timed(
        "  rebuilt from the delta, in the shell",
        "sh " + GATEWAY + "/postern-rebuild old delta same",
        "");
    timed("  verified by the script", apply + "--verify-only conf new", "");
    if (shell(apply + "--init conf && " + apply + "conf old") != 0) {
      String why = Files.readString(dir.resolve("log")).strip();
      rows.add(
          new String[] {"  applied by the script", why.substring(why.lastIndexOf('\n') + 1), ""});
      return;
    }
    timed("  verified and applied, a second of waiting in it", apply + "conf new", "6 s");
    shell("cp state/current/transport table");
    timed("  plain lmdb of the same lines, postmap", "postmap lmdb:table", "");
  }

  private void timed(String what, String command, String aim)
      throws IOException, InterruptedException {
    int code = shell("{ time -p " + command + " > said; } 2> times");
    Matcher times = TIMES.matcher(Files.readString(dir.resolve("times")));
    String measured =
        code == 0 && times.matches()
            ? "%s s (%.2f s of processor time)"
                .formatted(
                    times.group(1),
                    Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(3)))
            : Files.readString(dir.resolve("said")).strip();
    rows.add(new String[] {what, measured, aim});
  }

  private int shell(String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(dir.toFile());
    builder
        .environment()
        .merge("PATH", dir.resolve("stub").toString(), (path, s) -> s + ":" + path);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(dir.resolve("log").toFile()).start();
    process.waitFor(10, TimeUnit.MINUTES);
    return process.exitValue();
  }
}
