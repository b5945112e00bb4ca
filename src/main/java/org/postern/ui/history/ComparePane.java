package org.postern.ui.history;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Entry;
import org.postern.policy.EntryChange;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Past.Difference;
import org.postern.ui.Parts;
import org.postern.ui.Sentence;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** Draws what is different between two moments. FX thread only. */
final class ComparePane {
  private final PastModel model;
  private final BiConsumer<Listing, EntryPattern> entry;
  private final TableView<Difference> table =
      Tables.of("past-differences", "No entry is different.");
  private final VBox said = new VBox(4);
  private final Button more;
  private final VBox root;

  /**
   * @param entry opens the history of an entry
   */
  ComparePane(PastModel model, BiConsumer<Listing, EntryPattern> entry) {
    this.model = model;
    this.entry = entry;
    TextField other = Parts.field("now");
    other.setId("past-other");
    other.setText("now");
    other.setPrefWidth(200);
    other.setAccessibleText("The moment to compare with");
    other.setOnAction(_ -> model.compareWith(other.getText()));
    Button go = Parts.primary("Compare", "Enter", () -> model.compareWith(other.getText()));
    go.setId("past-compare-go");
    Label with = Parts.label("with", "mute");
    with.setMinWidth(30);
    HBox bar =
        new HBox(10, with, other, go, Parts.spring(), PastSheet.work(model.compare().working()));
    bar.setAlignment(Pos.CENTER_LEFT);
    List<TableColumn<Difference, ?>> columns =
        List.of(
            Tables.drawn("what", 110, ComparePane::sign, Comparator.comparing(d -> word(d))),
            Tables.drawn(
                "list", 105, ComparePane::list, Comparator.comparing(d -> d.entry().listing())),
            Tables.text("pattern", 220, d -> d.entry().pattern().display(), "mono"),
            Tables.text("difference", 360, this::words));
    for (int i = 0; i < 2; i++) {
      columns.get(i).setMinWidth(110);
      columns.get(i).setMaxWidth(110);
    }
    table.getColumns().setAll(columns);
    PastSheet.opening(table, this::open);
    VBox.setVgrow(table, Priority.ALWAYS);
    more = Parts.compact("Show more", model.compare()::more);
    more.setId("past-more");
    more.setVisible(false);
    more.managedProperty().bind(more.visibleProperty());
    root = new VBox(10, bar, PastSheet.problem(model.compare().working()), said, table, more);
    model.compare().compared().addListener((_, _, now) -> show(now));
    show(model.compare().compared().get());
  }

  Node root() {
    return root;
  }

  private void show(CompareModel.@Nullable Compared now) {
    said.getChildren().clear();
    more.setVisible(now != null && now.next() != null);
    if (now == null) {
      table.getItems().clear();
      said.getChildren()
          .add(Parts.paragraph("Compares the moment above with another one.", "mute"));
      return;
    }
    table.getItems().setAll(now.differences());
    said.getChildren()
        .add(
            new Sentence(
                "From serial "
                    + now.from().serial()
                    + " on "
                    + Moments.time(now.from().at(), model.zone())
                    + " to serial "
                    + now.to().serial()
                    + " on "
                    + Moments.time(now.to().at(), model.zone())
                    + ": "
                    + counted(now)));
    now.rules()
        .ifPresent(
            r ->
                said.getChildren()
                    .add(
                        new Sentence(
                            "The rules were: "
                                + r.before().words()
                                + ". They became: "
                                + r.after().words()
                                + ".")));
  }

  private static String counted(CompareModel.Compared now) {
    int n = now.differences().size();
    if (now.next() != null) {
      return String.format(
          "the first %,d differences; the changes in between touched %,d entries.",
          n, now.touched());
    }
    return n == 0
        ? "no entry is different."
        : n == 1 ? "one difference." : String.format("%,d differences.", n);
  }

  private static String word(Difference d) {
    return switch (d) {
      case Difference.Added _ -> "added";
      case Difference.Removed _ -> "removed";
      case Difference.Changed _ -> "changed";
      case Difference.Ended _ -> "ended";
    };
  }

  private static Node sign(Difference d) {
    Tone tone =
        switch (d) {
          case Difference.Added _ -> Tone.OK;
          case Difference.Removed _ -> Tone.BAD;
          case Difference.Changed _ -> Tone.ACCENT;
          case Difference.Ended _ -> Tone.HOLD;
        };
    return Tag.of(tone, word(d));
  }

  private static Node list(Difference d) {
    return d.entry().listing() == Listing.TRUSTED
        ? Tag.of(Tone.OK, "trusted")
        : Tag.of(Tone.BAD, "blocked");
  }

  private String words(Difference d) {
    return switch (d) {
      case Difference.Added(Entry e) -> e.note();
      case Difference.Removed(Entry e) -> e.note();
      case Difference.Changed(Entry before, Entry after) ->
          EntryChange.between(before, after, model.zone()).stream()
              .map(EntryChange::phrase)
              .collect(Collectors.joining("; "));
      case Difference.Ended(Entry e) ->
          e.expires() == null
              ? ""
              : "its last day passed: " + Moments.time(e.expires(), model.zone());
    };
  }

  private void open() {
    Difference d = table.getSelectionModel().getSelectedItem();
    if (d != null) {
      entry.accept(d.entry().listing(), d.entry().pattern());
    }
  }
}
