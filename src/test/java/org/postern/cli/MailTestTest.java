package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.practice.PracticeWorld;
import org.postern.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class MailTestTest {
  private final Typed typed = new Typed();
  @TempDir Path dir;

  private int run(String... words) {
    return typed.run(dir.resolve("data"), List.of("mail", "test"), words);
  }

  private List<JsonNode> objects() {
    return typed.out().lines().map(JsonMapper.shared()::readTree).toList();
  }

  private static List<String> outcomes(JsonNode check) {
    return check
        .get("steps")
        .valueStream()
        .map(s -> s.get("step").asString() + " " + s.get("outcome").asString())
        .toList();
  }

  @Test
  void practiceServers_work_stepByStep() throws Exception {
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      PracticeWorld.choose(store, Clock.systemUTC(), "officer");
    }
    assertThat(run("--json")).as(typed.out() + typed.err()).isZero();
    assertThat(objects()).hasSize(2);
    assertThat(outcomes(objects().getFirst()))
        .startsWith("name went", "connect went", "greeting went", "capability went")
        .contains("sign-in went", "folder went");
    assertThat(objects().getFirst().get("works").asBoolean()).isTrue();
  }

  @Test
  void stepThatFails_isNamed_withWhatToDo_andExitCode1() throws Exception {
    Path file = dir.resolve("mail.properties");
    Files.writeString(
        file, "imap.host = 127.0.0.1\nimap.port = 1\nimap.user = x\nimap.password = hunter2\n");
    assertThat(run("--settings", file.toString(), "--json")).isEqualTo(1);
    assertThat(outcomes(objects().getFirst()))
        .startsWith("name went", "connect failed", "tls untried");
    assertThat(run("--settings", file.toString())).isEqualTo(1);
    assertThat(typed.out())
        .contains("failed   connect")
        .contains("Check host and port")
        .doesNotContain("hunter2");
  }

  @Test
  void settingsThatCannotBeUsed_areExitCode2() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(typed.err()).contains("no server is set up");
    Path file = dir.resolve("mail.properties");
    Files.writeString(file, "imap.host = h\nimap.user = x\nimap.oauth = magic\n");
    assertThat(run("--settings", file.toString())).isEqualTo(2);
    assertThat(typed.err()).contains("client-credentials, refresh-token or token-file");
    Files.writeString(file, "imap.host = h\nimap.user = x\nimap.oauth = client-credentials\n");
    assertThat(run("--settings", file.toString())).isEqualTo(2);
    assertThat(typed.err()).contains("imap.oauth.token-endpoint");
  }
}
