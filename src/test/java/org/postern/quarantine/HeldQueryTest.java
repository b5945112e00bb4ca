package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.quarantine.HeldQuery.Hint;
import org.postern.quarantine.HeldQuery.NotUnderstood;
import org.postern.quarantine.HeldQuery.Understood;

class HeldQueryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final HeldRow ROW =
      new HeldRow(
          List.of("Col.Diaz@us.army.ml", "ops@army.mil"),
          "capt.smith@mod.example \"Smith, J.\" <smith@mod.example>",
          "Budget for the Convoy 12:30",
          Set.of("us.army.mil"),
          Set.of("lookalike"),
          Set.of("held", "overdue"),
          Instant.parse("2026-11-10T08:00:00Z"),
          true,
          Set.of("Relay-2 box · INBOX"),
          Set.of("Relay-2.example.mil"),
          HeldRow.Said.NOTHING);

  private static boolean finds(String text) {
    return switch (HeldQuery.read(text, NOW, ZoneOffset.UTC)) {
      case Understood(HeldQuery query) -> query.test(ROW);
      case NotUnderstood n -> throw new AssertionError(n.sentence());
    };
  }

  private static NotUnderstood wrong(String text) {
    return (NotUnderstood) HeldQuery.read(text, NOW, ZoneOffset.UTC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "to:*.ml from:smith has:attachment since:30d verdict:lookalike \"budget\"",
        "BUDGET convoy",
        "\"for the convoy\"",
        "subject:\"the convoy\"",
        "subject:bud*voy",
        "to:diaz",
        "to:col.*@us.army.ml",
        "domain:army.ml",
        "domain:us.army.ml",
        "domain:*army.*",
        "meant:army.mil",
        "before:today",
        "before:7d since:2w",
        "since:2026-11-10 before:2026-11-11",
        "since:293h",
        "state:overdue state:held",
        "-to:*.com -subject:menu -\"no such words\"",
        "\"12:30\"",
        "-",
        "box:relay-2",
        "box:\"box · inbox\"",
        "box:relay*inbox",
        "gateway:relay-2.example",
        "-gateway:relay-1",
        "meant:\"army.mil\""
      })
  void found(String text) {
    assertThat(finds(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to:*.com",
        "to:army.ml*x",
        "domain:my.ml",
        "domain:army.mil.example",
        "meant:mil.army",
        "from:jones",
        "budget menu",
        "-budget",
        "-has:attachment",
        "since:today",
        "since:7d",
        "before:2026-11-10",
        "verdict:blocked",
        "state:released",
        "-to:*.ml",
        "box:relay-1",
        "gateway:relay-1",
        "-box:relay-2",
        "\"convoy for\""
      })
  void notFound(String text) {
    assertThat(finds(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "a sender:x b|2|10|“sender:”",
        "to:|0|3|to:*.ml",
        "x since:soon|2|12|2026-11-01",
        "x -since:|2|9|since:30d",
        "verdict:maybe|0|13|lookalike",
        "state:gone|0|10|overdue",
        "has:fleas|0|9|attachment",
        "since:2026-13-01|0|16|30d",
        "x \"open|2|7|quotes",
        "since:99999d|0|12|30d"
      })
  void notUnderstood_saysWhereAndWhat(String text, int from, int to, String says) {
    NotUnderstood wrong = wrong(text);
    assertThat(wrong.from()).isEqualTo(from);
    assertThat(wrong.to()).isEqualTo(to);
    assertThat(wrong.sentence()).contains(says);
  }

  @Test
  void hugeSearch_isRefused() {
    assertThat(wrong("a".repeat(1001)).sentence()).contains("1000");
    assertThat(wrong("a ".repeat(51)).from()).isEqualTo(100);
  }

  @Test
  void pathologicalStars_areQuick() {
    HeldRow row =
        new HeldRow(
            List.of("a".repeat(900)),
            "",
            "",
            Set.of(),
            Set.of(),
            Set.of(),
            NOW,
            false,
            Set.of(),
            Set.of(),
            HeldRow.Said.NOTHING);
    Understood read =
        (Understood) HeldQuery.read("to:" + "a*".repeat(300) + "b", NOW, ZoneOffset.UTC);
    long begun = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      assertThat(read.query().test(row)).isFalse();
    }
    assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
  }

  @Test
  void hints_nameOperatorsAndTheirValues() {
    assertThat(HeldQuery.hints("budget -ve")).extracting(Hint::insert).containsExactly("-verdict:");
    assertThat(HeldQuery.hints("s"))
        .extracting(Hint::insert)
        .containsExactly("subject:", "state:", "since:");
    assertThat(HeldQuery.hints("verdict:b"))
        .extracting(Hint::insert)
        .containsExactly("verdict:blocked");
    assertThat(HeldQuery.hints("a ")).hasSize(15);
    assertThat(HeldQuery.hints("\"a")).isEmpty();
  }

  @Test
  void completion_replacesWhatWasBegun() {
    assertThat(HeldQuery.completed("budget ver", new Hint("verdict:", "")))
        .isEqualTo("budget verdict:");
    assertThat(HeldQuery.completed("a has:a", new Hint("has:attachment", "")))
        .isEqualTo("a has:attachment ");
  }
}
