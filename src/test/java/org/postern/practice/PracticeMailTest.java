package org.postern.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postern.policy.Disposition;
import org.postern.policy.Policy;

class PracticeMailTest {

  private static final Instant BEGUN = Instant.parse("2026-11-22T09:00:00Z");

  @Test
  void index_namesEveryMessage() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/org/postern/practice/messages"))) {
      assertThat(Files.readAllLines(Path.of("src/main/resources/org/postern/practice/index.txt")))
          .isEqualTo(files.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void sameBeginning_givesSameBytes() {
    List<PracticeMail> once = PracticeMail.all(BEGUN);
    List<PracticeMail> again = PracticeMail.all(BEGUN);
    assertThat(once).hasSizeGreaterThan(19);
    for (int i = 0; i < once.size(); i++) {
      assertThat(Arrays.equals(once.get(i).message(), again.get(i).message())).isTrue();
    }
  }

  @TestFactory
  List<DynamicTest> everyHeldRecipient_isHeldByThePracticePolicy() {
    Policy policy = PracticeLists.policy(BEGUN);
    return PracticeMail.all(BEGUN).stream()
        .flatMap(m -> m.held().stream())
        .map(
            recipient ->
                DynamicTest.dynamicTest(
                    recipient,
                    () ->
                        assertThat(policy.judge(recipient).disposition())
                            .isEqualTo(Disposition.HOLD)))
        .toList();
  }
}
