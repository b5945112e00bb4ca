package org.postern.ui.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;

/** What is typed into a cell. */
class EntryFieldTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  private static Entry army(@Nullable Instant expires) {
    return new Entry(
        EntryPattern.parse("army.mil").ok().orElseThrow(),
        Listing.TRUSTED,
        Mode.ENFORCE,
        "US Army",
        "J6",
        "hand",
        expires);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-06-30T23:00:00Z, 2027-06-30", // midnight in London, in summer
    "2027-12-01T00:00:00Z, 2027-11-30",
    "2027-06-30T12:00:00Z, 2027-06-30" // an end within a day: that day is the last
  })
  void lastDay_isTheDayThroughWhichItLasts(Instant expires, String day) {
    assertThat(EntryField.lastDay(LONDON).text().apply(army(expires))).isEqualTo(day);
  }

  @Test
  void lastDay_lastsThroughTheEndOfThatDay() {
    Entry typed = EntryField.lastDay(LONDON).typed().apply(army(null), "2027-06-30");
    assertThat(typed).isEqualTo(army(Instant.parse("2027-06-30T23:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "Never", ""})
  void lastDay_mayBeNever(String text) {
    assertThat(EntryField.lastDay(LONDON).typed().apply(army(Instant.EPOCH), text))
        .isEqualTo(army(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "2027-02-30", "30.6.2027"})
  void lastDay_thatIsNoDay_isNotTaken(String text) {
    assertThat(EntryField.lastDay(LONDON).typed().apply(army(null), text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"m, MONITOR", "Monitored, MONITOR", "e, ENFORCE", "enforced, ENFORCE"})
  void mode_isToldByItsFirstLetters(String text, Mode mode) {
    Entry typed = EntryField.MODE.typed().apply(army(null), text);
    assertThat(typed).isNotNull();
    assertThat(typed.mode()).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "off", "enforcedx"})
  void mode_thatIsNone_isNotTaken(String text) {
    assertThat(EntryField.MODE.typed().apply(army(null), text)).isNull();
  }

  @Test
  void noteAndOwner_changeNothingElse() {
    Entry entry = army(null);
    Entry noted = EntryField.NOTE.typed().apply(entry, "allies");
    assertThat(noted).isNotNull();
    assertThat(EntryField.NOTE.typed().apply(noted, "US Army")).isEqualTo(entry);
    Entry owned = EntryField.OWNER.typed().apply(entry, "J2");
    assertThat(owned).isNotNull();
    assertThat(owned.owner()).isEqualTo("J2");
    assertThat(EntryField.OWNER.typed().apply(owned, "J6")).isEqualTo(entry);
  }
}
