package org.postern.ui.quarantine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.store.Decisions.Decision;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/**
 * What was decided lately, by whom, why, and what the gateway answered; and settling what nobody
 * knows.
 */
final class RecentSheet {
  private static final int SHOWN = 200;

  private RecentSheet() {}

  static void open(Overlay overlay, QuarantineModel model) {
    TableView<Decision> table = Tables.of("recent-table", "Nothing has been decided yet.");
    table
        .getColumns()
        .add(
            Tables.text(
                "When", 70, d -> Words.when(d.decided(), model.now(), model.zone()), "mute"));
    table
        .getColumns()
        .add(
            Tables.drawn(
                "State",
                130,
                d -> Tag.of(tone(d), state(d)),
                Comparator.comparing(Decision::state)));
    table.getColumns().add(Tables.text("Typed", 190, d -> d.intent().recipient(), "mono"));
    table.getColumns().add(Tables.text("Sent to", 190, RecentSheet::sentTo, "mono"));
    table.getColumns().add(Tables.text("Officer", 110, d -> d.intent().officer()));
    table.getColumns().add(Tables.text("Why", 170, d -> d.intent().reason()));
    table.getColumns().add(Tables.text("Answer", 170, Words::reply, "mute"));
    table.setItems(
        FXCollections.observableArrayList(model.recent().stream().limit(SHOWN).toList()));
    table.setPrefSize(1040, 380);
    VBox content =
        new VBox(
            10,
            Parts.paragraph(
                "The newest first. Everything is in the audit, too, and cannot be changed.",
                "mute"),
            table);
    content.setMaxWidth(1040);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close = Parts.primary("Close", null, () -> opened[0].close());
    close.setDefaultButton(true);
    opened[0] = overlay.sheet("Decided lately", content, List.of(close));
  }

  private static String sentTo(Decision d) {
    return switch (d.intent().act()) {
      case CORRECT -> Optional.ofNullable(d.intent().sendTo()).orElse("");
      case RELEASE -> "as typed";
      case REJECT -> "nobody";
      case RETURN -> "note to " + Optional.ofNullable(d.intent().sendTo()).orElse("");
    };
  }

  private static String state(Decision d) {
    return switch (d.state()) {
      case PROPOSED -> "second officer?";
      case INTENDED -> "not sent yet";
      case SENDING -> "being sent";
      case ACCEPTED ->
          switch (d.intent().act()) {
            case RELEASE, CORRECT -> "released";
            case REJECT -> "rejected";
            case RETURN -> "returned";
          };
      case REFUSED -> "refused";
      case UNKNOWN -> "fate unknown";
      case WITHDRAWN -> "taken back";
    };
  }

  private static Tone tone(Decision d) {
    return switch (d.state()) {
      case PROPOSED, INTENDED -> Tone.HOLD;
      case SENDING -> Tone.ACCENT;
      case ACCEPTED ->
          switch (d.intent().act()) {
            case RELEASE, CORRECT -> Tone.OK;
            case REJECT, RETURN -> Tone.NEUTRAL;
          };
      case REFUSED, UNKNOWN -> Tone.BAD;
      case WITHDRAWN -> Tone.NEUTRAL;
    };
  }

  /** Asks what became of a message of which nobody can tell whether it left. */
  static void settle(Overlay overlay, QuarantineModel model, Decision decision) {
    TextField how = Parts.field("queue number in the gateway's log, word of the recipient…");
    how.setId("settle-how");
    VBox content =
        new VBox(
            12,
            Parts.paragraph(
                "The connection broke after the message for "
                    + Inert.brief(Words.destination(decision), 200)
                    + " was handed over, before the gateway answered. Look for it in the gateway's"
                    + " log, or ask the recipient. What you enter is recorded; nothing is sent by"
                    + " it."),
            Parts.named("How do you know?", how));
    content.setMaxWidth(560);
    content.setPrefWidth(560);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button cancel = Parts.button("Cancel", "Esc", () -> opened[0].close());
    Button stayed =
        Parts.button(
            "It did not leave",
            null,
            () -> {
              opened[0].close();
              model.settle(decision, false, how.getText());
            });
    Button left =
        Parts.button(
            "It left",
            null,
            () -> {
              opened[0].close();
              model.settle(decision, true, how.getText());
            });
    stayed.disableProperty().bind(how.textProperty().map(String::isBlank));
    left.disableProperty().bind(how.textProperty().map(String::isBlank));
    opened[0] = overlay.sheet("What happened to it?", content, List.of(cancel, stayed, left));
  }

  /** Asks the second officer why they do not agree. */
  static void decline(Overlay overlay, QuarantineModel model, Decision decision) {
    TextField why = Parts.field("what the other officer should know");
    why.setId("decline-why");
    VBox content =
        new VBox(
            12,
            Parts.paragraph(
                "Nothing is sent to "
                    + Inert.brief(Words.destination(decision), 200)
                    + ". The message can be decided again."),
            Parts.named("Why do you not agree?", why));
    content.setMaxWidth(560);
    content.setPrefWidth(560);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button cancel = Parts.button("Cancel", "Esc", () -> opened[0].close());
    Button go =
        Parts.primary(
            "Decline",
            "Enter",
            () -> {
              opened[0].close();
              model.decline(decision, why.getText());
            });
    go.setDefaultButton(true);
    go.disableProperty().bind(why.textProperty().map(String::isBlank));
    opened[0] = overlay.sheet("Decline the release", content, List.of(cancel, go));
    why.requestFocus();
  }
}
