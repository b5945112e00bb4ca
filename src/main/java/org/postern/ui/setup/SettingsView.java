package org.postern.ui.setup;

import java.util.List;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.officer.Right;
import org.postern.ui.Card;
import org.postern.ui.Keys;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Rights;
import org.postern.ui.Screen;
import org.postern.ui.StatePane;
import org.postern.ui.Tag;
import org.postern.ui.Theme;
import org.postern.ui.Tone;
import org.postern.ui.ViewState;

/** Draws the Settings screen. FX thread only. */
public final class SettingsView implements Screen {
  private static final double BESIDE = 1100;

  private final SettingsModel model;
  private final RulesModel rules;
  private final Rights rights;
  private final KnownModel known;
  private final MarkingsModel markings;
  private final StatePane root;
  private final ScrollPane scroll;
  private final HBox columns = new HBox(16);
  private final VBox first = new VBox(16);
  private final VBox second = new VBox(16);
  private final Keys keys;

  public SettingsView(
      SettingsModel model,
      RulesModel rules,
      KnownModel known,
      MarkingsModel markings,
      BackupModel backup,
      Rights rights,
      Overlay overlay) {
    this.model = model;
    this.rules = rules;
    this.rights = rights;
    this.known = known;
    this.markings = markings;
    FormCards cards = new FormCards(model.form, "");
    first
        .getChildren()
        .addAll(
            look(),
            officers(),
            RulesCard.of(rules, rights, overlay),
            trust(),
            model.handling.card(),
            KnownCard.of(known, rights, overlay),
            MarkingsCard.of(markings, rights));
    second
        .getChildren()
        .addAll(cards.mailbox(), cards.release(), cards.gateways(), BackupCard.of(backup, overlay));
    HBox.setHgrow(first, Priority.ALWAYS);
    HBox.setHgrow(second, Priority.ALWAYS);
    VBox page = new VBox(16);
    page.getStyleClass().add("page");
    scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    scroll.setFocusTraversable(false);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    VBox all = new VBox(scroll, bar());
    root = new StatePane(all, model.state());
    FormParts.dress(root);
    model
        .state()
        .addListener(
            (_, _, now) -> {
              if (now instanceof ViewState.Ready) {
                Platform.runLater(scroll::requestFocus); // at its top; Tab leads to the first field
              }
            });
    root.widthProperty().addListener((_, _, width) -> lay(page, width.doubleValue() >= BESIDE));
    lay(page, false);
    keys =
        new Keys()
            .on("Ctrl+S", "Save the settings", model::save)
            .on("Ctrl+Shift+R", "Forget what is not saved", model::load);
  }

  private void lay(VBox page, boolean beside) {
    if (!page.getChildren().isEmpty() && beside == page.getChildren().contains(columns)) {
      return;
    }
    Node focused = root.getScene() == null ? null : root.getScene().getFocusOwner();
    columns.getChildren().clear();
    page.getChildren().clear();
    if (beside) {
      first.setPrefWidth(400);
      second.setPrefWidth(400);
      columns.getChildren().setAll(first, second);
      page.getChildren().setAll(columns);
    } else {
      page.getChildren().setAll(first, second);
    }
    if (focused != null) {
      focused.requestFocus(); // it was taken out of the scene for a moment
    }
  }

  @Override
  public String title() {
    return "Settings";
  }

  @Override
  public String icon() {
    return "fth-settings";
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public Keys keys() {
    return keys;
  }

  @Override
  public void shown() {
    model.start();
    rules.load();
    known.load();
    markings.load();
  }

  private HBox bar() {
    Label problem = Parts.paragraph("", "bad-text");
    problem.textProperty().bind(model.problem().map(Inert::lines));
    Label doing = Parts.label("", "mute");
    doing.textProperty().bind(model.busy());
    doing.managedProperty().bind(model.busy().isNotEmpty());
    Button forget = Parts.button("Forget changes", null, model::load);
    Button save = Parts.primary("Save", "Ctrl+S", model::save);
    save.setId("settings-save");
    save.disableProperty().bind(model.busy().isNotEmpty());
    HBox.setHgrow(problem, Priority.ALWAYS);
    HBox acts = new HBox(10, forget, save);
    rights.guard(Right.ADMINISTER, acts);
    HBox bar = new HBox(problem, Parts.spring(), doing, rights.reason(Right.ADMINISTER), acts);
    bar.getStyleClass().add("bar");
    return bar;
  }

  private Card look() {
    return Card.titled(
        "Look",
        Segments.of(
            List.of(Theme.Appearance.SYSTEM, Theme.Appearance.LIGHT, Theme.Appearance.DARK),
            SettingsView::name,
            "settings-",
            model.appearance(),
            model.appearance()::set));
  }

  private static String name(Theme.Appearance appearance) {
    return switch (appearance) {
      case SYSTEM -> "As the desktop";
      case LIGHT -> "Light";
      case DARK -> "Dark";
    };
  }

  private Card trust() {
    Card card =
        Card.titled(
            "Trust",
            Parts.paragraph(
                "New trust ends after so many months unless the officer sets another day, so that"
                    + " somebody looks at it again. What is on the lists already stays as it is; a"
                    + " block never lapses by itself.",
                "mute"),
            FormParts.fixed(
                FormParts.text(model.trustMonths, "Months; 0 for no end", "12", ""), 160));
    card.setId("settings-trust");
    return card;
  }

  private Card officers() {
    VBox lines = new VBox(8);
    Runnable show =
        () -> {
          lines.getChildren().clear();
          for (SettingsModel.Officer officer : model.officers) {
            lines.getChildren().add(officer(officer));
          }
          if (model.officers.isEmpty()) {
            lines.getChildren().add(Parts.label("No officer has a key here yet.", "mute"));
          }
        };
    model.officers.addListener((ListChangeListener<SettingsModel.Officer>) _ -> show.run());
    show.run();
    Button add = Parts.button("Make a key", null, model::addOfficer);
    add.setId("settings-add-officer");
    add.disableProperty()
        .bind(Bindings.or(model.busy().isNotEmpty(), model.officer.value().isEmpty()));
    Card card =
        Card.titled(
            "Officers",
            Parts.paragraph(
                "Each officer signs with a key of their own; a bundle needs as many officers as the"
                    + " gateways ask for.",
                "mute"),
            lines,
            FormParts.row(
                FormParts.text(model.officer, "Name of a further officer", "Lt. B. Lowe", ""),
                FormParts.secret(
                    model.passphrase,
                    "Their passphrase",
                    "",
                    "They type it themselves; without one, anybody at this account signs as them.")),
            add);
    card.setId("settings-officers");
    return card;
  }

  private static HBox officer(SettingsModel.Officer officer) {
    HBox line =
        new HBox(
            10,
            new FontIcon("fth-user"),
            Parts.label(Inert.brief(officer.name(), 64), "medium"),
            Parts.label(officer.keyId(), "mono", "small", "mute"),
            Parts.spring(),
            officer.passphrase()
                ? Tag.of(Tone.OK, "passphrase")
                : Tag.of(Tone.HOLD, "no passphrase"));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
