package org.postern.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class WholeListTest {
  /** JavaFX looks for the chosen row at each change; that must not compare all the others. */
  @Test
  @SuppressWarnings("ReferenceEquality") // its equals may not be called
  void whoLooksForARow_inTheListOrInWhatWasAdded_walksThroughNothing() {
    Object chosen =
        new Object() {
          @Override
          public boolean equals(Object other) {
            throw new AssertionError("compared");
          }

          @Override
          public int hashCode() {
            return 1;
          }
        };
    WholeList<Object> list = new WholeList<>();
    List<Integer> found = new ArrayList<>();
    list.addListener(
        (ListChangeListener<Object>)
            change -> {
              assertThat(change.next()).isTrue();
              found.add(change.getAddedSubList().indexOf(chosen));
              found.add(change.getList().indexOf(chosen));
              assertThat(change.getAddedSubList().size()).isEqualTo(2);
            });
    list.show(List.of("a", chosen), row -> row == chosen ? 1 : -1);
    assertThat(found).containsExactly(1, 1);
    assertThat(list.contains("a")).as("it believes what it was told").isFalse();
  }
}
