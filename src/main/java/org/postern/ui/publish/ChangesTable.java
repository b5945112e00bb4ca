package org.postern.ui.publish;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.policy.Listing;
import org.postern.ui.Parts;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** What changed, a line each: the entry, what it covers, what mail meets before and after, who. */
final class ChangesTable {
  private static final int ROWS = 5;
  private static final int ROW = 48;

  private final TableView<Board.Changed> table =
      Tables.of("publish-changes", "What changed is told line by line up to a certain size only.");
  private Instant now = Instant.EPOCH;

  ChangesTable() {
    table
        .getColumns()
        .add(Tables.drawn("Entry", 300, this::entry, Comparator.comparing(Board.Changed::pattern)));
    table
        .getColumns()
        .add(
            Tables.drawn(
                "Mail for it",
                275,
                this::effect,
                Comparator.comparing(c -> c.effect().map(Board.Effect::after).orElse(""))));
    table
        .getColumns()
        .add(Tables.drawn("By", 120, this::by, Comparator.comparing(Board.Changed::at)));
    table.setAccessibleText("What changed");
    table.getStyleClass().add("publish-changes");
  }

  TableView<Board.Changed> root() {
    return table;
  }

  void show(Board board) {
    now = board.at();
    table.getItems().setAll(board.changes());
    int rows = Math.clamp(board.changes().size(), 1, ROWS);
    double height = 34 + (double) rows * ROW;
    table.setMinHeight(height);
    table.setPrefHeight(height);
    table.setMaxHeight(height);
  }

  private Node entry(Board.Changed change) {
    FontIcon sign =
        new FontIcon(
            switch (change.kind()) {
              case ADDED -> "fth-plus";
              case EDITED -> "fth-edit-2";
              case REMOVED -> "fth-minus";
            });
    sign.getStyleClass()
        .add(
            switch (change.kind()) {
              case ADDED -> "sign-ok";
              case EDITED -> "sign-accent";
              case REMOVED -> "sign-bad";
            });
    String list = change.listing() == Listing.TRUSTED ? "trust" : "block";
    Label name = Parts.address(change.pattern());
    HBox first = new HBox(8, Parts.label(list, "mute"), name);
    VBox words = new VBox(1, first, Parts.label(Inert.brief(said(change), 300), "small", "mute"));
    words.setAlignment(Pos.CENTER_LEFT);
    HBox line = new HBox(10, sign, words);
    line.setAlignment(Pos.CENTER_LEFT);
    line.setAccessibleText(
        change.kind().name().toLowerCase(Locale.ROOT) + " " + list + " " + change.pattern());
    Tooltip.install(line, new Tooltip(Inert.text(change.pattern() + ", " + said(change))));
    return line;
  }

  private static String said(Board.Changed change) {
    return change.words() + (change.why().isBlank() ? "" : " · " + change.why());
  }

  private Node effect(Board.Changed change) {
    if (change.effect().isEmpty()) {
      return Parts.label("–", "mute");
    }
    Board.Effect effect = change.effect().get();
    HBox line = new HBox(6);
    line.setAlignment(Pos.CENTER_LEFT);
    if (effect.none()) {
      line.getChildren().addAll(tag(effect.after()), Parts.label("as before", "mute", "small"));
    } else {
      line.getChildren()
          .addAll(tag(effect.before()), new FontIcon("fth-arrow-right"), tag(effect.after()));
    }
    return line;
  }

  static Tag tag(String word) {
    Tone tone =
        word.startsWith("trusted")
            ? Tone.OK
            : word.startsWith("blocked")
                ? Tone.BAD
                : word.startsWith("lookalike") ? Tone.HOLD : Tone.NEUTRAL;
    return Tag.of(tone, word);
  }

  private Node by(Board.Changed change) {
    VBox lines =
        new VBox(
            1,
            Parts.label(Inert.brief(change.officer(), 60), "small"),
            Parts.label(When.moment(change.at(), now), "small", "mute"));
    lines.setAlignment(Pos.CENTER_LEFT);
    return lines;
  }
}
