package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.Right;
import org.postern.store.Store;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DataDirectoryTest {
  @TempDir Path dir;

  @Command(name = "probe")
  static final class Probe implements Callable<Integer> {
    @Mixin private final DataDirectory data = new DataDirectory();

    @Override
    public Integer call() {
      return data.use(store -> store.journal().newest(1).isEmpty() ? 0 : 1);
    }
  }

  private static Properties system(String os) {
    Properties p = new Properties();
    p.setProperty("os.name", os);
    p.setProperty("user.home", "/home/major");
    return p;
  }

  @Test
  void standard_follows_the_operating_system() {
    assertThat(DataDirectory.standard(Map.of(), system("Linux")))
        .isEqualTo(Path.of("/home/major/.local/share/postern"));
    assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "/srv/d"), system("Linux")))
        .isEqualTo(Path.of("/srv/d/postern"));
    assertThat(DataDirectory.standard(Map.of(), system("Mac OS X")))
        .isEqualTo(Path.of("/home/major/Library/Application Support/Postern"));
    assertThat(DataDirectory.standard(Map.of(), system("Windows 11")))
        .isEqualTo(Path.of("/home/major/AppData/Local/Postern"));
  }

  @Test
  void standard_ignores_a_relative_xdg_directory() {
    assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "d"), system("Linux")))
        .isEqualTo(Path.of("/home/major/.local/share/postern"));
  }

  @Test
  void missing_directory_is_created_and_usable() {
    assertThat(new CommandLine(new Probe()).execute("--data", dir.resolve("a/b").toString()))
        .isZero();
    assertThat(dir.resolve("a/b/postern.mv.db")).exists();
  }

  @Test
  void unusable_directory_is_a_sentence_and_exit_code_2() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "x");
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new Probe())
            .setErr(new PrintWriter(err))
            .execute("--data", file.toString());
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).startsWith("postern: ").doesNotContain("Exception");
    assertThat(file).hasContent("x");
  }

  @Test
  void clock_behind_the_record_is_said_and_the_command_runs() throws Exception {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    try (Store store = Store.open(dir, ahead)) {
      store.journal().append(Right.LOOK, "major", "test", "", Map.of());
    }
    var err = new StringWriter();
    var command = new CommandLine(new Probe()).setErr(new PrintWriter(err));
    assertThat(command.execute("--data", dir.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("postern: this computer's clock is behind: ");
  }
}
