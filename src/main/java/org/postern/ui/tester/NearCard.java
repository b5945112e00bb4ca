package org.postern.ui.tester;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.policy.DomainName;
import org.postern.policy.Listing;
import org.postern.policy.slip.Neighbour;
import org.postern.policy.slip.Slip;
import org.postern.ui.Card;
import org.postern.ui.LetterDiff;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Verdicts;

/** Names one slip away from the one that was meant, and what would happen to mail for them. */
final class NearCard {
  private static final int SHOWN = 8;

  private final TesterModel model;
  private final Overlay overlay;
  private final VBox box = new VBox();

  NearCard(TesterModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
  }

  Node root() {
    return box;
  }

  void show(@Nullable Reading reading) {
    if (reading == null || reading.near().isEmpty()) {
      box.getChildren().clear();
      box.setManaged(false);
      return;
    }
    box.setManaged(true);
    GridPane grid = new GridPane(14, 9);
    grid.getColumnConstraints()
        .setAll(column(Priority.NEVER), column(Priority.ALWAYS), column(Priority.NEVER));
    int row = 0;
    for (Reading.Near near : reading.near().stream().limit(SHOWN).toList()) {
      grid.addRow(
          row++,
          name(near, reading.neighbourOf()),
          story(near),
          Tag.of(
              Verdicts.tone(near.verdict()),
              Verdicts.done(near.verdict()).toLowerCase(java.util.Locale.ROOT)));
    }
    FlowPane acts = new FlowPane(8, 8);
    country(reading).ifPresent(acts.getChildren()::add);
    if (reading.near().size() > SHOWN) {
      acts.getChildren()
          .add(Parts.compact("All " + reading.near().size() + "…", () -> all(reading)));
    }
    Card card =
        Card.titled(
            "Neighbours of " + reading.neighbourOf(),
            Parts.paragraph(
                "One slip away; endings that exist, then the likeliest.", "mute", "small"),
            grid,
            acts);
    card.setId("tester-near");
    box.getChildren().setAll(card);
  }

  private static ColumnConstraints column(Priority grow) {
    ColumnConstraints column = new ColumnConstraints();
    column.setHgrow(grow);
    column.setHalignment(HPos.LEFT);
    if (grow == Priority.NEVER) {
      column.setMinWidth(Region.USE_PREF_SIZE);
    } else {
      column.setMinWidth(0);
    }
    return column;
  }

  private static Node name(Reading.Near near, String trusted) {
    return LetterDiff.typed(unicode(near.neighbour().name()), unicode(trusted));
  }

  private static String unicode(String name) {
    return DomainName.parse(name).ok().map(DomainName::unicode).orElse(name);
  }

  private static Label story(Reading.Near near) {
    Label label = Parts.label(slip(near.neighbour()) + place(near.neighbour()), "small", "mute");
    label.setTooltip(new javafx.scene.control.Tooltip(label.getText()));
    return label;
  }

  private static String slip(Neighbour neighbour) {
    return neighbour.slips().stream().findFirst().map(Slip::sentence).orElse("");
  }

  private static String place(Neighbour neighbour) {
    return neighbour.ending().country() != null
        ? " · " + neighbour.ending().country()
        : neighbour.suffixExists() ? "" : " · no such ending";
  }

  /**
   * Blocks the ending of the typed name as a whole, if that is a country's and not the meant one's.
   */
  private Optional<Button> country(Reading reading) {
    return reading
        .verdict()
        .domain()
        .map(d -> d.labels().getLast())
        .filter(
            tld ->
                tld.length() == 2
                    && !reading.meant().isEmpty()
                    && !reading.meant().endsWith("." + tld))
        .map(
            tld ->
                Parts.compact(
                    "Block all of ." + tld + "…", () -> model.propose(Listing.BLOCKED, tld)));
  }

  private void all(Reading reading) {
    TableView<Reading.Near> table = Tables.of("tester-near-all", "No neighbours.");
    table
        .getColumns()
        .add(
            Tables.drawn(
                "name",
                210,
                n -> name(n, reading.neighbourOf()),
                Comparator.comparing(n -> n.neighbour().name())));
    table.getColumns().add(Tables.text("slip", 230, n -> slip(n.neighbour())));
    table.getColumns().add(Tables.text("place", 130, n -> place(n.neighbour()).replace(" · ", "")));
    table
        .getColumns()
        .add(
            Tables.drawn(
                "mail for it",
                200,
                n -> Verdicts.tag(n.verdict()),
                Comparator.comparing(n -> n.verdict().word())));
    table.getItems().setAll(reading.near());
    table.setPrefSize(780, 460);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close = Parts.button("Close", "Esc", () -> opened[0].close());
    opened[0] = overlay.sheet("Neighbours of " + reading.neighbourOf(), table, List.of(close));
  }
}
