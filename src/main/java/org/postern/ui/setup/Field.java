package org.postern.ui.setup;

import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * One answer of a form. What is wrong with it is said once the officer has left it or wants to go
 * on, and taken back as soon as it is right.
 */
final class Field {
  private final StringProperty value = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final UnaryOperator<String> check;

  /**
   * @param check says what is wrong with a value, or an empty string
   */
  Field(String start, UnaryOperator<String> check) {
    this.check = check;
    value.set(start);
    value.addListener(
        (_, _, _) -> {
          if (!problem.get().isEmpty()) {
            left();
          }
        });
  }

  StringProperty value() {
    return value;
  }

  /** Without surrounding white space. */
  String text() {
    return value.get().strip();
  }

  boolean blank() {
    return text().isEmpty();
  }

  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /** The officer went on: says what is wrong. True if nothing is. */
  boolean left() {
    problem.set(check.apply(value.get()));
    return problem.get().isEmpty();
  }

  /** Says what somebody else found wrong with it. */
  void wrong(String sentence) {
    problem.set(sentence);
  }

  void forgive() {
    problem.set("");
  }
}
