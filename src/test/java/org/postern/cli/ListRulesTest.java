package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Disposition;
import org.postern.store.Store;

class ListRulesTest {
  @TempDir Path dir;
  private final Typed typed = new Typed();

  private int rules(String... words) {
    return typed.run(dir.resolve("data"), List.of("list", "rules"), words);
  }

  @Test
  void shown_changed_andWhatIsAlreadySoMakesNoRevision() throws Exception {
    assertThat(rules()).isZero();
    assertThat(typed.said())
        .startsWith("sensitivity balanced: Recommended")
        .contains("unlisted deliver");
    assertThat(rules("--unlisted", "hold", "--sensitivity", "strict")).isZero();
    assertThat(typed.said()).isEqualTo("serial 1, invalid 0");
    assertThat(rules("--unlisted", "hold")).isZero();
    assertThat(rules("--json")).isZero();
    assertThat(typed.said())
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
    assertThat(typed.err()).contains("paranoid").contains("STRICT");
  }
}
