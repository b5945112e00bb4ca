package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.postern.store.StoreException.Reason;

/** What is said of a failure of the database. */
class TroubleTest {
  private static StoreException inside(Throwable cause) {
    return Trouble.of(
        new SQLException(
            "General error", "HY000", ErrorCode.GENERAL_ERROR_1, new RuntimeException(cause)));
  }

  @Test
  void tooLittleMemory_isNotCalledDamage() {
    StoreException said = inside(new OutOfMemoryError("Java heap space"));
    assertThat(said.reason()).isEqualTo(Reason.FAILED);
    assertThat(said).hasMessageContaining("not enough memory").hasMessageContaining("Nothing was");
  }

  @Test
  void aFaultInsideTheDatabase_isDamage() {
    assertThat(inside(new IllegalStateException("page")).reason()).isEqualTo(Reason.BROKEN);
  }
}
