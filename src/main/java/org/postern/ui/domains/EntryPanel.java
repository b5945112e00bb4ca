package org.postern.ui.domains;

import java.time.LocalDate;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Parsed;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;
import org.postern.ui.Sentence;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/**
 * The side panel in which an entry is written or edited, with what it will match while it is typed.
 */
final class EntryPanel {
  private static final double WIDE = 380;
  private static final double NARROW = 330;

  private final DomainsModel model;
  private final VBox root = new VBox();
  private final VBox meaning = new VBox(6);
  private final VBox advice = new VBox(8);
  private final ForecastBox forecast;
  private final PastDoor past;

  EntryPanel(DomainsModel model, Overlay overlay, PastDoor past) {
    this.model = model;
    this.past = past;
    forecast = new ForecastBox(model.forecast(), overlay);
    root.getStyleClass().add("side-panel");
    root.setId("domains-panel");
    width(WIDE);
    root.visibleProperty().bind(model.panel().draft().isNotNull());
    root.managedProperty().bind(root.visibleProperty());
    model.panel().draft().addListener((_, _, now) -> show(now));
    model.panel().advice().addListener((javafx.beans.Observable _) -> advise());
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
  }

  Node root() {
    return root;
  }

  /** Leaves room for the table. */
  void fit(double screen) {
    width(screen < 980 ? NARROW : WIDE);
  }

  private void width(double width) {
    root.setMinWidth(width);
    root.setPrefWidth(width);
    root.setMaxWidth(width);
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      model.panel().close();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && event.getTarget() instanceof TextField) {
      model.panel().save();
      event.consume();
    }
  }

  private void show(@Nullable Draft draft) {
    root.getChildren().clear();
    if (draft == null) {
      return;
    }
    forecast.follow(draft);
    TextField pattern = bound("army.mil", draft.pattern, "entry-pattern");
    pattern.getStyleClass().add("mono");
    pattern.setDisable(draft.edited != null);
    TextField note = bound("for whoever asks in a year", draft.note, "entry-note");
    draft.pattern.addListener((_, _, _) -> explain(draft));
    explain(draft);
    VBox form =
        new VBox(
            14,
            Parts.named(
                draft.edited == null
                    ? "Domain, ending or address"
                    : "Pattern (to change it, add another entry)",
                pattern),
            meaning,
            advice,
            forecast.root(),
            Parts.named("Note: why it is here", note),
            Parts.named("Tags", bound("ally supplier", draft.tags, "entry-tags")),
            Parts.named("Owner: who answers for it", bound("", draft.owner, "entry-owner")),
            Parts.named("Source", bound("a person, a case, a feed", draft.source, "entry-source")),
            Parts.named("Mode", mode(draft)),
            Parts.named("Last day", lastDay(draft)));
    ScrollPane scroll = new ScrollPane(form);
    scroll.setFitToWidth(true);
    VBox.setVgrow(scroll, javafx.scene.layout.Priority.ALWAYS);
    root.getChildren().addAll(head(draft), scroll, foot(draft));
    TextField first = draft.edited == null ? pattern : note;
    root.applyCss(); // the scroll pane takes its content into the scene only now
    root.layout();
    first.requestFocus();
    first.end();
  }

  private HBox head(Draft draft) {
    boolean trusting = draft.listing == Listing.TRUSTED;
    String title = draft.edited != null ? "Edit entry" : "New entry";
    Button close = Parts.icon("fth-x", "Close (Esc)", model.panel()::close);
    HBox head =
        new HBox(
            10,
            Parts.label(title, "headline"),
            Tag.of(trusting ? Tone.OK : Tone.BAD, trusting ? "trusted" : "blocked"),
            Parts.spring());
    if (draft.edited != null) {
      EntryPattern pattern = draft.edited.entry().pattern();
      Button history =
          Parts.icon("fth-clock", "History of the entry", () -> past.entry(draft.listing, pattern));
      history.setId("entry-history-open");
      head.getChildren().add(history);
    }
    head.getChildren().add(close);
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  private VBox foot(Draft draft) {
    Label problem = Parts.paragraph("", "bad-text");
    problem.setId("entry-problem");
    problem.textProperty().bind(model.problem().map(p -> Inert.brief(p, 400)));
    problem.managedProperty().bind(model.problem().isNotEmpty());
    Button save =
        Parts.primary(draft.edited == null ? "Add" : "Save", "Enter", model.panel()::save);
    save.setId("entry-save");
    HBox buttons = new HBox(10, save, Parts.button("Cancel", "Esc", model.panel()::close));
    return new VBox(10, problem, clash(), buttons);
  }

  /** Two officers edited the same entry: whose shall it be? */
  private VBox clash() {
    Label text = Parts.paragraph("", "small");
    text.setId("entry-clash");
    text.textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  Clash clash = model.panel().clash().get();
                  return clash == null ? "" : Inert.brief(clash.text(model.zone()), 600);
                },
                model.panel().clash()));
    FlowPane choice =
        new FlowPane(
            8,
            6,
            Parts.compact("Save mine over it", model.panel()::saveMine),
            Parts.compact("Take theirs", model.panel()::takeTheirs));
    VBox box = new VBox(8, text, choice);
    box.getStyleClass().add("banner");
    box.visibleProperty().bind(model.panel().clash().isNotNull());
    box.managedProperty().bind(box.visibleProperty());
    return box;
  }

  private static TextField bound(
      String prompt, javafx.beans.property.StringProperty value, String id) {
    TextField field = Parts.field(prompt);
    field.setId(id);
    field.textProperty().bindBidirectional(value);
    return field;
  }

  private static Node mode(Draft draft) {
    ToggleButton enforce = segment("Enforce", draft.mode.get() == Mode.ENFORCE);
    ToggleButton monitor = segment("Only monitor", draft.mode.get() == Mode.MONITOR);
    SegmentedButton both = new SegmentedButton(enforce, monitor);
    ToggleGroup group = both.getToggleGroup();
    group
        .selectedToggleProperty()
        .addListener(
            (_, old, now) -> {
              if (now == null) {
                group.selectToggle(old);
              } else {
                draft.mode.set(monitor.isSelected() ? Mode.MONITOR : Mode.ENFORCE);
              }
            });
    return both;
  }

  static ToggleButton segment(String text, boolean selected) {
    ToggleButton button = new ToggleButton(text);
    button.getStyleClass().add("segment");
    button.setSelected(selected);
    return button;
  }

  private static Node lastDay(Draft draft) {
    DatePicker picker = new DatePicker(draft.lastDay.get());
    picker.setId("entry-last-day");
    picker.setAccessibleText("Last day");
    picker.getEditor().setAccessibleText("Last day");
    picker.setPrefWidth(160);
    picker.getStyleClass().add("date-field");
    picker.setConverter(new IsoDays());
    CheckBox never = new CheckBox("never ends");
    never.setSelected(draft.lastDay.get() == null);
    picker.disableProperty().bind(never.selectedProperty());
    never
        .selectedProperty()
        .addListener(
            (_, _, on) -> {
              if (on) {
                picker.setValue(null);
              }
            });
    picker.valueProperty().addListener((_, _, day) -> draft.lastDay.set(day));
    HBox line = new HBox(14, picker, never);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  /** 2027-11-22, read and written the same way everywhere. */
  static final class IsoDays extends StringConverter<@Nullable LocalDate> {
    @Override
    public String toString(@Nullable LocalDate day) {
      return day == null ? "" : day.toString();
    }

    @Override
    public @Nullable LocalDate fromString(String text) {
      try {
        return text.isBlank() ? null : LocalDate.parse(text.strip());
      } catch (java.time.format.DateTimeParseException e) {
        return null; // the picker shows the last good date again
      }
    }
  }

  private void explain(Draft draft) {
    meaning.getChildren().clear();
    if (draft.pattern.get().isBlank()) {
      hints();
      return;
    }
    switch (draft.parsed()) {
      case Parsed.Malformed<EntryPattern>(Parsed.Reason reason, int _, String _) ->
          meaning.getChildren().add(Parts.paragraph(reason.sentence(), "bad-text", "small"));
      case Parsed.Ok<EntryPattern>(EntryPattern pattern) -> {
        String ascii = Examples.inAscii(pattern);
        if (ascii != null) {
          meaning.getChildren().add(new Sentence("In the mail system: " + ascii, "small"));
        }
        List<Examples.Example> examples = Examples.of(pattern);
        examples.forEach(e -> meaning.getChildren().add(example(e)));
      }
    }
  }

  private void hints() {
    for (String[] hint :
        new String[][] {
          {"army.mil", "it and everything under it"},
          {"=army.mil", "only it"},
          {"*.army.mil", "only what is under it"},
          {"ml", "the whole ending .ml"},
          {"liaison@gov.ml", "one address"}
        }) {
      Label name = Parts.label(hint[0], "mono", "small");
      name.setMinWidth(124);
      meaning.getChildren().add(new HBox(8, name, Parts.label(hint[1], "mute", "small")));
    }
  }

  private static Node example(Examples.Example example) {
    FontIcon sign = new FontIcon(example.matches() ? "fth-check" : "fth-x");
    sign.getStyleClass().add(example.matches() ? "sign-ok" : "sign-no");
    Label word = Parts.label(example.matches() ? "matches" : "does not match", "small", "mute");
    word.setMinWidth(96);
    Label address = Parts.address(example.address());
    address.getStyleClass().add("small");
    HBox line = new HBox(8, sign, word, address);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private void advise() {
    advice.getChildren().clear();
    for (Advice piece : model.panel().advice()) {
      HBox banner =
          new HBox(
              new FontIcon("fth-alert-triangle"),
              Parts.paragraph(Inert.brief(piece.text(), 600), "small"));
      banner.getStyleClass().add("banner");
      switch (piece.tone()) {
        case BAD -> banner.getStyleClass().add("bad");
        case NEUTRAL, OK, ACCENT -> banner.getStyleClass().add("neutral");
        case HOLD -> {}
      }
      advice.getChildren().add(banner);
    }
  }
}
