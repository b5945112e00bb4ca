package org.postern.ui.quarantine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.ReturnNote;
import org.postern.quarantine.ReturnNote.Made;
import org.postern.store.Handling;

/**
 * The notes of a return while it is being decided: what is chosen for them, and each as it would be
 * sent. FX thread only; needs no toolkit.
 */
final class NoteDraft {
  private final List<Handling.Note> wordings;
  private final ObjectProperty<Handling.Note> wording;
  private final BooleanProperty nameSubject = new SimpleBooleanProperty();
  private final ObjectProperty<Map<HeldId, Made>> made = new SimpleObjectProperty<>(Map.of());

  NoteDraft(List<Handling.Note> wordings) {
    this.wordings = List.copyOf(wordings);
    this.wording = new SimpleObjectProperty<>(wordings.getFirst());
    wording.addListener((_, _, _) -> made.set(Map.of()));
    nameSubject.addListener((_, _, _) -> made.set(Map.of()));
  }

  List<Handling.Note> wordings() {
    return wordings;
  }

  ObjectProperty<Handling.Note> wording() {
    return wording;
  }

  /** Whether the sender is reminded of the message's subject. */
  BooleanProperty nameSubject() {
    return nameSubject;
  }

  /** What came of each copy's note; empty while they are being written. */
  ObjectProperty<Map<HeldId, Made>> made() {
    return made;
  }

  ReturnNote.Choice choice(String meant) {
    return new ReturnNote.Choice(
        wording.get(), Optional.of(meant.strip()).filter(m -> !m.isEmpty()), nameSubject.get());
  }

  /** The note about a copy, if it can be sent. */
  Optional<ReturnNote> of(HeldId copy) {
    return made.get().get(copy) instanceof Made.Ready(ReturnNote note)
        ? Optional.of(note)
        : Optional.empty();
  }

  /** Why there is none; empty if there is, or while it is being written. */
  Optional<String> trouble(HeldId copy) {
    return made.get().get(copy) instanceof Made.NotPossible(String sentence)
        ? Optional.of(sentence)
        : Optional.empty();
  }
}
