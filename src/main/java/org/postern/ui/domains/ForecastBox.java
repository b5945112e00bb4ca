package org.postern.ui.domains;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.postern.policy.EntryPattern;
import org.postern.policy.Forecast;
import org.postern.policy.Forecast.Risk;
import org.postern.policy.Listing;
import org.postern.policy.Parsed;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Sentence;

/** The forecast in a few lines, beside a new trusted entry while it is written. FX thread only. */
final class ForecastBox {
  /** A policy with the new name is made each time, so not at every letter. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private static final int PLACES = 4;

  private final ForecastModel model;
  private final Overlay overlay;
  private final VBox root = new VBox(8);

  ForecastBox(ForecastModel model, Overlay overlay) {
    this.model = model;
    this.overlay = overlay;
    root.setId("entry-forecast");
    root.managedProperty().bind(root.visibleProperty());
    model.forecast().addListener((_, _, now) -> show(now));
    show(null);
  }

  Node root() {
    return root;
  }

  /** Follows what is typed into a draft. */
  void follow(Draft draft) {
    model.forget();
    if (draft.listing == Listing.TRUSTED) {
      draft.pattern.addListener((_, _, _) -> look(draft));
      look(draft);
    }
  }

  private void look(Draft draft) {
    switch (draft.parsed()) {
      case Parsed.Ok<EntryPattern>(EntryPattern p) when ForecastModel.speaksOfADomain(p) ->
          model.look(p.domain(), PAUSE);
      case Parsed.Ok<EntryPattern> _, Parsed.Malformed<EntryPattern> _ -> model.forget();
    }
  }

  private void show(@Nullable Forecast now) {
    root.getChildren().clear();
    root.setVisible(now != null && !now.risks().isEmpty());
    if (now == null || now.risks().isEmpty()) {
      return;
    }
    Button look =
        Parts.compact("Neighbours…", () -> ForecastSheet.open(model, overlay, now.name()));
    look.setId("entry-neighbours");
    FlowPane acts = new FlowPane(8, 8, look);
    if (!now.topLevel()) {
      Button hold = Parts.compact("", model::holdAll);
      hold.setId("entry-hold-all");
      ForecastSheet.bind(hold, model);
      acts.getChildren().add(hold);
    }
    root.getChildren()
        .setAll(Parts.label("Forecast", "field-name"), new Sentence(sentence(now), "small"), acts);
  }

  /** How many collide, where, and whether they are held. */
  static String sentence(Forecast forecast) {
    List<Risk> near = forecast.risks().stream().filter(r -> r.neighbour().reachable()).toList();
    if (near.isEmpty()) {
      return "No stranger can own a name one slip away from it.";
    }
    List<String> places =
        near.stream()
            .map(r -> r.neighbour().ending().country())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    String where =
        places.isEmpty()
            ? ""
            : ", in "
                + places.stream().limit(PLACES).collect(Collectors.joining(", "))
                + (places.size() > PLACES ? " and elsewhere" : "");
    String names =
        forecast.topLevel()
            ? (near.size() == 1 ? "1 ending is" : near.size() + " endings are")
            : (near.size() == 1 ? "1 name is" : near.size() + " names are");
    long covered = near.stream().filter(r -> r.covered().isPresent()).count();
    long held = near.stream().filter(Risk::heldAnyway).count();
    return names
        + " one slip away where mail may arrive with a stranger"
        + where
        + ". "
        + covered
        + " covered by an entry, "
        + held
        + " held as a lookalike, "
        + (near.size() - covered - held)
        + " delivered.";
  }
}
