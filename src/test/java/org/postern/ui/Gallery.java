package org.postern.ui;

import java.util.List;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * Every part of the design system on one screen, with ordinary and with hostile content: for eyes
 * and for the CSS test.
 */
public final class Gallery implements Screen {
  private final Overlay overlay;
  private final ScrollPane root = new ScrollPane();
  private final SimpleIntegerProperty waiting = new SimpleIntegerProperty(17);

  public Gallery(Overlay overlay) {
    this.overlay = overlay;
    GridPane grid = new GridPane(16, 16);
    grid.getStyleClass().add("page");
    grid.add(letters(), 0, 0);
    grid.add(buttons(), 1, 0);
    grid.add(tags(), 0, 1);
    grid.add(table(), 1, 1);
    grid.add(states(), 0, 2, 2, 1);
    root.setContent(grid);
    root.setFitToWidth(true);
  }

  private static Card letters() {
    VBox inline =
        new VBox(
            6,
            LetterDiff.typed("col.diaz@army.ml", "col.diaz@army.mil"),
            LetterDiff.meant("army.ml", "army.mil"));
    return Card.titled(
        "Letters -> www == != ==> fi fl",
        Parts.address("www.a->b==c!=d.example -> l I 1 O 0 rn m"),
        LetterDiff.of("us.army.ml", "us.army.mil"),
        LetterDiff.of("army-mail.milI", "army.mil"),
        LetterDiff.of("amry.rnil", "army.mil"),
        LetterDiff.of("а\u0301rmy\u202e.mil", "army.mil"),
        inline,
        LetterDiff.small(
            "a-very-long-label-that-goes-on-and-on.another-long-label-here.headquarters.directorate.example.mod.uk.com",
            "a-very-long-label-that-goes-on-and-on.another-long-label-here.headquarters.directorate.example.mod.uk"));
  }

  private Card buttons() {
    FlowPane row =
        new FlowPane(
            10,
            10,
            Parts.primary(
                "Correct and release", "C", () -> overlay.toast("Released to gen@army.mil")),
            Parts.button(
                "As typed…", "Shift+R", () -> overlay.toast("Removed army.ml", "Undo", () -> {})),
            Parts.danger(
                "Reject…",
                "X",
                () ->
                    overlay.ask(
                        new Overlay.Question("Reject?", "The sender is told.", "Reject", true),
                        () -> {})),
            Parts.button("Off", null, () -> {}),
            Parts.compact("Show", () -> {}),
            Parts.link("copy", () -> overlay.bug("P-1234-ABCD", "details")),
            Parts.icon("fth-refresh-cw", "Refresh", () -> {}));
    row.getChildren().get(3).setDisable(true);
    return Card.headed(
        "Buttons and fields",
        Tag.of(Tone.HOLD, "waiting for a second officer"),
        row,
        Parts.search("Filter", "/"),
        Parts.named("Note", Parts.field("why it is here")));
  }

  private static Card tags() {
    FlowPane tags = new FlowPane(8, 8);
    for (Tone tone : Tone.values()) {
      tags.getChildren()
          .addAll(
              Tag.of(tone, tone.name().toLowerCase(java.util.Locale.ROOT)),
              Tag.fact(tone, "fact: .ml is Mali"));
    }
    tags.getChildren().add(Tag.large(Tone.HOLD, "Held"));
    return Card.titled("Tags", tags);
  }

  private static Card table() {
    TableView<String> table = Tables.of("gallery-table", "Nothing here.");
    table.getColumns().add(Tables.text("name", 160, s -> s, "mono"));
    table.getColumns().add(Tables.text("note", 200, s -> "about " + s));
    table
        .getColumns()
        .add(Tables.drawn("state", 90, s -> Tag.of(Tone.OK, "trusted"), String::compareTo));
    table.getItems().addAll("army.mil", "navy.mil", "evil\u202etxt.exe\u0000", "x".repeat(300));
    table.getSelectionModel().select(1);
    table.setPrefHeight(190);
    return Card.titled("Table", table).grow(table);
  }

  private static Node states() {
    HBox states = new HBox(16);
    for (ViewState state :
        List.of(
            new ViewState.Loading("Reading the box…"),
            new ViewState.Empty(
                "fth-inbox", "Nothing is held", "New messages appear here by themselves.", null),
            new ViewState.Failed(
                "The lists could not be read",
                "The file is locked by another console. Close it and try again.",
                new ViewState.Act("Try again", () -> {})),
            new ViewState.Offline(
                "No contact with the mailbox",
                "What you see is from 09:12. It is tried again every 30 seconds.",
                null))) {
      Card card = new Card(new StatePane(new VBox(), new SimpleObjectProperty<>(state)));
      card.setPrefSize(300, 220);
      states.getChildren().add(card);
    }
    return states;
  }

  @Override
  public String title() {
    return "Gallery";
  }

  @Override
  public String icon() {
    return "fth-grid";
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public Keys keys() {
    return new Keys()
        .on("C", "Correct and release", () -> overlay.toast("C"))
        .on("Shift+R", "Release as typed", () -> {});
  }

  @Override
  public ObservableIntegerValue waiting() {
    return waiting;
  }

  @Override
  public boolean pressing() {
    return true;
  }
}
