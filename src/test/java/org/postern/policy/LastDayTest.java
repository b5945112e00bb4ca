package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastDayTest {
  // In Beirut the day after 2026-03-28 begins at one o'clock.
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Beirut"})
  void theLastDay_isTheOneThatAnEntryWasMeantToLastThrough(String name) {
    ZoneId zone = ZoneId.of(name);
    LocalDate first = LocalDate.parse("2026-03-01");
    for (LocalDate day = first; day.isBefore(first.plusYears(1)); day = day.plusDays(1)) {
      Instant end = LastDay.end(day, zone);
      assertThat(LastDay.of(end, zone)).isEqualTo(day);
      assertThat(end.atZone(zone).toLocalDate()).isEqualTo(day.plusDays(1));
    }
  }

  @Test
  void anEndWithinADay_hasThatDayAsTheLast() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    assertThat(LastDay.of(noon, ZoneOffset.UTC)).isEqualTo("2026-11-22");
    assertThat(LastDay.of(noon, ZoneOffset.ofHours(14))).isEqualTo("2026-11-23");
  }
}
