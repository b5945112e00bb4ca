package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupCommandTest {
  @TempDir Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void passphrase() throws Exception {
    Files.writeString(temp.resolve("pass.txt"), "correct horse\n");
  }

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  @Test
  void backup_is_restored_to_another_directory() {
    assertThat(
            run(
                new BackupCommand(),
                path("day.backup"),
                "--data",
                path("data"),
                "--passphrase-file",
                path("pass.txt")))
        .isZero();
    assertThat(
            run(
                new RestoreCommand(),
                path("day.backup"),
                "--data",
                path("new"),
                "--passphrase-file",
                path("pass.txt")))
        .isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .startsWith("backed up: ")
        .contains("restored: ", "ends at 1 sha256:");
    assertThat(temp.resolve("new/postern.mv.db")).exists();
  }

  @Test
  void directory_that_is_not_empty_is_refused() throws Exception {
    Files.createDirectories(temp.resolve("full"));
    Files.writeString(temp.resolve("full/letter.txt"), "x");
    Files.writeString(temp.resolve("day.backup"), "x");
    assertThat(
            run(
                new RestoreCommand(),
                path("day.backup"),
                "--data",
                path("full"),
                "--passphrase-file",
                path("pass.txt")))
        .isEqualTo(DataDirectory.UNUSABLE);
    assertThat(err.toString()).contains("is not empty");
  }
}
