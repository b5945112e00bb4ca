package org.postern.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class WholeListTest {
  /** JavaFX looks for the chosen row at each change; that must not compare all the others. */
  @Test
  void whoLooksForARow_inTheListOrInWhatWasAdded_walksThroughNothing() {
    WholeList<Object> list = new WholeList<>();
    List<Integer> found = new ArrayList<>();
    list.addListener(
        (ListChangeListener<Object>)
            change -> {
              assertThat(change.next()).isTrue();
              found.add(change.getAddedSubList().indexOf("b"));
              found.add(change.getList().indexOf("b"));
              assertThat(change.getAddedSubList()).hasSize(2);
            });
    list.show(
        List.of(
            new Object() {
              @Override
              public boolean equals(Object other) {
                throw new AssertionError("compared");
              }

              @Override
              public int hashCode() {
                return 1;
              }
            },
            "b"),
        row -> "b".equals(row) ? 1 : -1);
    assertThat(found).containsExactly(1, 1);
    assertThat(list.contains("c")).isFalse();
  }
}
