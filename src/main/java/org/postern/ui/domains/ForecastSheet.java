package org.postern.ui.domains;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Inert;
import org.postern.policy.DomainName;
import org.postern.policy.Forecast;
import org.postern.policy.Forecast.Risk;
import org.postern.policy.Listing;
import org.postern.policy.slip.Slip;
import org.postern.policy.slip.TopLevel;
import org.postern.ui.LetterDiff;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.StatePane;
import org.postern.ui.Tables;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** What a trusted name may collide with, as a table above the screen. FX thread only. */
final class ForecastSheet {
  private static final double WIDTH = 780;
  private static final double HEIGHT = 430;

  private final ForecastModel model;
  private final Overlay overlay;
  private final DomainName name;
  private final TableView<Risk> table =
      Tables.of("forecast-table", "Nothing is one slip away from it.");

  private ForecastSheet(ForecastModel model, Overlay overlay, DomainName name) {
    this.model = model;
    this.overlay = overlay;
    this.name = name;
  }

  static void open(ForecastModel model, Overlay overlay, DomainName name) {
    model.look(name, Duration.ZERO);
    new ForecastSheet(model, overlay, name).open();
  }

  private void open() {
    List<TableColumn<Risk, ?>> columns =
        List.of(
            Tables.drawn("neighbour", 175, this::letters, by(r -> r.neighbour().name())),
            Tables.text("slip", 240, ForecastSheet::slips),
            Tables.text("where", 130, r -> where(r.neighbour().ending(), r)),
            Tables.drawn("mail for it", 215, this::fate, by(r -> r.verdict().word())));
    table.getColumns().setAll(columns);
    // The model outlives the sheet: it holds the listener weakly, the table holds it for good.
    ChangeListener<@Nullable Forecast> filling = (_, _, now) -> fill(now);
    table.getProperties().put(ForecastSheet.class, filling);
    model.forecast().addListener(new WeakChangeListener<>(filling));
    fill(model.forecast().get());
    StatePane pane = new StatePane(table, model.state());
    pane.setPrefSize(WIDTH, HEIGHT);
    VBox.setVgrow(pane, Priority.ALWAYS);
    Label text = Parts.paragraph(lead(), "mute");
    text.setMaxWidth(WIDTH);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close = Parts.button("Close", "Esc", () -> opened[0].close());
    opened[0] =
        overlay.sheet(
            "What mail for " + Inert.brief(name.unicode(), 120) + " may slip into",
            new VBox(10, text, pane),
            name.isTopLevel() ? List.of(close) : List.of(close, holdAll()));
  }

  private String lead() {
    return name.isTopLevel()
        ? "Endings that exist, one letter away. No slip of a whole ending is held by itself: what you"
            + " block here is blocked for everybody there, so it goes one by one."
        : "Where mail may arrive with a stranger comes first. A block holds it whatever becomes of this"
            + " entry, and stands in every bundle.";
  }

  private Button holdAll() {
    Button button = Parts.primary("Hold all", null, model::holdAll);
    button.setId("forecast-hold-all");
    bind(button, model);
    return button;
  }

  /** "Hold all 12", while there is something to hold. */
  static void bind(Button button, ForecastModel model) {
    button
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  int n = ForecastModel.holdable(model.forecast().get());
                  return n == 0 ? "Nothing left to hold" : n == 1 ? "Hold it" : "Hold all " + n;
                },
                model.forecast()));
    button
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> ForecastModel.holdable(model.forecast().get()) == 0, model.forecast()));
  }

  private void fill(@Nullable Forecast now) {
    if (now != null && now.name().equals(name)) {
      table.getItems().setAll(now.risks());
    }
  }

  private static Comparator<Risk> by(java.util.function.Function<Risk, String> key) {
    return Comparator.comparing(key);
  }

  private Node letters(Risk risk) {
    String neighbour = risk.neighbour().name();
    String shown = DomainName.parse(neighbour).ok().map(DomainName::unicode).orElse(neighbour);
    return LetterDiff.typed(shown, name.unicode());
  }

  private static String slips(Risk risk) {
    return risk.neighbour().slips().stream().map(Slip::sentence).collect(Collectors.joining("; "));
  }

  /** Whose ending it is, or why no stranger is there. */
  static String where(TopLevel ending, Risk risk) {
    if (!ending.exists()) {
      return "no such ending";
    }
    if (risk.neighbour().sameRegistry()) {
      return "closed registry";
    }
    return ending.country() == null ? "anybody" : ending.country();
  }

  private Node fate(Risk risk) {
    if (risk.covered().isPresent()) {
      var entry = risk.covered().get();
      boolean blocked = entry.listing() == Listing.BLOCKED;
      return Tag.of(
          blocked ? Tone.BAD : Tone.OK,
          entry.listing().word() + " by " + Inert.brief(entry.pattern().display(), 60));
    }
    if (name.isTopLevel()) {
      Button block = Parts.compact("Block ." + risk.neighbour().name() + "…", () -> ask(risk));
      block.setAlignment(Pos.CENTER_LEFT);
      return block;
    }
    return risk.heldAnyway()
        ? Tag.of(Tone.HOLD, "held as a lookalike")
        : Tag.of(Tone.NEUTRAL, "delivered");
  }

  private void ask(Risk risk) {
    String ending = "." + risk.neighbour().name();
    String country = risk.neighbour().ending().country();
    overlay.ask(
        new Overlay.Question(
            "Block everything under " + ending + "?",
            "All mail to "
                + (country == null ? "anybody under " + ending : country + " (" + ending + ")")
                + " is held from now on, whoever it is for, except what a narrower entry trusts."
                + (country == null ? "" : " Do it only if you have no business there."),
            "Block " + ending,
            true),
        () -> model.hold(risk));
  }
}
