package org.postern.ui.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.Inert;
import org.postern.store.HeldMarks;

/** What officers type for tags. */
class MarkSheetsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "urgent mali           | urgent mali",
        "Urgent,MALI ,, urgent | urgent mali",
        "''                    | ''",
        "'   '                 | ''"
      })
  void tags_inSmallLetters_once_inTheirOrder(String typed, String tags) {
    assertThat(String.join(" ", MarkSheets.tags(typed))).isEqualTo(tags);
    assertThat(MarkSheets.wrongTag(typed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ask_sender", "café", "a\u202Eb", "(urgent)", "abcdefghijklmnopqrstuvwxyz"})
  void whatIsNoTag_isSaid_andInert(String typed) {
    assertThat(MarkSheets.wrongTag("urgent " + typed)).contains("cannot be a tag");
    assertThat(Inert.isPlain(MarkSheets.wrongTag(typed))).isTrue();
  }

  @Test
  void tooMany_areSaid() {
    String many =
        IntStream.rangeClosed(0, HeldMarks.MOST_TAGS)
            .mapToObj(i -> "t" + i)
            .collect(Collectors.joining(" "));
    assertThat(MarkSheets.wrongTag(many)).contains("at most " + HeldMarks.MOST_TAGS);
    assertThat(MarkSheets.wrongTag(many.substring(3))).isEmpty();
  }
}
