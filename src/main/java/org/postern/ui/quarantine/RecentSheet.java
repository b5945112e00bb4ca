package org.postern.ui.quarantine;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.quarantine.GatewayLog;
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

  /** So much is looked through within a blink. */
  private static final int MOST_LOG = 200_000;

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
    ask(
        overlay,
        "What happened to it?",
        "The connection broke after the message for "
            + Inert.brief(Words.destination(decision), 200)
            + " was handed over, before the gateway answered. Look for it in the gateway's log, or"
            + " ask the recipient. What you enter is recorded; nothing is sent by it.",
        "How do you know?",
        how,
        List.of(log(decision, model.zone(), how)),
        close ->
            List.of(
                Parts.button(
                    "It did not leave",
                    null,
                    close.then(() -> model.settle(decision, false, how.getText()))),
                Parts.button(
                    "It left",
                    null,
                    close.then(() -> model.settle(decision, true, how.getText())))));
  }

  /** Looks in pasted lines of the gateway's log; what they say is proposed as what is known. */
  private static VBox log(Decision decision, ZoneId zone, TextField how) {
    TextArea lines = new TextArea();
    lines.setId("settle-log");
    lines.getStyleClass().addAll("field", "mono", "small");
    lines.setPrefRowCount(4);
    lines.setTextFormatter(
        new TextFormatter<String>(
            c -> {
              if (c.getControlNewText().length() > MOST_LOG) {
                c.setText(""); // too much: nothing is taken over
              }
              return c;
            }));
    Label says = Parts.paragraph("", "small");
    says.setId("settle-says");
    Button look =
        Parts.compact(
            "Look in these lines",
            () -> {
              try {
                GatewayLog.Finding finding =
                    GatewayLog.ask(new StringReader(lines.getText()), decision, zone);
                says.setText(finding.sentence());
                if (finding instanceof GatewayLog.Finding.Left left) {
                  how.setText("gateway's log: queue number " + left.queueId());
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e); // reading a string never fails
              }
            });
    look.setId("settle-look");
    look.disableProperty().bind(lines.textProperty().isEmpty());
    return new VBox(
        6,
        Parts.named("Lines of the gateway's log, if you have them (Postfix)", lines),
        look,
        says);
  }

  /** Asks the second officer why they do not agree. */
  static void decline(Overlay overlay, QuarantineModel model, Decision decision) {
    TextField why = Parts.field("what the other officer should know");
    why.setId("decline-why");
    ask(
        overlay,
        "Decline the release",
        "Nothing is sent to "
            + Inert.brief(Words.destination(decision), 200)
            + ". The message can be decided again.",
        "Why do you not agree?",
        why,
        List.of(),
        close -> {
          Button go =
              Parts.primary(
                  "Decline", "Enter", close.then(() -> model.decline(decision, why.getText())));
          go.setDefaultButton(true);
          return List.of(go);
        });
    why.requestFocus();
  }

  /** Closes the sheet, then does something. */
  private interface Closing {
    Runnable then(Runnable act);
  }

  /** A sheet with one field; what can be done waits until something is written there. */
  private static void ask(
      Overlay overlay,
      String title,
      String text,
      String question,
      TextField answer,
      List<VBox> below,
      Function<Closing, List<Button>> acts) {
    VBox content = new VBox(12, Parts.paragraph(text), Parts.named(question, answer));
    content.getChildren().addAll(below);
    content.setMaxWidth(560);
    content.setPrefWidth(560);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    List<Button> buttons = new ArrayList<>();
    buttons.add(Parts.button("Cancel", "Esc", () -> opened[0].close()));
    Closing closing =
        act ->
            () -> {
              opened[0].close();
              act.run();
            };
    for (Button act : acts.apply(closing)) {
      act.disableProperty().bind(answer.textProperty().map(String::isBlank));
      buttons.add(act);
    }
    opened[0] = overlay.sheet(title, content, buttons);
  }
}
