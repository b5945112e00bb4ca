package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Disposition;
import org.postern.store.Store;
import picocli.CommandLine;

class ListRulesTest {
  @TempDir Path dir;
  private final StringWriter out = new StringWriter();

  private int rules(String... args) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("rules"));
    all.addAll(List.of(args));
    all.addAll(List.of("--data", dir.resolve("data").toString()));
    return new CommandLine(ListCommand.class)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(all.toArray(String[]::new));
  }

  private String said() {
    return out.toString().strip().replace(System.lineSeparator(), "\n");
  }

  @Test
  void shown_changed_andWhatIsAlreadySoMakesNoRevision() throws Exception {
    assertThat(rules()).isZero();
    assertThat(said()).startsWith("sensitivity balanced: Recommended").contains("unlisted deliver");
    assertThat(rules("--unlisted", "hold", "--sensitivity", "strict")).isZero();
    assertThat(said()).isEqualTo("serial 1, invalid 0");
    assertThat(rules("--unlisted", "hold")).isZero();
    assertThat(rules("--json")).isZero();
    assertThat(said())
        .contains("\"sensitivity\":\"strict\"")
        .contains("\"unlisted\":\"hold\"")
        .contains("\"known\":false");
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      assertThat(store.lists().serial()).isEqualTo(1);
      assertThat(store.policy().judge("a@stranger.example").disposition())
          .isEqualTo(Disposition.HOLD);
    }
  }

  @Test
  void aWordThatIsNoRule_isBadUsage() {
    assertThat(rules("--sensitivity", "paranoid")).isEqualTo(2);
    assertThat(said()).contains("paranoid").contains("STRICT");
  }
}
