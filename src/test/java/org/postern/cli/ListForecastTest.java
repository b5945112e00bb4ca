package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListForecastTest {
  @TempDir Path dir;
  private final StringWriter out = new StringWriter();

  private int list(String... args) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(1, List.of("--data", dir.resolve("data").toString()));
    return new CommandLine(ListCommand.class)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode line(String name) {
    return out.toString()
        .lines()
        .map(l -> JsonMapper.shared().readTree(l))
        .filter(n -> n.get("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name));
  }

  @Test
  void aTrustedName_saysWhereAndByWhatEachIsHeld() {
    list("add", "trusted", "army.mil");
    list("add", "blocked", "ml");
    assertThat(list("forecast", "army.mil", "--json")).isZero();
    assertThat(out.toString().lines())
        .contains(
            "{\"name\":\"army.ml\",\"tldExists\":true,\"country\":\"Mali\",\"sameRegistry\":false,"
                + "\"coveredBy\":\"ml\",\"listing\":\"blocked\",\"heldAsLookalike\":false,"
                + "\"disposition\":\"hold\",\"slip\":\"one letter left out: \\u201Ci\\u201D\"}");
    assertThat(line("army.il").get("heldAsLookalike").asBoolean()).isTrue();
  }

  @Test
  void aWholeEnding_warnsByItsExitCode_andNonsenseIsRefused() {
    list("add", "trusted", "mil");
    assertThat(list("forecast", "mil")).isEqualTo(1);
    assertThat(out.toString().lines().map(l -> l.split(" ")[0]))
        .containsExactlyInAnyOrder("ml", "il", "mit", "ril");
    assertThat(list("forecast", "army..mil")).isEqualTo(DataDirectory.UNUSABLE);
  }
}
