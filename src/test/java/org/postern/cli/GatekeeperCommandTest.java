package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gatekeeper.Endpoint;
import org.postern.gatekeeper.Gatekeeper;
import org.postern.gatekeeper.Times;
import picocli.CommandLine;

/** The gatekeeper on the command line: what it needs, and asking one that runs. */
class GatekeeperCommandTest {
  @TempDir Path dir;

  /** Exit code, standard output, standard error. */
  @Test
  void ask_sameProofAsCheck() throws Exception {
    data("list", "add", "trusted", "army.mil");
    data("key", "new", "Alice");
    data("key", "trust", "--threshold", "1", path("trust"));
    data("bundle", "create", "--gateway", "relay.example", "-o", path("bundle"));
    data("bundle", "sign", path("bundle"), "--key", "Alice");
    String socket = "unix:" + path("s");
    try (Gatekeeper _ = gatekeeper(socket)) {
      Ran held = run("gatekeeper", "ask", "--socket", socket, "--json", "Gen@army.ml", "army.mil");
      assertThat(held)
          .isEqualTo(new Ran(1, data("check", "--json", "Gen@army.ml", "army.mil").out(), ""));
      assertThat(held.out()).contains("\"verdict\":\"lookalike\"").contains("\"proof\":\"sha256:");
      Ran fine = run("gatekeeper", "ask", "--socket", socket, "gen@us.army.mil");
      assertThat(fine.code()).isZero();
      assertThat(fine.out())
          .matches("gen@us\\.army\\.mil +deliver +trusted +sha256:[0-9a-f]{64}\\R");
    }
    Ran nobody = run("gatekeeper", "ask", "--socket", socket, "army.mil");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).startsWith("postern: ");
  }

  @Test
  void ask_gatekeeperWithoutPolicy_saysSo() throws Exception {
    String socket = "unix:" + path("s");
    try (Gatekeeper _ = gatekeeper(socket)) {
      Ran ran = run("gatekeeper", "ask", "--socket", socket, "army.mil");
      assertThat(ran)
          .isEqualTo(
              new Ran(
                  2,
                  "",
                  "postern: the gatekeeper cannot judge now: no valid policy bundle is in force\n"));
    }
  }

  @Test
  void badUsage_is2() {
    for (List<String> more :
        List.of(
            List.of("--quarantine", "inet:x:24", "--listen", "inet:192.0.2.1:10023"),
            List.of("--quarantine", "inet:x:24", "--listen", "socket"),
            List.of("--quarantine", "inet:x:24", "--grace", "-1"),
            List.of("--quarantine", "inet:x:24", "--connections", "0"),
            List.of("--quarantine", "inet:x:24 discard:"),
            List.of("--quarantine", ""),
            List.<String>of())) {
      List<String> all = new ArrayList<>(List.of("gatekeeper", "--bundle", "b", "--trust", "t"));
      all.addAll(List.of("--gateway", "g"));
      all.addAll(more);
      Ran ran = run(all.toArray(String[]::new));
      assertThat(ran.code()).as(more.toString()).isEqualTo(2);
      assertThat(ran.err()).containsAnyOf("An endpoint is", "--grace is", "--quarantine");
    }
    assertThat(run("gatekeeper").err()).contains("--bundle", "--quarantine");
  }

  private Gatekeeper gatekeeper(String socket) throws Exception {
    return Gatekeeper.start(
        new Gatekeeper.Options(
            dir.resolve("bundle"),
            List.of(dir.resolve("trust")),
            "relay.example",
            "postern",
            "inet:127.0.0.1:24",
            Optional.empty(),
            Optional.empty(),
            List.of(Endpoint.parse(socket).orElseThrow()),
            List.of(),
            Optional.empty(),
            Duration.ZERO,
            4,
            Times.USUAL,
            false),
        Clock.systemUTC(),
        new PrintStream(OutputStream.nullOutputStream()));
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  private Ran data(String... command) {
    String[] all = java.util.Arrays.copyOf(command, command.length + 2);
    all[command.length] = "--data";
    all[command.length + 1] = path("data");
    return run(all);
  }

  private static Ran run(String... arguments) {
    return Ran.of(new Root(), List.of(arguments));
  }

  /** The commands of this test under one name. */
  @CommandLine.Command(
      name = "postern",
      subcommands = {
        ListCommand.class,
        KeyCommand.class,
        BundleCommand.class,
        CheckCommand.class,
        GatekeeperCommand.class
      })
  private static final class Root {}
}
