package org.postern.ui.quarantine;

import java.util.StringJoiner;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.quarantine.ReturnNote;
import org.postern.store.Handling;
import org.postern.ui.Parts;

/** Chooses the wording of the notes to the sender, and shows each as it will be sent. */
final class NotePane extends VBox {
  private static final Duration PAUSE = Duration.millis(150);

  private final Draft draft;
  private final TextArea preview = new TextArea();
  private final PauseTransition pause = new PauseTransition(PAUSE);

  /**
   * @param write has the notes of a draft written anew
   */
  NotePane(Draft draft, Consumer<Draft> write) {
    super(8);
    this.draft = draft;
    pause.setOnFinished(_ -> write.accept(draft));
    ComboBox<Handling.Note> wording = new ComboBox<>();
    wording.setId("note-wording");
    wording.getItems().setAll(draft.notes().wordings());
    wording.setConverter(new Named());
    wording.valueProperty().bindBidirectional(draft.notes().wording());
    wording.setAccessibleText("Wording of the note");
    CheckBox subject = new CheckBox("Name the subject");
    subject.setId("note-subject");
    subject.selectedProperty().bindBidirectional(draft.notes().nameSubject());
    HBox choices = new HBox(14, Parts.label("Wording", "small", "mute"), wording, subject);
    choices.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    preview.setId("note-preview");
    preview.setEditable(false);
    preview.setWrapText(true);
    preview.getStyleClass().addAll("field", "mono", "small");
    preview.setPrefRowCount(9);
    preview.setAccessibleText("The note as it will be sent");
    Label what =
        Parts.paragraph(
            "What the sender gets, and nothing else. Nothing of the message's text is in it.",
            "small",
            "mute");
    getChildren().addAll(choices, preview, what);
    draft.notes().made().addListener((_, _, _) -> show());
    draft.notes().wording().addListener((_, _, _) -> pause.playFromStart());
    draft.notes().nameSubject().addListener((_, _, _) -> pause.playFromStart());
    for (Draft.Line line : draft.lines()) {
      line.sendTo().addListener((_, _, _) -> pause.playFromStart());
      line.chosen().addListener((_, _, _) -> show());
    }
    show();
    write.accept(draft);
  }

  private void show() {
    StringJoiner all = new StringJoiner("\n" + "─".repeat(40) + "\n");
    for (Draft.Line line : draft.lines()) {
      if (line.chosen().get()) {
        draft
            .notes()
            .of(line.copy().id())
            .map(NotePane::shown)
            .or(() -> draft.notes().trouble(line.copy().id()))
            .ifPresent(all::add);
      }
    }
    String text = all.toString();
    if (!text.equals(preview.getText())) {
      preview.setText(text);
    }
  }

  /** The header as it is sent, and the text as the sender's program will show it. */
  private static String shown(ReturnNote note) {
    String whole = note.whole();
    String header = whole.substring(0, whole.indexOf("\r\n\r\n"));
    return Inert.lines(
        "Envelope from: <>\nEnvelope to: <" + note.to() + ">\n" + header + "\n\n" + note.text());
  }

  private static final class Named extends StringConverter<Handling.Note> {
    @Override
    public String toString(Handling.@Nullable Note note) {
      return note == null ? "" : Inert.brief(note.name(), 60);
    }

    @Override
    public Handling.@Nullable Note fromString(String name) {
      return null; // chosen, never typed
    }
  }
}
