package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The past on the command line. */
class ListPastTest {
  @TempDir Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(args[0].equals("list") ? 2 : 1, List.of("--data", dir.resolve("data").toString()));
    return new CommandLine(PosternCommand.class)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private List<String> said() {
    return out.toString().lines().toList();
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
    assertThat(said().getFirst()).startsWith("serial 1, 20").endsWith("first");
    assertThat(said()).contains("trusted: 2 entries", "blocked: 0 entries");
    assertThat(run("list", "at", "2", "trusted")).isZero();
    assertThat(said()).containsExactly("army.mil", "navy.mil");
    Path file = dir.resolve("then.csv");
    assertThat(run("list", "at", "now", "trusted", file.toString())).isZero();
    assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("army.mil,");
    assertThat(run("list", "at", "9")).isEqualTo(1);
    assertThat(err.toString()).contains("the newest is 3");
    assertThat(run("list", "at", "yesterday")).isEqualTo(2);
  }

  @Test
  void diff_saysWhatCameAndWent() {
    assertThat(run("list", "diff", "1", "now")).isEqualTo(1);
    assertThat(said()).containsExactly("- trusted navy.mil", "+ blocked ml");
    assertThat(run("list", "diff", "3", "3")).isZero();
    assertThat(said()).isEmpty();
    assertThat(run("list", "diff", "3", "1")).isEqualTo(2);
    assertThat(run("list", "diff", "--json", "2", "3")).isEqualTo(1);
    assertThat(said())
        .containsExactly(
            "{\"difference\":\"removed\",\"listing\":\"trusted\",\"pattern\":\"navy.mil\"}");
  }

  @Test
  void check_at_givesTheProofOfThen() {
    run("check", "--json", "gen@navy.ml");
    String now = out.toString();
    run("list", "remove", "blocked", "ml");
    run("check", "--json", "gen@navy.ml");
    assertThat(out.toString()).isNotEqualTo(now);
    assertThat(run("check", "--at", "3", "--json", "gen@navy.ml")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo(now);
    assertThat(run("check", "--at", "99", "gen@navy.ml")).isEqualTo(2);
  }
}
