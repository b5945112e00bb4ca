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

class ListUndoTest {
  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();

  private int postern(String... args) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data", dir.resolve("data").toString()));
    return new CommandLine(PosternCommand.class)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(all.toArray(String[]::new));
  }

  private String said() {
    return out.toString().strip().replace(System.lineSeparator(), "\n");
  }

  @Test
  void newest_change_or_a_named_one_is_taken_back() {
    postern("list", "add", "trusted", "army.mil");
    postern("list", "add", "blocked", "ml", "il");
    postern("list", "add", "trusted", "navy.mil");
    assertThat(postern("list", "undo")).isZero();
    assertThat(said()).isEqualTo("serial 4, invalid 0");
    assertThat(postern("list", "undo", "2", "--json")).isZero();
    assertThat(said()).contains("\"serial\":5");
    postern("list", "export", "trusted");
    assertThat(said()).isEqualTo("army.mil");
    postern("list", "export", "blocked");
    assertThat(said()).isEmpty();
  }

  @Test
  void what_is_not_there_or_was_changed_again_stays() {
    assertThat(postern("list", "undo")).isEqualTo(2);
    assertThat(said()).startsWith("There is no revision 0");
    postern("list", "add", "trusted", "army.mil");
    postern("list", "remove", "trusted", "army.mil");
    assertThat(postern("list", "undo", "1")).isNotZero();
    assertThat(said()).contains("cannot be undone");
  }

  @Test
  void once_officers_are_enrolled_it_is_proposed() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "correct horse battery\n");
    String[] as = {"--as", "Maj. A. Carter", "--as-passphrase-file", secret.toString()};
    postern("list", "add", "blocked", "ml");
    postern("key", "new", "Maj. A. Carter", "--passphrase-file", secret.toString());
    postern("officer", "enrol", "Maj. A. Carter", "--passphrase-file", secret.toString());
    assertThat(postern("list", "undo", as[0], as[1], as[2], as[3])).isZero();
    assertThat(said()).startsWith("proposed 1, change sha256:");
    postern("list", "export", "blocked", as[0], as[1], as[2], as[3]);
    assertThat(said()).isEqualTo("ml");
    // A key that could not be recorded is not made.
    assertThat(postern("key", "new", "Lt. B. Lowe", "--passphrase-file", secret.toString()))
        .isEqualTo(1);
    assertThat(said()).contains("has to sign in");
    try (var keys = Files.list(dir.resolve("data/keys"))) {
      assertThat(keys).hasSize(1);
    }
  }
}
