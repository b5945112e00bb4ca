package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KnownCommandTest {
  @TempDir Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int known(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("known"));
    all.addAll(List.of(args));
    all.addAll(List.of("--data", dir.resolve("data").toString()));
    return new CommandLine(ListCommand.class)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private String said() {
    return out.toString().strip().replace(System.lineSeparator(), "\n");
  }

  @Test
  void imported_turnedOffAndOn_cleared() throws Exception {
    Path file = Files.writeString(dir.resolve("known.txt"), "burton.com,2025-03-01\nnonsense\n");
    assertThat(known("import", file.toString())).isEqualTo(ListCommand.OBJECTIONS);
    assertThat(said())
        .isEqualTo("added 1, present 0, serial 1, invalid 1\n1 known names, which count")
        .doesNotContain("burton");
    assertThat(known("off")).isZero();
    assertThat(known()).isZero();
    assertThat(said()).isEqualTo("1 known names, which do not count");
    assertThat(known("on")).isZero();
    assertThat(said()).isEqualTo("1 known names, which count");
    assertThat(known("clear")).isZero();
    assertThat(said()).isEqualTo("0 known names, which do not count");
  }

  @Test
  void import_ofNoFile_isOneSentence() {
    assertThat(known("import", dir.resolve("none").toString())).isEqualTo(DataDirectory.UNUSABLE);
    assertThat(err.toString()).startsWith("postern: cannot read ").doesNotContain("Exception");
  }
}
