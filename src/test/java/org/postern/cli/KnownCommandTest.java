package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownCommandTest {
  @TempDir Path dir;
  private final Typed typed = new Typed();

  private int known(String... words) {
    return typed.run(dir.resolve("data"), List.of("list", "known"), words);
  }

  @Test
  void imported_turnedOffAndOn_cleared() throws Exception {
    Path file = Files.writeString(dir.resolve("known.txt"), "burton.com,2025-03-01\nnonsense\n");
    assertThat(known("import", file.toString())).isEqualTo(ListCommand.OBJECTIONS);
    assertThat(typed.said())
        .isEqualTo("added 1, present 0, serial 1, invalid 1\n1 known names, which count")
        .doesNotContain("burton");
    assertThat(known("off")).isZero();
    assertThat(known()).isZero();
    assertThat(typed.said()).isEqualTo("1 known names, which do not count");
    assertThat(known("on")).isZero();
    assertThat(typed.said()).isEqualTo("1 known names, which count");
    assertThat(known("clear")).isZero();
    assertThat(typed.said()).isEqualTo("0 known names, which do not count");
  }

  @Test
  void import_ofNoFile_isOneSentence() {
    assertThat(known("import", dir.resolve("none").toString())).isEqualTo(DataDirectory.UNUSABLE);
    assertThat(typed.err()).startsWith("postern: cannot read ").doesNotContain("Exception");
  }
}
