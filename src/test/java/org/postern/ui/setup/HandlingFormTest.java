package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.store.Handling;

/** How held mail is handled, as officers enter it; needs no toolkit. */
class HandlingFormTest {
  private static final Handling NOW =
      new Handling(
          36,
          12,
          "mail-review@mod.example",
          List.of(Handling.Note.DID_YOU_MEAN, new Handling.Note("Short", "Stopped", "{typed}")));

  private final HandlingForm form = new HandlingForm();

  @BeforeEach
  void show() {
    form.show(NOW);
  }

  @Test
  void untouched_answersWhatItShows() {
    assertThat(form.check()).isTrue();
    assertThat(form.answer(NOW)).isEqualTo(NOW);
  }

  @Test
  void changed_onlyTheFirstWordingChanges() {
    form.overdue.value().set(" 48 ");
    form.grace.value().set("0");
    form.from.value().set("");
    form.subject.value().set("Please check the address");
    form.text.value().set("You wrote to {typed}.");
    assertThat(form.check()).isTrue();
    assertThat(form.answer(NOW))
        .isEqualTo(
            new Handling(
                48,
                0,
                "",
                List.of(
                    new Handling.Note(
                        "Did you mean", "Please check the address", "You wrote to {typed}."),
                    NOW.notes().getLast())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "overdue | 0            | from 1 to 8760",
        "overdue | 8761         | from 1 to 8760",
        "overdue | a day        | from 1 to 8760",
        "grace   | 301          | from 0 to 300",
        "grace   | -1           | from 0 to 300",
        "from    | nobody       | An address",
        "subject | ''           | One line",
        "text    | ''           | A text",
        "text    | Dear {name}, | {name}"
      })
  void whatIsWrong_isSaidAtItsField(String which, String typed, String said) {
    Field field =
        switch (which) {
          case "overdue" -> form.overdue;
          case "grace" -> form.grace;
          case "from" -> form.from;
          case "subject" -> form.subject;
          case "text" -> form.text;
          default -> throw new AssertionError(which);
        };
    field.value().set(typed);
    assertThat(form.check()).isFalse();
    assertThat(field.problem().get()).contains(said);
    form.show(NOW);
    assertThat(field.problem().get()).isEmpty();
    assertThat(form.check()).isTrue();
  }

  @Test
  void tooLong_isSaid() {
    form.subject.value().set("s".repeat(Handling.Note.LONGEST_LINE + 1));
    form.text.value().set("t".repeat(Handling.Note.LONGEST_TEXT + 1));
    assertThat(form.check()).isFalse();
    assertThat(form.subject.problem().get()).contains("120");
    assertThat(form.text.problem().get()).contains("4000");
  }

  @Test
  void twoLines_areNoSubject() {
    form.subject.value().set("one\r\nBcc: x@mod.example");
    assertThat(form.check()).isFalse();
  }
}
