package org.postern.ui.quarantine;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;

/** Why something is decided, while it is being said. FX thread only; needs no toolkit. */
final class Reason {
  private final Act act;
  private final ObjectProperty<Optional<Why.Code>> code =
      new SimpleObjectProperty<>(Optional.empty());
  private final StringProperty note = new SimpleStringProperty("");

  Reason(Act act) {
    this.act = act;
  }

  ObjectProperty<Optional<Why.Code>> code() {
    return code;
  }

  /** In the officer's words. */
  StringProperty note() {
    return note;
  }

  /** The reasons that fit, likeliest first. */
  List<Why.Code> codes() {
    return switch (act) {
      case CORRECT ->
          List.of(
              Why.Code.SENDER_CONFIRMED, Why.Code.OBVIOUS_SLIP, Why.Code.EXERCISE, Why.Code.OTHER);
      case RELEASE ->
          List.of(
              Why.Code.RECIPIENT_KNOWN,
              Why.Code.SENDER_CONFIRMED,
              Why.Code.EXERCISE,
              Why.Code.OTHER);
      case REJECT ->
          List.of(
              Why.Code.NOT_FOR_RECIPIENT,
              Why.Code.SUSPICIOUS,
              Why.Code.OVERTAKEN,
              Why.Code.EXERCISE,
              Why.Code.OTHER);
      case RETURN ->
          List.of(
              Why.Code.OBVIOUS_SLIP, Why.Code.NOT_FOR_RECIPIENT, Why.Code.EXERCISE, Why.Code.OTHER);
    };
  }

  /** Whether words are needed beside the reason: always where mail goes against the lists. */
  boolean wordsNeeded() {
    return act == Act.RELEASE || code.get().equals(Optional.of(Why.Code.OTHER));
  }

  /** What is still missing, as a sentence; "" if nothing is. */
  String missing() {
    if (code.get().isEmpty()) {
      return "Choose a reason.";
    }
    if (wordsNeeded() && note.get().isBlank()) {
      return "Say in a few words why.";
    }
    return note.get().length() > 2000 ? "The note is longer than 2000 characters." : "";
  }

  /** The reason, complete. */
  Why why() {
    return new Why(code.get().orElseThrow(), note.get());
  }
}
