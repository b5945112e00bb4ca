package org.postern.ui.domains;

import java.time.Clock;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.store.Hits;
import org.postern.store.Hygiene;
import org.postern.store.Hygiene.Finding;
import org.postern.store.Hygiene.Kind;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.StatePane;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** What should be put in order, kind by kind, each with its remedy. FX thread only. */
final class TidySheet {
  private static final double WIDTH = 840;
  private static final double HEIGHT = 420;

  private final TidyModel model;
  private final Overlay overlay;
  private final Clock clock;
  private final ListView<Kind> kinds = new ListView<>();
  private final TableView<Finding> table = Tables.of("tidy-table", "Nothing of this kind.");
  private final Label meaning = Parts.paragraph("", "mute", "small");
  private final Button all = Parts.primary("", null, this::settleAll);

  private TidySheet(TidyModel model, Overlay overlay, Clock clock) {
    this.model = model;
    this.overlay = overlay;
    this.clock = clock;
  }

  static void open(TidyModel model, Overlay overlay, Clock clock) {
    new TidySheet(model, overlay, clock).open();
    model.look();
  }

  private void open() {
    table
        .getColumns()
        .setAll(
            List.of(
                Tables.drawn("list", 105, TidySheet::list, (_, _) -> 0),
                Tables.text("pattern", 190, f -> f.item().entry().pattern().display(), "mono"),
                Tables.text("what", 220, this::what),
                Tables.drawn("", 130, this::act, (_, _) -> 0)));
    table.getColumns().forEach(c -> c.setSortable(false));
    kinds.setId("tidy-kinds");
    kinds.setPrefWidth(220);
    kinds.setMinWidth(220);
    kinds.setFixedCellSize(34);
    kinds.setCellFactory(_ -> new KindCell());
    kinds.getSelectionModel().selectedItemProperty().addListener((_, _, kind) -> choose(kind));
    all.setId("tidy-all");
    // The model outlives the sheet: it holds the listener weakly, the table holds it for good.
    ChangeListener<Hygiene.@Nullable Report> filling = (_, _, now) -> fill(now);
    table.getProperties().put(TidySheet.class, filling);
    model.report().addListener(new WeakChangeListener<>(filling));
    fill(model.report().get());
    VBox right = new VBox(8, meaning, table);
    VBox.setVgrow(table, Priority.ALWAYS);
    HBox both = new HBox(14, kinds, right);
    HBox.setHgrow(right, Priority.ALWAYS);
    StatePane pane = new StatePane(both, model.state());
    pane.setPrefSize(WIDTH, HEIGHT);
    VBox.setVgrow(pane, Priority.ALWAYS);
    Label progress = Parts.label("", "mute", "small");
    progress.textProperty().bind(model.percent().map(p -> p.intValue() + " % looked through"));
    Button stop = Parts.link("Stop, and show what was found", model::cancel);
    stop.setId("tidy-stop");
    HBox looking = new HBox(10, progress, stop);
    looking.setAlignment(Pos.CENTER_LEFT);
    looking
        .visibleProperty()
        .bind(model.state().map(s -> s instanceof org.postern.ui.ViewState.Loading));
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close =
        Parts.button(
            "Close",
            "Esc",
            () -> {
              model.cancel();
              opened[0].close();
            });
    opened[0] = overlay.sheet("Tidy up", new VBox(8, pane, looking), List.of(close, all));
  }

  private void fill(Hygiene.@Nullable Report report) {
    if (report == null) {
      all.setDisable(true);
      all.setText("Nothing chosen");
      return;
    }
    Kind before = kinds.getSelectionModel().getSelectedItem();
    kinds
        .getItems()
        .setAll(List.of(Kind.values()).stream().filter(report.counts()::containsKey).toList());
    if (before != null && kinds.getItems().contains(before)) {
      kinds.getSelectionModel().select(before);
    } else {
      kinds.getSelectionModel().selectFirst();
    }
    choose(kinds.getSelectionModel().getSelectedItem());
  }

  private void choose(@Nullable Kind kind) {
    Hygiene.Report report = model.report().get();
    List<Finding> found =
        kind == null || report == null
            ? List.of()
            : report.findings().getOrDefault(kind, List.of());
    table.getItems().setAll(found);
    meaning.setText(kind == null || report == null ? "" : meaning(kind, report));
    all.setDisable(found.isEmpty());
    all.setText(
        kind == null || found.isEmpty()
            ? "Nothing chosen"
            : TidyModel.remedy(kind) + String.format(": all %,d", found.size()));
  }

  private void settleAll() {
    Kind kind = kinds.getSelectionModel().getSelectedItem();
    if (kind != null) {
      model.settle(kind, List.copyOf(table.getItems()));
    }
  }

  private Node act(Finding finding) {
    Kind kind = kinds.getSelectionModel().getSelectedItem();
    return Parts.compact(kind == null ? "" : TidyModel.remedy(kind), () -> settle(kind, finding));
  }

  private void settle(@Nullable Kind kind, Finding finding) {
    if (kind != null) {
      model.settle(kind, List.of(finding));
    }
  }

  private static Node list(Finding finding) {
    return finding.item().entry().listing() == Listing.TRUSTED
        ? Tag.of(Tone.OK, "trusted")
        : Tag.of(Tone.BAD, "blocked");
  }

  private String what(Finding finding) {
    return switch (finding) {
      case Finding.Ending f -> "ends " + day(f.item()) + ", " + held(f.hits());
      case Finding.Ended f -> "ended " + day(f.item());
      case Finding.Conflict f -> "also blocked by " + f.block().createdBy();
      case Finding.Covered f -> "by " + f.by().pattern().display();
      case Finding.Slip f -> "one slip from " + f.of();
      case Finding.WholeEnding _ -> "every domain there passes";
      case Finding.Endless f -> "since " + date(f.item().created());
      case Finding.Unused f -> f.last().map(d -> "last seen " + d).orElse("never seen");
    };
  }

  private String day(org.postern.store.Item item) {
    var end = item.entry().expires();
    return end == null ? "never" : LastDay.of(end, clock.getZone()).toString();
  }

  private String date(java.time.Instant at) {
    return at.atZone(clock.getZone()).toLocalDate().toString();
  }

  private static String held(Hits.@Nullable Count hits) {
    return hits == null || hits.hits() == 0
        ? "nothing held for it in 90 days"
        : hits.hits() == 1 ? "1 held in 90 days" : hits.hits() + " held in 90 days";
  }

  private static String title(Kind kind) {
    return switch (kind) {
      case ENDING -> "Ends within 90 days";
      case CONFLICT -> "Trusted and blocked";
      case COVERED_BLOCK -> "Blocked twice";
      case COVERED_TRUST -> "Trusted twice";
      case SLIP -> "Trusted slip";
      case WHOLE_ENDING -> "Whole ending trusted";
      case ENDLESS -> "Trust without end";
      case UNUSED -> "Unused trust";
      case ENDED -> "Ended";
    };
  }

  private static String meaning(Kind kind, Hygiene.Report report) {
    int count = report.counts().getOrDefault(kind, 0);
    String more =
        count > Hygiene.KEPT
            ? String.format(" The first %,d of %,d are shown.", Hygiene.KEPT, count)
            : "";
    return switch (kind) {
          case ENDING -> "What each has held shows what it will cost when it ends.";
          case CONFLICT -> "The same pattern stands on both lists; the block wins.";
          case COVERED_BLOCK -> "A wider entry blocks the same; nothing changes without these.";
          case COVERED_TRUST ->
              "A wider entry trusts the same. Slips of these names are compared with the wider name"
                  + " only once they are gone.";
          case SLIP ->
              String.format(
                  "Mail meant for another trusted name passes if it slips here. %,d trusted names"
                      + " were looked at.",
                  report.slipsLookedAt());
          case WHOLE_ENDING -> "Strangers can register names under a trusted ending.";
          case ENDLESS -> "Trust that never ends is never looked at again.";
          case UNUSED -> "No mail was held for these in 180 days.";
          case ENDED ->
              "Trust that ended no longer counts: remove it. A block goes on blocking: settle it to"
                  + " block without end.";
        }
        + more;
  }

  private final class KindCell extends ListCell<Kind> {
    @Override
    protected void updateItem(@Nullable Kind kind, boolean empty) {
      super.updateItem(kind, empty);
      Hygiene.Report report = model.report().get();
      if (empty || kind == null || report == null) {
        setGraphic(null);
        return;
      }
      Label name = Parts.label(Inert.brief(title(kind), 60));
      Label count =
          Parts.label(String.format("%,d", report.counts().getOrDefault(kind, 0)), "mute");
      HBox row = new HBox(8, name, Parts.spring(), count);
      row.setAlignment(Pos.CENTER_LEFT);
      row.setStyle("-fx-padding: 0 10 0 10;");
      setGraphic(row);
    }
  }
}
