package org.postern.ui.quarantine;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.quarantine.SenderHistory;
import org.postern.quarantine.SenderHistory.Line;
import org.postern.ui.Parts;

/** How often this sender wrote there before, as a few sentences to read and copy. */
final class HistoryCard {
  private HistoryCard() {}

  static Node of(Hindsight.Seen seen, Instant now, ZoneId zone) {
    List<String> lines =
        seen.history()
            .map(history -> sentences(history, now, zone))
            .orElse(
                List.of(
                    "What this sender wrote before could not be looked up. Open another message, then this one again."));
    VBox text = new VBox(3);
    for (String line : lines) {
      text.getChildren().add(Parts.paragraph(line, "small"));
    }
    HBox.setHgrow(text, javafx.scene.layout.Priority.ALWAYS);
    HBox card = new HBox(10, new FontIcon("fth-user"), text);
    card.getChildren().add(Parts.compact("Copy", () -> Parts.copy(String.join("\n", lines))));
    card.getStyleClass().add("history-card");
    card.setId("history");
    return card;
  }

  /** Before it is known. */
  static Node waiting() {
    Label text = Parts.label("Looking up what this sender wrote before…", "small", "mute");
    HBox card = new HBox(10, new FontIcon("fth-user"), text);
    card.getStyleClass().add("history-card");
    return card;
  }

  static List<String> sentences(SenderHistory history, Instant now, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    if (history.domain().isEmpty()) {
      lines.add("The message names no sender, so nothing can be said about earlier ones.");
      return lines;
    }
    if (history.firstOfSender()) {
      lines.add("First message of this sender in the box, and among the decisions on record.");
    }
    for (Line line : history.lines()) {
      lines.add(sentence(history, line, now, zone));
    }
    return lines;
  }

  private static String sentence(SenderHistory h, Line line, Instant now, ZoneId zone) {
    String who =
        line.wholeDomain() ? "Everybody at " + Inert.brief(h.domain(), 120) : "This sender";
    List<String> fates = new ArrayList<>();
    add(fates, line.corrected(), "corrected and released");
    add(fates, line.released(), "released as typed");
    add(fates, line.rejected(), "rejected");
    add(fates, line.returned(), "returned with a note");
    add(fates, line.waiting(), "waiting");
    String when =
        line.messages() == 1
            ? Words.when(line.last(), now, zone)
            : "first "
                + Words.when(line.first(), now, zone)
                + ", last "
                + Words.when(line.last(), now, zone);
    return who
        + (line.messages() == 1 ? " wrote once before to " : " wrote before to ")
        + Inert.brief(line.to(), 120)
        + (line.meant() ? ", which was meant: " : ", as typed here: ")
        + Words.count(line.messages(), "message")
        + (fates.isEmpty() ? "" : ", " + String.join(", ", fates))
        + " ("
        + when
        + ").";
  }

  private static void add(List<String> fates, int count, String fate) {
    if (count > 0) {
      fates.add(Words.number(count) + " " + fate);
    }
  }
}
