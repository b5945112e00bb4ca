package org.postern.ui.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import org.postern.policy.EmailAddress;
import org.postern.quarantine.ReturnNote;
import org.postern.store.Handling;
import org.postern.ui.Card;
import org.postern.ui.Parts;

/**
 * How held mail is handled: when it is overdue, how long a decision may be taken back, and what
 * senders are told. The first wording is edited here; others that there are stay. FX thread only.
 */
final class HandlingForm {
  final Field overdue = new Field("", text -> number(text, 1, 8760, "hours"));
  final Field grace = new Field("", text -> number(text, 0, 300, "seconds"));
  final Field from = new Field("", HandlingForm::address);
  final Field subject = new Field("", HandlingForm::subject);
  final Field text = new Field("", HandlingForm::wording);

  private static String number(String typed, int least, int most, String unit) {
    String text = typed.strip();
    return text.matches("[0-9]{1,4}")
            && Integer.parseInt(text) >= least
            && Integer.parseInt(text) <= most
        ? ""
        : "A number of " + unit + " from " + least + " to " + most + ".";
  }

  private static String address(String typed) {
    return typed.isBlank() || EmailAddress.parse(typed.strip()).ok().isPresent()
        ? ""
        : "An address, such as mail-review@mod.example; empty for no notes.";
  }

  private static String subject(String typed) {
    return typed.isBlank()
            || typed.length() > Handling.Note.LONGEST_LINE
            || typed.chars().anyMatch(Character::isISOControl)
        ? "One line of at most " + Handling.Note.LONGEST_LINE + " characters."
        : "";
  }

  private static String wording(String typed) {
    if (typed.isBlank() || typed.length() > Handling.Note.LONGEST_TEXT) {
      return "A text of at most " + Handling.Note.LONGEST_TEXT + " characters.";
    }
    Optional<String> unknown = ReturnNote.unknown(typed);
    return unknown.orElse("");
  }

  void show(Handling now) {
    overdue.value().set(Integer.toString(now.overdueHours()));
    grace.value().set(Integer.toString(now.graceSeconds()));
    from.value().set(now.noteFrom());
    subject.value().set(now.notes().getFirst().subject());
    text.value().set(now.notes().getFirst().text());
    List.of(overdue, grace, from, subject, text).forEach(Field::forgive);
  }

  /** Every field says what is wrong with it. */
  boolean check() {
    boolean well = true;
    for (Field field : List.of(overdue, grace, from, subject, text)) {
      well &= field.left();
    }
    return well;
  }

  /** What was entered, on top of what there is. */
  Handling answer(Handling now) {
    List<Handling.Note> notes = new ArrayList<>(now.notes());
    notes.set(0, new Handling.Note(notes.getFirst().name(), subject.text(), text.value().get()));
    return new Handling(
        Integer.parseInt(overdue.text()), Integer.parseInt(grace.text()), from.text(), notes);
  }

  Card card() {
    TextArea area = new TextArea();
    area.setId("handling-text");
    area.getStyleClass().addAll("field", "small");
    area.setWrapText(true);
    area.setPrefRowCount(9);
    area.textProperty().bindBidirectional(text.value());
    Label wrong = Parts.paragraph("", "bad-text", "small");
    wrong.textProperty().bind(text.problem());
    wrong.managedProperty().bind(text.problem().isNotEmpty());
    Card card =
        Card.titled(
            "Reviewing",
            FormParts.row(
                FormParts.text(overdue, "Overdue after hours", "24", ""),
                FormParts.text(grace, "Seconds to take a decision back", "8", "")),
            FormParts.text(
                from,
                "Notes to senders come from",
                "mail-review@mod.example",
                "Empty: no message can be returned with a note."),
            FormParts.text(subject, "Subject of the note", "", ""),
            Parts.named("Text of the note", area),
            wrong,
            Parts.paragraph(
                "{typed}, {meant} and {subject} stand for what is known of the message; a line that"
                    + " names what is not known, or not to be told, is left out.",
                "mute",
                "small"));
    card.setId("settings-reviewing");
    return card;
  }
}
