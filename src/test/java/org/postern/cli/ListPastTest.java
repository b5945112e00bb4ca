package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The past on the command line. */
class ListPastTest {
  @TempDir Path dir;
  private final Typed typed = new Typed();

  private int run(String... words) {
    return typed.run(dir.resolve("data"), List.of(), words);
  }

  @BeforeEach
  void threeRevisions() {
    run("list", "add", "trusted", "army.mil", "navy.mil", "--note", "first");
    run("list", "add", "blocked", "ml", "--note", "Mali");
    run("list", "remove", "trusted", "navy.mil");
  }

  @Test
  void at_saysWhoseRevisionItWas_andWritesTheListAsItStood() throws Exception {
    assertThat(run("list", "at", "1")).isZero();
    assertThat(typed.lines().getFirst()).startsWith("serial 1, 20").endsWith("first");
    assertThat(typed.lines()).contains("trusted: 2 entries", "blocked: 0 entries");
    assertThat(run("list", "at", "2", "trusted")).isZero();
    assertThat(typed.lines()).containsExactly("army.mil", "navy.mil");
    Path file = dir.resolve("then.csv");
    assertThat(run("list", "at", "now", "trusted", file.toString())).isZero();
    assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("army.mil,");
    assertThat(run("list", "at", "9")).isEqualTo(1);
    assertThat(typed.err()).contains("the newest is 3");
    assertThat(run("list", "at", "yesterday")).isEqualTo(2);
  }

  @Test
  void diff_saysWhatCameAndWent() {
    assertThat(run("list", "diff", "1", "now")).isEqualTo(1);
    assertThat(typed.lines()).containsExactly("- trusted navy.mil", "+ blocked ml");
    assertThat(run("list", "diff", "3", "3")).isZero();
    assertThat(typed.lines()).isEmpty();
    assertThat(run("list", "diff", "3", "1")).isEqualTo(2);
    assertThat(run("list", "diff", "--json", "2", "3")).isEqualTo(1);
    assertThat(typed.lines())
        .containsExactly(
            "{\"difference\":\"removed\",\"listing\":\"trusted\",\"pattern\":\"navy.mil\"}");
  }

  @Test
  void check_at_givesTheProofOfThen() {
    run("check", "--json", "gen@navy.ml");
    String now = typed.out();
    run("list", "remove", "blocked", "ml");
    run("check", "--json", "gen@navy.ml");
    assertThat(typed.out()).isNotEqualTo(now);
    assertThat(run("check", "--at", "3", "--json", "gen@navy.ml")).isEqualTo(1);
    assertThat(typed.out()).isEqualTo(now);
    assertThat(run("check", "--at", "99", "gen@navy.ml")).isEqualTo(2);
  }
}
