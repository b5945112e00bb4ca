package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListForecastTest {
  @TempDir Path dir;
  private final Typed typed = new Typed();

  private int list(String... words) {
    return typed.run(dir.resolve("data"), List.of("list"), words);
  }

  private JsonNode line(String name) {
    return typed
        .out()
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
    assertThat(typed.out().lines())
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
    assertThat(typed.out().lines().map(l -> l.split(" ")[0]))
        .containsExactlyInAnyOrder("ml", "il", "mit", "ril");
    assertThat(list("forecast", "army..mil")).isEqualTo(DataDirectory.UNUSABLE);
  }
}
