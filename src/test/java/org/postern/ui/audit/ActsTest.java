package org.postern.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|''",
        "{\"added\":22,\"why\":\"practice\",\"known\":true}|added 22, why practice, known true",
        "{\"of\":[1,2]}|of [1,2]",
        "[1]|[1]",
        "{cut|{cut"
      })
  void details_areOneLine(String json, String line) {
    assertThat(Acts.details(json)).isEqualTo(line);
  }
}
